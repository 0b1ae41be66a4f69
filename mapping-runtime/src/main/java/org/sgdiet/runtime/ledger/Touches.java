// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.sg.ScatterEntry;

/// Who owns the bytes of a mapping: the device from the map, the CPU from a sync for it, the device
/// again from a sync for the device (dma-api-howto.rst, "DMA Direction" and the sync rules, 7.3).
final class Touches {
  private record Bytes(long phys, long length) {
    boolean overlaps(long other, long size) {
      return phys < other + size && other < phys + length;
    }
  }

  private record Owned(Mapping mapping, List<Bytes> bytes) {}

  private final Map<Mapping, Owned> owned = new LinkedHashMap<>();

  void add(Mapping mapping, long phys, long size) {
    owned.put(mapping, new Owned(mapping, List.of(new Bytes(phys, size))));
  }

  /// The bytes of a whole list belong to its first out side.
  void addList(Mapping mapping, ScatterEntry sg, int nents) {
    List<Bytes> bytes = new ArrayList<>(nents);
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      bytes.add(new Bytes(s.phys(), s.lengthBytes()));
    }
    owned.put(mapping, new Owned(mapping, bytes));
  }

  void remove(Mapping mapping) {
    owned.remove(mapping);
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
    return owned.values().stream()
        .filter(o -> write || o.mapping().dir != Direction.TO_DEVICE)
        .filter(o -> o.bytes().stream().anyMatch(b -> b.overlaps(phys, length)))
        .filter(o -> !ownedByCpu(o, phys, length))
        .map(Owned::mapping)
        .min(java.util.Comparator.comparingInt(Mapping::at));
  }

  private static boolean ownedByCpu(Owned o, long phys, long length) {
    Mapping m = o.mapping();
    if (m.kind == Mapping.Kind.SG) {
      return m.cpuTo != 0;
    }
    return phys - m.phys >= m.cpuFrom && phys - m.phys + length <= m.cpuTo;
  }
}
