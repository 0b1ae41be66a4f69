// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.path.P2pProvider.MapType;

/// The part of `struct device` that mapping asks for: masks, limits, coherence and trust.
///
/// Masks and boundaries are inclusive (`0xffffffff` is 32 bits); sizes are unsigned, in bytes.
public final class Device {
  /// `dma_get_max_seg_size()` of a device that set nothing (include/linux/dma-mapping.h, 7.3).
  public static final int DEFAULT_MAX_SEG_SIZE = 65536;

  /// `dma_get_seg_boundary()` of a device that set nothing.
  public static final long DEFAULT_SEG_BOUNDARY = -1L;

  private final boolean coherent;
  private final boolean untrusted;
  private final List<BusDmaRegion> dmaRangeMap;
  private final List<P2pProvider> peers;
  private final long busDmaLimit;
  private long dmaMask;
  private int maxSegSize = DEFAULT_MAX_SEG_SIZE;
  private long segBoundary = DEFAULT_SEG_BOUNDARY;
  private int minAlignMask;
  private boolean skipSync;
  private boolean prefer32Bit;

  /// A device as its bus sets it up; `busDmaLimit` 0 means none, an empty range map identity.
  public Device(
      long dmaMask,
      boolean coherent,
      boolean untrusted,
      long busDmaLimit,
      List<BusDmaRegion> dmaRangeMap,
      List<P2pProvider> peers) {
    this.dmaMask = dmaMask;
    this.coherent = coherent;
    this.untrusted = untrusted;
    this.busDmaLimit = busDmaLimit;
    this.dmaRangeMap = List.copyOf(dmaRangeMap);
    this.peers = List.copyOf(peers);
  }

  /// `*dev->dma_mask`.
  public long dmaMask() {
    return dmaMask;
  }

  /// Sets `*dev->dma_mask` without asking whether it is supported.
  public void setDmaMask(long mask) {
    dmaMask = mask;
  }

  /// `min_not_zero(dev->dma_mask, dev->bus_dma_limit)`.
  public long addressLimit() {
    if (busDmaLimit == 0) {
      return dmaMask;
    }
    return dmaMask == 0 || Long.compareUnsigned(busDmaLimit, dmaMask) < 0 ? busDmaLimit : dmaMask;
  }

  /// `dma_get_max_seg_size()`, unsigned.
  public int maxSegSize() {
    return maxSegSize;
  }

  /// `dma_set_max_seg_size()`.
  public void setMaxSegSize(int size) {
    maxSegSize = size;
  }

  /// `dma_get_seg_boundary()`.
  public long segBoundary() {
    return segBoundary;
  }

  /// `dma_set_seg_boundary()`.
  public void setSegBoundary(long mask) {
    segBoundary = mask;
  }

  /// `dma_get_min_align_mask()`.
  public int minAlignMask() {
    return minAlignMask;
  }

  /// `dma_set_min_align_mask()`.
  public void setMinAlignMask(int mask) {
    minAlignMask = mask;
  }

  /// `dev_is_dma_coherent()`.
  public boolean isCoherent() {
    return coherent;
  }

  /// `dev_is_untrusted()`: an external PCI device behind an IOMMU.
  public boolean isUntrusted() {
    return untrusted;
  }

  /// `dev_dma_skip_sync()`: syncs are no-ops because nothing needs them so far.
  public boolean skipSync() {
    return skipSync;
  }

  /// Sets what `dma_setup_need_sync()` decided.
  public void setSkipSync(boolean skip) {
    skipSync = skip;
  }

  /// `dev->iommu->pci_32bit_workaround`: IOVAs below 4 GiB are tried first.
  public boolean prefers32Bit() {
    return prefer32Bit;
  }

  /// Sets or ends the preference for IOVAs below 4 GiB.
  public void setPrefers32Bit(boolean prefer) {
    prefer32Bit = prefer;
  }

  /// `phys_to_dma()`; `DMA_MAPPING_ERROR` (-1) when `dev->dma_range_map` has no place for it.
  public long physToDma(long phys) {
    if (dmaRangeMap.isEmpty()) {
      return phys;
    }
    for (BusDmaRegion region : dmaRangeMap) {
      if (region.holdsPhys(phys)) {
        return region.dmaStart() + (phys - region.cpuStart());
      }
    }
    return -1L;
  }

  /// `dma_to_phys()`; -1 when `dev->dma_range_map` has no place for it.
  public long dmaToPhys(long bus) {
    if (dmaRangeMap.isEmpty()) {
      return bus;
    }
    for (BusDmaRegion region : dmaRangeMap) {
      if (region.holdsBus(bus)) {
        return region.cpuStart() + (bus - region.dmaStart());
      }
    }
    return -1L;
  }

  /// The provider whose memory `phys` is, if it is P2PDMA memory.
  public Optional<P2pProvider> peerAt(long phys) {
    if (peers.isEmpty()) {
      return Optional.empty();
    }
    return peers.stream().filter(p -> p.window().contains(phys)).findFirst();
  }

  /// `pci_p2pdma_state()`.
  public MapType p2pType(long phys) {
    return peers.isEmpty()
        ? MapType.NONE
        : peerAt(phys).map(P2pProvider::type).orElse(MapType.NONE);
  }

  /// `pci_p2pdma_bus_addr_map()`.
  public long p2pBusAddress(long phys) {
    return phys + peerAt(phys).map(P2pProvider::busOffset).orElse(0L);
  }
}
