// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import org.sgdiet.runtime.program.Position;

/// Why a run ended before the script did.
public sealed interface Stop {

  /// Where the driver stood.
  Position at();

  /// What happened, in one sentence.
  String message();

  /// The driver did what crashes or corrupts a kernel.
  record DriverFault(Kind kind, String message, Position at) implements Stop {}

  /// The machine does not know how to go on; says nothing about the driver.
  record NotExecutable(String message, Position at) implements Stop {}

  /// What a driver may not do.
  enum Kind {
    NULL_DEREFERENCE,
    /// Of a list or a buffer from outside.
    OUT_OF_BOUNDS,
    /// Of memory of the driver's own, whose size or index may be a number that it was given.
    OUT_OF_OWN_BOUNDS,
    USE_AFTER_FREE,
    UNINITIALISED_READ,
    DIVISION,
    BAD_FREE,
    WALK_BEHIND_THE_END,
    KERNEL_BUG,
    /// `BUG_ON()` and the like in the driver's own text.
    BUG_ON
  }

  /// Carries a [Stop] out of the interpreter.
  final class Signal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Stop stop;

    Signal(Stop stop) {
      super(stop.message(), null, false, false);
      this.stop = stop;
    }

    Stop stop() {
      return stop;
    }
  }
}
