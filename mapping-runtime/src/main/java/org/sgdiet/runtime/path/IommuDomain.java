// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.ArrayDeque;
import java.util.Deque;

/// The default domain of a device: IOVA space, page table, flush queue. The allocation and
/// unmapping half of drivers/iommu/dma-iommu.c, 7.3.
final class IommuDomain {
  /// `IOVA_DEFAULT_FQ_SIZE` less the slot that tells a full ring from an empty one.
  private static final int QUEUE_ROOM = 255;

  private static final long MASK_32 = 0xffff_ffffL;

  private record Freed(long pfn, long granules) {}

  final Host host;
  final Iommu iommu;
  final IoPageTable table;
  private final IovaDomain space;
  private final int shift;
  private final Deque<Freed> queue = new ArrayDeque<>();

  IommuDomain(Host host, Iommu iommu) {
    this.host = host;
    this.iommu = iommu;
    table = new IoPageTable(iommu, host.costs());
    space = new IovaDomain(iommu);
    shift = Long.numberOfTrailingZeros(iommu.granule());
  }

  /// `iova_offset()`.
  long offset(long address) {
    return address & (iommu.granule() - 1);
  }

  /// `iova_align()`.
  long align(long size) {
    return (size + iommu.granule() - 1) & -iommu.granule();
  }

  /// `iommu_dma_alloc_iova()`: 0 when there is no room.
  long allocate(long size) {
    Device device = host.device();
    long limit = device.addressLimit();
    if (Long.compareUnsigned(limit, iommu.apertureEnd()) > 0) {
      limit = iommu.apertureEnd();
    }
    host.costs().iovaAllocation();
    long pfn = 0;
    if (Long.compareUnsigned(limit, MASK_32) > 0 && device.prefers32Bit()) {
      pfn = space.allocate(size >>> shift, MASK_32 >>> shift, false);
      if (pfn == 0) {
        host.steps().add(Rule.IOVA_32BIT_FIRST, "no room below 4 GiB, use the whole space");
        device.setPrefers32Bit(false);
      }
    }
    if (pfn == 0) {
      pfn = space.allocate(size >>> shift, limit >>> shift, true);
    }
    if (host.steps().on()) {
      host.steps().add(Rule.IOVA_SIZE_ALIGNED, "%d bytes of IOVA at 0x%x", size, pfn << shift);
    }
    return pfn << shift;
  }

  /// `iommu_dma_free_iova()` without a flush queue.
  void free(long iova, long size) {
    space.free(iova >>> shift, size >>> shift);
  }

  /// `__iommu_dma_unmap()`: clears translations, flushes now or later, gives the range back.
  ///
  /// Returns the bytes that had a translation; fewer than asked for is the kernel's warning.
  long unmap(long bus, long size) {
    long start = bus - offset(bus);
    long length = align(size + offset(bus));
    long unmapped = table.unmap(start, length);
    if (iommu.lazy()) {
      host.steps().add(Rule.UNMAP_LAZY, "IOVA 0x%x+%d waits in the flush queue", start, length);
      queueFree(new Freed(start >>> shift, length >>> shift));
    } else {
      host.steps().add(Rule.UNMAP_STRICT, "flush and free IOVA 0x%x+%d", start, length);
      host.costs().iotlbFlush();
      space.free(start >>> shift, length >>> shift);
    }
    return unmapped;
  }

  /// `queue_iova()`: a full ring is flushed once, and everything in it becomes free.
  private void queueFree(Freed freed) {
    if (queue.size() == QUEUE_ROOM) {
      host.costs().iotlbFlush();
      queue.forEach(f -> space.free(f.pfn(), f.granules()));
      queue.clear();
    }
    queue.add(freed);
  }

  /// `__iommu_dma_map()`: a bus address, or `DMA_MAPPING_ERROR`.
  long map(long phys, long size, int prot) {
    long offset = offset(phys);
    long mask = Integer.toUnsignedLong(host.device().minAlignMask());
    if (Long.compareUnsigned(mask, iommu.granule() - 1) > 0) {
      host.steps().add(Rule.IOMMU_MIN_ALIGN, "min_align_mask 0x%x is above the granule", mask);
      return -1L;
    }
    long length = align(size + offset);
    long iova = allocate(length);
    if (iova == 0) {
      return -1L;
    }
    if (table.map(iova, phys - offset, length, prot) != 0) {
      free(iova, length);
      return -1L;
    }
    return iova + offset;
  }
}
