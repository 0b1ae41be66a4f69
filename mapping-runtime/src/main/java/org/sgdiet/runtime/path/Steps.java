// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.ArrayList;
import java.util.List;

/// The rules that fired, in order, when someone asked to be told: what `--explain` prints.
public final class Steps {
  /// One rule that decided something, and what it decided here.
  public record Step(Rule rule, String text) {}

  private final List<Step> steps = new ArrayList<>();
  private boolean on;

  /// Begins or stops recording.
  public void record(boolean recording) {
    on = recording;
  }

  /// Whether anyone listens; asked before a text is put together.
  public boolean on() {
    return on;
  }

  /// Notes that `rule` fired.
  @SuppressWarnings("AnnotateFormatMethod")
  public void add(Rule rule, String format, Object... args) {
    if (on) {
      steps.add(new Step(rule, format.formatted(args)));
    }
  }

  /// The steps so far; the record starts anew.
  public List<Step> take() {
    List<Step> taken = List.copyOf(steps);
    steps.clear();
    return taken;
  }
}
