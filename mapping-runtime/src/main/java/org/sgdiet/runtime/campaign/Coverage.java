// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.List;

/// What a campaign executed.
///
/// @param runs runs that ended as the driver's code says
/// @param faults how many of them had an operation failing
/// @param mappings mappings made in all of them
/// @param notExecuted runs that could not be executed, and count for nothing
/// @param cut whether the campaign was given up before its end
/// @param reasons why, each once
public record Coverage(
    int runs,
    int faults,
    long mappings,
    int notExecuted,
    boolean cut,
    List<String> reasons,
    List<String> profiles,
    List<String> shapes) {

  public Coverage {
    reasons = List.copyOf(reasons);
    profiles = List.copyOf(profiles);
    shapes = List.copyOf(shapes);
  }

  /// One line: `182 runs on 11 profiles with 10 shapes, 24 with a failing operation`.
  public String describe() {
    String text =
        "%d runs on %d profiles with %d shapes, %d with a failing operation"
            .formatted(runs, profiles.size(), shapes.size(), faults);
    return text
        + (notExecuted == 0 ? "" : "; " + notExecuted + " could not be executed")
        + (cut ? "; the others were not tried" : "");
  }
}
