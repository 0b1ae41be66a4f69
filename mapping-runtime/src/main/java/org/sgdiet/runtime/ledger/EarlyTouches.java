// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.sgdiet.runtime.path.Direction;

/// Touches of mapped memory that the device has not written to, and may not have looked at either.
/// One is right when a sync hands the memory over before the device runs: the usual way to put the
/// address of a structure into the structure itself.
final class EarlyTouches {

  /// @param misuse what it is unless it is handed over in time
  private record Touch(Mapping mapping, long phys, long length, Misuse misuse) {}

  private final List<Touch> open = new ArrayList<>();

  /// Mappings that the device has run with.
  private final Set<Mapping> used = new HashSet<>();

  /// Whether the device, which owns a mapping, cannot have written to it.
  boolean isUnwritten(Mapping mapping) {
    return mapping.dir == Direction.TO_DEVICE
        || (mapping.dir == Direction.BIDIRECTIONAL && !used.contains(mapping));
  }

  void add(Mapping mapping, long phys, long length, Misuse misuse) {
    open.add(new Touch(mapping, phys, length, misuse));
  }

  /// A sync gives the device the bytes `[from, to)` of a mapping, counted from its begin; all of a
  /// list.
  void handOver(Mapping mapping, long from, long to) {
    boolean list = mapping.kind == Mapping.Kind.SG;
    open.removeIf(t -> {
      long start = t.phys() - mapping.phys;
      return t.mapping() == mapping && (list || (start >= from && start + t.length() <= to));
    });
  }

  /// What the device did not get in time.
  ///
  /// @param live the mappings it runs with now
  List<Misuse> deviceRuns(Collection<Mapping> live) {
    used.addAll(live);
    return take(_ -> true);
  }

  /// The same of one mapping, which ends now.
  List<Misuse> end(Mapping mapping) {
    used.remove(mapping);
    return take(t -> t.mapping() == mapping);
  }

  private List<Misuse> take(Predicate<Touch> wanted) {
    List<Misuse> taken = open.stream().filter(wanted).map(Touch::misuse).toList();
    open.removeIf(wanted);
    return taken;
  }
}
