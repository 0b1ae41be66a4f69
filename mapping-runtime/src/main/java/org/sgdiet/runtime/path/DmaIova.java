// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// The two-step calls of drivers/iommu/dma-iommu.c, 7.3: take a range of IOVA, link memory into it.
public final class DmaIova {
  private final IommuDomain domain;
  private final DmaIommuBounce bounce;
  private final Host host;
  private final Device device;

  DmaIova(IommuDomain domain, DmaIommuBounce bounce) {
    this.domain = domain;
    this.bounce = bounce;
    host = domain.host;
    device = host.device();
  }

  /// The granule of the domain, in bytes.
  public long granule() {
    return domain.iommu.granule();
  }

  /// A batch that the IOMMU layer itself lays out, for at most `span` bytes of IOVA.
  public DmaIommuBatch batch(long span, Direction dir, long attrs) {
    return new DmaIommuBatch(domain, bounce, span, dir, attrs);
  }

  /// The bytes of IOVA that such a batch needs for buffers in this order.
  public long batchSpan(long[] phys, long[] length) {
    return DmaIommuBatch.span(domain, device.segBoundary(), phys, length);
  }

  /// `dma_iova_try_alloc()`; `phys` gives the low bits alone.
  public boolean tryAlloc(IovaState state, long phys, long size) {
    state.set(0, 0);
    if (size <= 0) {
      host.steps().add(Rule.IOVA_SIZE_REFUSED, "size %s", Long.toUnsignedString(size));
      return false;
    }
    long offset = domain.offset(phys);
    long iova = domain.allocate(domain.align(size + offset));
    if (iova == 0) {
      host.steps().add(Rule.IOVA_EXHAUSTED, "no IOVA for %d bytes", size);
      return false;
    }
    state.set(iova + offset, size);
    return true;
  }

  /// `dma_iova_free()`: `state` keeps its values, as in the kernel.
  public void free(IovaState state) {
    long pad = domain.offset(state.address());
    domain.free(state.address() - pad, domain.align(state.size() + pad));
  }

  /// `dma_iova_link()`: 0 or `-errno`; nothing is flushed.
  public int link(IovaState state, long phys, long offset, long size, Direction dir, long attrs) {
    long pad = domain.offset(phys);
    if (pad != 0 && offset != 0) {
      host.steps().add(Rule.LINK_START_ALIGNED, "phys 0x%x at offset %d", phys, offset);
      return -Errno.EIO;
    }
    boolean requireCoherent = Attrs.any(attrs, Attrs.REQUIRE_COHERENT);
    if (requireCoherent && (state.usesSwiotlb() || !device.isCoherent())) {
      host.steps().add(Rule.LINK_REQUIRE_COHERENT, "not possible for this range");
      return -Errno.EOPNOTSUPP;
    }
    if (bounce.applies(phys, size, dir)) {
      if (Attrs.any(attrs, Attrs.MMIO | Attrs.REQUIRE_COHERENT)) {
        host.steps().add(Rule.LINK_REFUSES_ATTRS, "attrs 0x%x cannot bounce", attrs);
        return -Errno.EPERM;
      }
      return linkBounced(state, phys, offset, size, dir, attrs);
    }
    return linkRange(
        state.address() + offset - pad, phys - pad, domain.align(size + pad), dir, attrs);
  }

