// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.HashMap;
import java.util.Map;
import org.sgdiet.runtime.campaign.Trial;
import org.sgdiet.runtime.program.Program;

/// The simplest runs of the programs of one function. Inputs that are chosen anew often come out as
/// those of before, and the same program runs the same way.
final class Trials {

  /// More than a function needs; of a run all events are kept.
  private static final int MOST = 64;

  private final Map<Program, Trial> made = new HashMap<>();

  /// The trial of a program.
  Trial of(Program program) {
    if (made.size() >= MOST && !made.containsKey(program)) {
      made.clear();
    }
    return made.computeIfAbsent(program, Trial::of);
  }

  /// Forgets those of the function before.
  void forget() {
    made.clear();
  }
}
