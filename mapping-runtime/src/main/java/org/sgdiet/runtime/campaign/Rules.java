// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.Locale;
import java.util.Set;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.program.Program;

/// Which broken rules speak against the driver.
final class Rules {

  /// Limits that a driver sets in its probe function: without it nobody knows them.
  private static final Set<String> NEED_LIMITS =
      Set.of("segment-too-long", "segment-across-boundary");

  /// Depends on what the upper layer handed over, not on the driver.
  private static final Set<String> INPUT = Set.of("overlapping-mapping");

  private Rules() {}

  /// Whether a broken rule is held against the function as it is.
  static boolean accuses(Program program, String rule) {
    boolean limitsKnown =
        program.limits().maxSegmentBytes().isPresent()
            && program.limits().segmentBoundaryMask().isPresent();
    return !INPUT.contains(rule) && (limitsKnown || !NEED_LIMITS.contains(rule));
  }

  /// The rule that a crash breaks.
  static String of(Stop stop) {
    return switch (stop) {
      case Stop.DriverFault(Stop.Kind kind, String _, var _) ->
          kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case Stop.NotExecutable _ -> "not-executable";
    };
  }
}
