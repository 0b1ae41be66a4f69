// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.Optional;
import java.util.OptionalInt;
import org.sgdiet.runtime.path.Direction;

/// What a run does besides the ordinary.
///
/// @param direction of the transfer, where the program leaves it open
/// @param failing which of the operations that can fail has to, counted from 0
/// @param choice which opaque call returns something else
public record Plan(Direction direction, OptionalInt failing, Optional<Choice> choice) {

  /// Nothing special, data to the device.
  public static final Plan ORDINARY =
      new Plan(Direction.TO_DEVICE, OptionalInt.empty(), Optional.empty());

  /// An opaque call, counted from 0 among those with more than one outcome, and the outcome it
  /// takes.
  public record Choice(int call, int outcome) {}

  /// The same with one operation failing.
  public Plan failing(int operation) {
    return new Plan(direction, OptionalInt.of(operation), choice);
  }

  /// The same with another direction.
  public Plan towards(Direction other) {
    return new Plan(other, failing, choice);
  }

  /// The same with an opaque call answering otherwise.
  public Plan choosing(Choice other) {
    return new Plan(direction, failing, Optional.of(other));
  }
}
