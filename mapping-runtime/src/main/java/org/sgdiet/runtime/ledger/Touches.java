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
    long from = ref.address - mapping.address;
    long to = from + ref.size;
    if (mapping.kind == Mapping.Kind.SG) {
      from = 0;
      to = Long.MAX_VALUE;
    }
    if (toCpu) {
      boolean joins = from <= mapping.cpuTo && to >= mapping.cpuFrom;
      mapping.cpuFrom = joins ? Math.min(from, mapping.cpuFrom) : from;
      mapping.cpuTo = joins ? Math.max(to, mapping.cpuTo) : to;
    } else if (from < mapping.cpuTo && mapping.cpuFrom < to) {
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

  private static boolean ownedByCpu(Mapping m, long phys, long length) {
    if (m.kind == Mapping.Kind.SG) {
      return m.cpuTo != 0;
    }
    return phys - m.phys >= m.cpuFrom && phys - m.phys + length <= m.cpuTo;
  }
}
