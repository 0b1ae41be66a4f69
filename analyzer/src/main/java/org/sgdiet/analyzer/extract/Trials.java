// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.runtime.campaign.Trial;
import org.sgdiet.runtime.program.Program;

/// The simplest runs of the programs of one function. Inputs that are chosen anew often come out as
/// those of before, and the same program runs the same way.
final class Trials {

  /// More than a function needs; of a run all events are kept.
  private static final int MOST = 64;

  private final List<Trial> made = new ArrayList<>();

  /// The trial of a program. Two programs of one function share most of what they are made of: to
  /// compare them costs less than to hash one.
  Trial of(Program program) {
    for (Trial known : made) {
      if (known.program().equals(program)) {
        return known;
      }
    }
    if (made.size() >= MOST) {
      made.clear();
    }
    Trial trial = Trial.of(program);
    made.add(trial);
    return trial;
  }

  /// Forgets those of the function before.
  void forget() {
    made.clear();
  }
}
