// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import java.util.ArrayList;
import java.util.Comparator;
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
  }

  private final Map<Mapping, List<Bytes>> owned = new HashMap<>();

  /// The same bytes by where they begin: several mappings may share a buffer.
  private final NavigableMap<Long, List<Bytes>> byPhys = new TreeMap<>();

  /// None of them is longer, in bytes.
  private long longest;

  void add(Mapping mapping, long phys, long size) {
    own(mapping, List.of(new Bytes(mapping, phys, size)));
  }

  private void own(Mapping mapping, List<Bytes> bytes) {
    owned.put(mapping, bytes);
    for (Bytes b : bytes) {
      byPhys.computeIfAbsent(b.phys(), _ -> new ArrayList<>(1)).add(b);
      longest = Math.max(longest, b.length());
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
      byPhys.computeIfPresent(b.phys(), (_, all) -> all.remove(b) && all.isEmpty() ? null : all);
    }
    if (owned.isEmpty()) {
      longest = 0;
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
    return byPhys.subMap(phys - longest, true, phys + length, false).values().stream()
        .flatMap(List::stream)
        .filter(b -> b.overlaps(phys, length))
        .map(Bytes::mapping)
        .filter(m -> write || m.dir != Direction.TO_DEVICE)
        .filter(m -> !ownedByCpu(m, phys, length))
        .min(Comparator.comparingInt(Mapping::at));
  }

  private static boolean ownedByCpu(Mapping m, long phys, long length) {
    if (m.kind == Mapping.Kind.SG) {
      return m.cpuTo != 0;
    }
    return phys - m.phys >= m.cpuFrom && phys - m.phys + length <= m.cpuTo;
  }
}
