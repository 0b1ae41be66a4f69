// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.sg.ScatterEntry;

/// Who owns the bytes of a mapping: the device from the map, the CPU from a sync for it, the device
/// again from a sync for the device (dma-api-howto.rst, "DMA Direction" and the sync rules, 7.3).
final class Touches {
  private record Bytes(Mapping mapping, long phys, long length) {
    boolean overlaps(long other, long size) {
      return phys < other + size && other < phys + length;
    }

    /// How many bits the length has: it is less than `1 << bits`.
    int bits() {
      return Long.SIZE - Long.numberOfLeadingZeros(length);
    }
  }

  private final Map<Mapping, List<Bytes>> owned = new HashMap<>();

  /// The same bytes by the bits of their length and by where they begin: one long mapping does not
  /// make all short ones candidates for each touch, and several mappings may share a buffer.
  private final Map<Integer, NavigableMap<Long, List<Bytes>>> byPhys = new TreeMap<>();

  private final EarlyTouches early = new EarlyTouches();

  /// No byte below `lowest`, nor at `highest` or above, is mapped.
  private long lowest = Long.MAX_VALUE;

  private long highest = Long.MIN_VALUE;

  void add(Mapping mapping, long phys, long size) {
    own(mapping, List.of(new Bytes(mapping, phys, size)));
  }

  private void own(Mapping mapping, List<Bytes> bytes) {
    owned.put(mapping, bytes);
    for (Bytes b : bytes) {
      lowest = Math.min(lowest, b.phys());
      highest = Math.max(highest, b.phys() + b.length());
      byPhys
          .computeIfAbsent(b.bits(), _ -> new TreeMap<>())
          .computeIfAbsent(b.phys(), _ -> new ArrayList<>(1))
          .add(b);
    }
  }

  /// The bytes of a whole list belong to its first out side.
  void addList(Mapping mapping, ScatterEntry sg, int nents) {
    List<Bytes> bytes = new ArrayList<>(nents);
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      bytes.add(new Bytes(mapping, s.phys(), s.lengthBytes()));
    }
    own(mapping, bytes);
  }

  /// A mapping ends.
  ///
  /// @return what the CPU has done to its memory and the device did not get in time
  List<Misuse> remove(Mapping mapping) {
    for (Bytes b : Optional.ofNullable(owned.remove(mapping)).orElse(List.of())) {
      byPhys
          .getOrDefault(b.bits(), new TreeMap<>())
          .computeIfPresent(b.phys(), (_, all) -> all.remove(b) && all.isEmpty() ? null : all);
    }
    if (owned.isEmpty()) {
      lowest = Long.MAX_VALUE;
      highest = Long.MIN_VALUE;
    }
    return early.end(mapping);
  }

  /// A sync moved `[ref.address, ref.address + ref.size)` to one side.
  void sync(Mapping mapping, Mapping ref, boolean toCpu) {
    boolean all = mapping.kind == Mapping.Kind.SG;
    long from = all ? 0 : ref.address - mapping.address;
    long to = all ? Long.MAX_VALUE : from + ref.size;
    if (toCpu) {
      boolean joins = from <= mapping.cpuTo && to >= mapping.cpuFrom;
      mapping.cpuFrom = joins ? Math.min(from, mapping.cpuFrom) : from;
      mapping.cpuTo = joins ? Math.max(to, mapping.cpuTo) : to;
      return;
    }
    early.handOver(mapping, from, to);
    if (from < mapping.cpuTo && mapping.cpuFrom < to) {
      mapping.cpuFrom = 0;
      mapping.cpuTo = 0;
    }
  }

  /// What is wrong with a touch of `[phys, phys + length)` by the CPU at `at`: the device owns a
  /// byte of it. Reading what the device only reads does no harm; of memory that the device has not
  /// written to it is told when the device runs, unless a sync has handed it over by then.
  Optional<Misuse> touch(long phys, long length, boolean write, int at) {
    Optional<Mapping> owner = deviceOwner(phys, length, write);
    Optional<Misuse> misuse =
        owner.map(m -> new Misuse.TouchesMemoryWhileMapped(at, m.at, phys, length, write));
    if (owner.filter(early::isUnwritten).isPresent()) {
      early.add(owner.get(), phys, length, misuse.orElseThrow());
      return Optional.empty();
    }
    return misuse;
  }

  /// The first mapping through which the device owns a byte of the range.
  private Optional<Mapping> deviceOwner(long phys, long length, boolean write) {
    Optional<Mapping> first = Optional.empty();
    if (phys >= highest || phys + length <= lowest) {
      return first;
    }
    for (var some : byPhys.entrySet()) {
      long longest = 1L << some.getKey();
      for (List<Bytes> all : some.getValue().subMap(phys - longest, phys + length).values()) {
        for (Bytes b : all) {
          if (b.overlaps(phys, length)
              && isHarmed(b.mapping(), phys, length, write)
              && first.filter(f -> f.at() <= b.mapping().at()).isEmpty()) {
            first = Optional.of(b.mapping());
          }
        }
      }
    }
    return first;
  }

  private static boolean isHarmed(Mapping m, long phys, long length, boolean write) {
    return (write || m.dir != Direction.TO_DEVICE) && !ownedByCpu(m, phys, length);
  }

  /// The device runs with all that is mapped.
  ///
  /// @return what it did not get in time
  List<Misuse> deviceRuns() {
    return early.deviceRuns(owned.keySet());
  }

  private static boolean ownedByCpu(Mapping m, long phys, long length) {
    if (m.kind == Mapping.Kind.SG) {
      return m.cpuTo != 0;
    }
    return phys - m.phys >= m.cpuFrom && phys - m.phys + length <= m.cpuTo;
  }
}