  /// `__dma_iova_link()`.
  private int linkRange(long iova, long phys, long size, Direction dir, long attrs) {
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC | Attrs.MMIO)) {
      host.syncForDevice(phys, size, dir);
    }
    int error = domain.table.mapNosync(iova, phys, size, IoPageTable.protection(dir));
    if (host.steps().on()) {
      Rule rule = error == 0 ? Rule.LINK_MAPS : Rule.LINK_MAP_FAILS;
      host.steps().add(rule, "iova 0x%x -> phys 0x%x, %d bytes: %d", iova, phys, size, error);
    }
    return error;
  }

  /// `iommu_dma_iova_link_swiotlb()`: head and tail bounce, whole granules between them do not.
  private int linkBounced(
      IovaState state, long phys, long offset, long size, Direction dir, long attrs) {
    long startPad = domain.offset(phys);
    long endPad = domain.offset(phys + size);
    long iova = state.address() + offset;
    long mapped = 0;
    long left = size;
    if (startPad != 0) {
      long head = Math.min(left, granule() - startPad);
      int error = bounceAndLink(iova, phys, head, dir, attrs, startPad);
      if (error != 0) {
        return error;
      }
      state.markSwiotlb();
      mapped = head;
      left -= head;
      if (left == 0) {
        return 0;
      }
    }
    left -= endPad;
    int error = 0;
    if (left != 0) {
      error = linkRange(iova + mapped, phys + mapped, left, dir, attrs);
      mapped += error == 0 ? left : 0;
    }
    if (error == 0 && endPad != 0) {
      error = bounceAndLink(iova + mapped, phys + mapped, endPad, dir, attrs, 0);
      if (error == 0) {
        state.markSwiotlb();
      }
    }
    if (error != 0 && mapped != 0) {
      unlink(state, offset, mapped, dir, attrs);
    }
    return error;
  }

  /// `iommu_dma_iova_bounce_and_link()`.
  private int bounceAndLink(
      long iova, long phys, long length, Direction dir, long attrs, long startPad) {
    long slot = bounce.map(phys, length, dir);
    if (slot == -1L) {
      return -Errno.ENOMEM;
    }
    int error = linkRange(iova - startPad, slot - startPad, domain.align(length), dir, attrs);
    if (error != 0) {
      host.swiotlb().unmapSingle(slot, length, dir, attrs);
    }
    return error;
  }

  /// `dma_iova_sync()`: makes what was linked visible to the device.
  public int sync(IovaState state, long offset, long size) {
    host.steps().add(Rule.IOVA_SYNC, "IOTLB sync of %d bytes at offset %d", size, offset);
    domain.table.sync();
    return 0;
  }

  /// `dma_iova_unlink()`: the bytes of IOVA that were still linked.
  public long unlink(IovaState state, long offset, long size, Direction dir, long attrs) {
    long iova = state.address() + offset;
    boolean maintain = !device.isCoherent() && !Attrs.any(attrs, Attrs.SKIP_CPU_SYNC | Attrs.MMIO);
    if (state.usesSwiotlb() || maintain) {
      unlinkSlow(iova, size, dir, attrs, maintain);
    }
    long pad = domain.offset(iova);
    long unmapped = domain.table.unmap(iova - pad, domain.align(size + pad));
    host.costs().iotlbFlush();
    if (unmapped != domain.align(size + pad)) {
      host.steps().add(Rule.UNLINK_WARNS, "%d of %d bytes were linked", unmapped, size);
    }
    return unmapped;
  }

  /// `iommu_dma_iova_unlink_range_slow()`: granule by granule, for caches and bounce buffers.
  private void unlinkSlow(long iova, long size, Direction dir, long attrs, boolean maintain) {
    long end = iova + size;
    for (long at = iova; Long.compareUnsigned(at, end) < 0; ) {
      long phys = domain.table.iovaToPhys(at);
      if (phys == 0) {
        host.steps().add(Rule.UNLINK_WARNS, "nothing is linked at 0x%x", at);
        return;
      }
      long length = Math.min(end - at, granule() - domain.offset(at));
      if (maintain) {
        host.syncForCpu(phys, length, dir);
      }
      host.swiotlb().unmapSingle(phys, length, dir, attrs);
      at += length;
    }
  }

  /// `dma_iova_destroy()`: unlinks the first `mappedLength` bytes and frees the whole range.
  public long destroy(IovaState state, long mappedLength, Direction dir, long attrs) {
    long unmapped = mappedLength == 0 ? 0 : unlink(state, 0, mappedLength, dir, attrs);
    free(state);
    return unmapped;
  }
}
