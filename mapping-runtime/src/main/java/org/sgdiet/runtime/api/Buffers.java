// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.memory.MemoryKind;
import org.sgdiet.runtime.memory.MemoryRange;
import org.sgdiet.runtime.memory.PhysAddr;

/// Where a driver's buffers come from: each zone hands out memory from its bottom up,
/// deterministically, and takes nothing back.
public final class Buffers {
  /// A part of the profile's memory.
  public enum Zone {
    /// Memory below 4 GiB.
    LOW,
    /// Memory above 4 GiB, with a kernel pointer or without.
    HIGH,
    /// Memory of a kernel stack.
    STACK,
    /// Kernel text.
    TEXT,
    /// A device's registers.
    MMIO,
    /// Peer memory below the same switch.
    PEER_BUS_ADDRESS,
    /// Peer memory behind the host bridge.
    PEER_HOST_BRIDGE,
    /// Peer memory out of reach.
    PEER_UNREACHABLE
  }

  private static final long FOUR_GIB = 1L << 32;

  private final Map<Zone, MemoryRange> zones = new EnumMap<>(Zone.class);
  private final Map<Zone, Long> next = new EnumMap<>(Zone.class);

  Buffers(Profile profile) {
    for (MemoryRange range : profile.memory()) {
      zoneOf(range).ifPresent(zone -> keepLarger(zone, range));
    }
    for (var peer : profile.device().peers()) {
      switch (peer.type()) {
        case BUS_ADDR -> zones.put(Zone.PEER_BUS_ADDRESS, peer.window());
        case THRU_HOST_BRIDGE -> zones.put(Zone.PEER_HOST_BRIDGE, peer.window());
        case NOT_SUPPORTED -> zones.put(Zone.PEER_UNREACHABLE, peer.window());
        case NONE -> {}
      }
    }
    zones.forEach((zone, range) -> next.put(zone, range.start()));
    zones.computeIfPresent(Zone.LOW, (_, r) -> belowPool(profile, r));
  }

  /// The range that a zone covers, if the profile has such memory.
  public Optional<MemoryRange> zone(Zone zone) {
    return Optional.ofNullable(zones.get(zone));
  }

  /// `bytes` bytes whose address is a multiple of `align`, a power of two, plus `offset`.
  public PhysAddr allocate(Zone zone, long bytes, long align, long offset) {
    MemoryRange range = zones.get(zone);
    Long from = next.get(zone);
    if (range == null || from == null) {
      throw new IllegalArgumentException("this profile has no memory in zone " + zone);
    }
    long start = ((from + align - 1) & -align) + offset;
    if (bytes < 0 || start + bytes > range.end()) {
      throw new IllegalArgumentException(
          "zone %s has no room for %d bytes at 0x%x".formatted(zone, bytes, start));
    }
    next.put(zone, start + bytes);
    return new PhysAddr(start);
  }

  /// Whole pages: `bytes` bytes from a page boundary.
  public PhysAddr allocatePages(Zone zone, long bytes, long pageSize) {
    return allocate(zone, (bytes + pageSize - 1) & -pageSize, pageSize, 0);
  }

  private void keepLarger(Zone zone, MemoryRange range) {
    MemoryRange known = zones.get(zone);
    if (known == null || known.length() < range.length()) {
      zones.put(zone, range);
    }
  }

  private static Optional<Zone> zoneOf(MemoryRange range) {
    boolean low = Long.compareUnsigned(range.start(), FOUR_GIB) < 0;
    return switch (range.kind()) {
      case RAM -> Optional.of(low ? Zone.LOW : Zone.HIGH);
      case HIGHMEM -> Optional.of(Zone.HIGH);
      case STACK -> Optional.of(Zone.STACK);
      case KERNEL_TEXT -> Optional.of(Zone.TEXT);
      case MMIO -> Optional.of(Zone.MMIO);
      case P2PDMA -> Optional.empty();
    };
  }

  /// Buffers stay clear of the bounce pool at the top of low memory.
  private static MemoryRange belowPool(Profile profile, MemoryRange low) {
    long pool = profile.platform().pool().start();
    return low.contains(pool) && pool > low.start()
        ? new MemoryRange(low.start(), pool - low.start(), MemoryKind.RAM)
        : low;
  }
}
