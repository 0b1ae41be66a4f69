// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
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

  /// Touches of what the device has not written to, while it may not have looked at it either.
  private final List<Early> early = new ArrayList<>();

  /// Mappings that the device has run with.
  private final Set<Mapping> used = new HashSet<>();

  /// A touch that is right when a sync hands the memory to the device before that runs: the usual
  /// way to put the address of a structure into the structure itself.
  ///
  /// @param misuse what it is otherwise
  private record Early(Mapping mapping, long phys, long length, Misuse misuse) {}

  void add(Mapping mapping, long phys, long size) {
    own(mapping, List.of(new Bytes(mapping, phys, size)));
  }

  private void own(Mapping mapping, List<Bytes> bytes) {
    owned.put(mapping, bytes);
    for (Bytes b : bytes) {
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

  void remove(Mapping mapping) {
    used.remove(mapping);
    List<Bytes> bytes = owned.remove(mapping);
    if (bytes == null) {
      return;
    }
    for (Bytes b : bytes) {
      byPhys
          .getOrDefault(b.bits(), new TreeMap<>())
          .computeIfPresent(b.phys(), (_, all) -> all.remove(b) && all.isEmpty() ? null : all);
    }
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
    early.removeIf(e ->
        e.mapping() == mapping
            && (all
                || (e.phys() - mapping.phys >= from
                    && e.phys() - mapping.phys + e.length() <= to)));
    if (from < mapping.cpuTo && mapping.cpuFrom < to) {
      mapping.cpuFrom = 0;
      mapping.cpuTo = 0;
    }
  }

  /// The mapping through which the device owns a byte of the range, if the touch does harm: reading
  /// what the device only reads does none.
  Optional<Mapping> deviceOwner(long phys, long length, boolean write) {
    Optional<Mapping> first = Optional.empty();
    for (var some : byPhys.entrySet()) {
      long longest = 1L << some.getKey();
      for (List<Bytes> all : some.getValue().subMap(phys - longest, phys + length).values()) {
        for (Bytes b : all) {
          Mapping m = b.mapping();
          if (b.overlaps(phys, length)
              && (write || m.dir != Direction.TO_DEVICE)
              && !ownedByCpu(m, phys, length)
              && first.filter(f -> f.at() <= m.at()).isEmpty()) {
            first = Optional.of(m);
          }
        }
      }
    }
    return first;
  }

  /// Whether the device, which owns a mapping, cannot have written to it.
  boolean isUnwritten(Mapping mapping) {
    return mapping.dir == Direction.TO_DEVICE
        || (mapping.dir == Direction.BIDIRECTIONAL && !used.contains(mapping));
  }

  /// The CPU touched such a mapping.
  void touchedEarly(Mapping mapping, long phys, long length, Misuse misuse) {
    early.add(new Early(mapping, phys, length, misuse));
  }

  /// What the device did not get in time: it runs now.
  List<Misuse> late() {
    List<Misuse> late = early.stream().map(Early::misuse).toList();
    early.clear();
    used.addAll(owned.keySet());
    return late;
  }

  /// The same of one mapping, which ends now.
  List<Misuse> late(Mapping mapping) {
    List<Misuse> late =
        early.stream().filter(e -> e.mapping() == mapping).map(Early::misuse).toList();
    early.removeIf(e -> e.mapping() == mapping);
    return late;
  }

  private static boolean ownedByCpu(Mapping m, long phys, long length) {
    if (m.kind == Mapping.Kind.SG) {
      return m.cpuTo != 0;
    }
    return phys - m.phys >= m.cpuFrom && phys - m.phys + length <= m.cpuTo;
  }
}
