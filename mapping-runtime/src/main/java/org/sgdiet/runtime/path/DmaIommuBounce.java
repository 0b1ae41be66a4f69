// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import org.sgdiet.runtime.sg.ScatterEntry;

/// The part of drivers/iommu/dma-iommu.c, 7.3, that bounces: devices that are not trusted with
/// whole granules, and small `kmalloc()` buffers of devices that are not coherent.
final class DmaIommuBounce {
  private final IommuDomain domain;
  private final Host host;

  DmaIommuBounce(IommuDomain domain) {
    this.domain = domain;
    host = domain.host;
  }

  /// `dev_use_swiotlb()` and `iova_unaligned()`: whether this buffer has to bounce.
  boolean applies(long phys, long size, Direction dir) {
    return (host.device().isUntrusted() || host.kmallocNeedsBounce(size, dir))
        && domain.offset(phys | size) != 0;
  }

  /// `dev_use_swiotlb()`.
  boolean considered(long size, Direction dir) {
    return host.device().isUntrusted() || host.kmallocNeedsBounce(size, dir);
  }

  /// `dev_use_sg_swiotlb()`: one small entry sends the whole list this way.
  boolean appliesToList(ScatterEntry sg, int nents, Direction dir) {
    if (host.device().isUntrusted()) {
      return true;
    }
    if (host.kmallocSafe(dir)) {
      return false;
    }
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (!host.kmallocSizeAligned(s.lengthBytes())) {
        return true;
      }
    }
    return false;
  }

  /// `iommu_dma_map_swiotlb()`: the bounce buffer's physical address or -1; what surrounds it in
  /// its granules is zeroed for a device that is not trusted.
  long map(long phys, long size, Direction dir) {
    Swiotlb swiotlb = host.swiotlb();
    long slot = swiotlb.mapSingle(phys, size, domain.iommu.granule() - 1);
    if (slot != -1L && host.device().isUntrusted()) {
      long start = slot - domain.offset(slot);
      host.cpu().zero(start, slot - start);
      host.cpu().zero(slot + size, domain.align(slot + size) - (slot + size));
      host.steps().add(Rule.UNTRUSTED_ZERO_PADDING, "padding around 0x%x+%d is zeroed", slot, size);
    }
    return slot;
  }
}
