// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Position;

/// One thing that happened in a run and that a reviewer may want to see.
public sealed interface Event {

  /// Where the driver stood.
  Position at();

  /// A mapping was made.
  ///
  /// @param id names the mapping in this trace, from 1
  /// @param entries number of in sides, 1 for a single buffer
  record Mapped(
      Position at, int id, String call, Direction direction, int entries, List<Segment> segments)
      implements Event {}

  /// A mapping call failed.
  record MapFailed(Position at, String call, String result, boolean injected) implements Event {}

  /// A mapping ended; `id` is 0 when nothing that is known was unmapped.
  record Unmapped(Position at, int id, String call) implements Event {}

  /// A sync of a mapping; `id` as in [Unmapped].
  record Synced(Position at, int id, String call) implements Event {}

  /// A number that concerns the device was stored or handed over.
  ///
  /// @param bits width of the store
  /// @param value the number in the CPU's byte order
  record Stored(Position at, Sink sink, int bits, long value, List<Origin> origins)
      implements Event {}

  /// A call whose effect does not matter.
  record Called(Position at, String name) implements Event {}

  /// Memory or another resource was refused on purpose.
  record Refused(Position at, String call) implements Event {}

  /// The device worked through the descriptors that were written since it last did.
  record DeviceRan(Position at, List<Descriptor> descriptors) implements Event {}

  /// An entry of the script returned.
  record Returned(
      Position at, String function, Entry.Role role, Optional<Long> value, boolean success)
      implements Event {}

  /// The driver broke a rule of the DMA API.
  ///
  /// @param rule kebab-case name of the rule
  /// @param mappedAt where the mapping was made that it is about
  /// @param ofInput whether it rests on a handle, length or device that is an input of the run
  record Misused(
      Position at, String rule, String text, Optional<Position> mappedAt, boolean ofInput)
      implements Event {}

  /// The run ended early.
  record Stopped(Stop stop) implements Event {

    @Override
    public Position at() {
      return stop.at();
    }
  }
}
