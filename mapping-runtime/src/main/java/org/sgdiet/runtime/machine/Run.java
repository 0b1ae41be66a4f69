// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.runtime.path.Costs;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Position;

/// What one run showed.
///
/// @param failable the operations that could have been made to fail, in the order they were called
/// @param failableAt where each of them is called
/// @param choices number of opaque calls that could have answered otherwise
/// @param usesShape whether anything of the input shape was asked for
/// @param usesDirection whether the direction of the plan was asked for
/// @param mapped whether every entry that maps returned success
/// @param unmapped whether entries that unmap ran
/// @param stillMapped lists, ranges and IOVA ranges that are mapped when all entries have run
/// @param cleanUpBroke whether what callers may run after the error broke a rule when it was tried:
///   then the run does not tell what stays mapped
/// @param unasked handles of failed mappings that the driver did not ask dma_mapping_error() about
/// @param lines of the driver that the run came by
public record Run(
    String profile,
    InputShape shape,
    Plan plan,
    List<Event> events,
    Optional<Stop> stop,
    List<Operation> failable,
    List<Position> failableAt,
    int choices,
    boolean usesShape,
    boolean usesDirection,
    boolean mapped,
    boolean unmapped,
    int stillMapped,
    boolean cleanUpBroke,
    int unasked,
    Costs.Snapshot costs,
    int steps,
    Lines lines) {

  private static final int EVENT_STEPS = 10;

  public Run {
    events = List.copyOf(events);
  }

  /// What the run costs to make, in steps: an event is kept and compared beside those that led to
  /// it.
  public long work() {
    return steps + (long) EVENT_STEPS * events.size();
  }

  /// The rules that were broken, in order.
  public List<Event.Misused> misuses() {
    return events.stream()
        .filter(Event.Misused.class::isInstance)
        .map(Event.Misused.class::cast)
        .toList();
  }

  /// The descriptors that the device worked through, in order.
  public List<Descriptor> descriptors() {
    return events.stream()
        .filter(Event.DeviceRan.class::isInstance)
        .flatMap(e -> ((Event.DeviceRan) e).descriptors().stream())
        .toList();
  }

  /// The mappings that no unmap ended, in order.
  public List<Event.Mapped> leftMapped() {
    Set<Integer> ended =
        events.stream()
            .filter(Event.Unmapped.class::isInstance)
            .map(e -> ((Event.Unmapped) e).id())
            .collect(Collectors.toSet());
    return events.stream()
        .filter(Event.Mapped.class::isInstance)
        .map(Event.Mapped.class::cast)
        .filter(m -> !ended.contains(m.id()))
        .toList();
  }

  /// Mappings that are live when the entry that maps returns.
  public int mappedAtReturn() {
    Set<Integer> live = new HashSet<>();
    for (Event event : events) {
      if (event instanceof Event.Mapped m) {
        live.add(m.id());
      } else if (event instanceof Event.Unmapped u) {
        live.remove(u.id());
      } else if (event instanceof Event.Returned r && r.role() == Entry.Role.MAP) {
        return live.size();
      }
    }
    return 0;
  }

  /// Number of mappings made.
  public long mappings() {
    return events.stream().filter(Event.Mapped.class::isInstance).count();
  }
}
