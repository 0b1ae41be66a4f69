// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.Optional;
import org.sgdiet.runtime.memory.BusTranslation;
import org.sgdiet.runtime.sg.ScatterEntry;

/// The path through an IOMMU that the DMA layer drives itself: drivers/iommu/dma-iommu.c, 7.3.
public final class DmaIommuPath implements MappingPath {
  private final Host host;
  private final Device device;
  private final IommuDomain domain;
  private final DmaIommuBounce bounce;
  private final DmaIova iova;
  private final SgSegments segments;

  public DmaIommuPath(Host host, Iommu iommu) {
    this.host = host;
    device = host.device();
    domain = new IommuDomain(host, iommu);
    bounce = new DmaIommuBounce(domain);
    iova = new DmaIova(domain, bounce);
    segments = new SgSegments(domain);
  }

  /// Granules that have a translation now.
  public long mappedGranules() {
    return domain.table.mappedGranules();
  }

  /// `iommu_dma_map_sg()`.
  @Override
  public int mapSg(ScatterEntry sg, int nents, Direction dir, long attrs) {
    if (bounce.appliesToList(sg, nents, dir)) {
      host.steps().add(Rule.SG_BOUNCES_PER_ENTRY, "the list is mapped entry by entry");
      return mapSgBounced(sg, nents, dir, attrs);
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC)) {
      syncSgForDevice(sg, nents, dir);
    }
    long length = segments.layOut(sg, nents);
    if (length == -Errno.EREMOTEIO) {
      SgSegments.invalidate(sg, nents);
      return -Errno.EREMOTEIO;
    }
    if (length == 0) {
      return segments.finalise(sg, nents, 0);
    }
    long base = domain.allocate(length);
    if (base == 0) {
      host.steps().add(Rule.IOVA_EXHAUSTED, "no IOVA for %s bytes", Long.toUnsignedString(length));
      SgSegments.invalidate(sg, nents);
      return -Errno.ENOMEM;
    }
    long mapped = mapList(base, sg, nents, IoPageTable.protection(dir));
    if (mapped < 0 || Long.compareUnsigned(mapped, length) < 0) {
      host.steps().add(Rule.SG_MAP_FAILS, "page table took %d of %d bytes", mapped, length);
      domain.free(base, length);
      SgSegments.invalidate(sg, nents);
      return mapped == -Errno.ENOMEM ? -Errno.ENOMEM : -Errno.EINVAL;
    }
    return segments.finalise(sg, nents, base);
  }

  /// `iommu_map_sg()`: physically contiguous neighbours in one call, one sync for all.
  private long mapList(long base, ScatterEntry sg, int nents, int prot) {
    long mapped = 0;
    long length = 0;
    long start = 0;
    ScatterEntry s = sg;
    for (int i = 0; i <= nents; ) {
      long phys = s.phys();
      if (length != 0 && phys != start + length) {
        int error = domain.table.mapNosync(base + mapped, start, length, prot);
        if (error != 0) {
          domain.table.unmap(base, mapped);
          host.costs().iotlbFlush();
          return error;
        }
        mapped += length;
        length = 0;
      }
      if (i < nents && !s.isBusAddress()) {
        if (length == 0) {
          start = phys;
        }
        length += s.lengthBytes();
      }
      i++;
      s = s.stepIf(i < nents);
    }
    domain.table.sync();
    return mapped;
  }

  /// `iommu_dma_map_sg_swiotlb()`: marks the first entry and maps each by itself.
  private int mapSgBounced(ScatterEntry sg, int nents, Direction dir, long attrs) {
    sg.markSwiotlb();
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      s.setDmaAddress(mapPhys(s.phys(), s.lengthBytes(), dir, attrs));
      if (s.dmaAddress() == -1L) {
        unmapSgBounced(sg, i, dir, attrs | Attrs.SKIP_CPU_SYNC);
        return -Errno.EIO;
      }
      s.setDmaLength(s.length());
    }
    return nents;
  }

  private void unmapSgBounced(ScatterEntry sg, int nents, Direction dir, long attrs) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      unmapPhys(s.dmaAddress(), s.dmaLengthBytes(), dir, attrs);
    }
  }

  /// `iommu_dma_unmap_sg()`: from the first out side to the end of the last, in one piece.
  @Override
  public void unmapSg(ScatterEntry sg, int nents, Direction dir, long attrs) {
    if (sg.isSwiotlb()) {
      unmapSgBounced(sg, nents, dir, attrs);
      return;
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC)) {
      syncSgForCpu(sg, nents, dir);
    }
    boolean found = false;
    long start = 0;
    long end = 0;
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (s.isBusAddress()) {
        s.markBusAddress(false);
        continue;
      }
      if (s.dmaLength() == 0) {
        break;
      }
      if (!found) {
        start = s.dmaAddress();
        found = true;
      }
      end = s.dmaAddress() + s.dmaLengthBytes();
    }
    if (end != 0) {
      domain.unmap(start, end - start);
    }
  }

  /// `iommu_dma_map_phys()`.
  @Override
  public long mapPhys(long phys, long size, Direction dir, long attrs) {
    long at = phys;
    if (!Attrs.any(attrs, Attrs.MMIO) && bounce.applies(phys, size, dir)) {
      if (Attrs.any(attrs, Attrs.REQUIRE_COHERENT)) {
        host.steps().add(Rule.UNTRUSTED_REFUSES_ATTRS, "attrs 0x%x cannot bounce", attrs);
        return -1L;
      }
      at = bounce.map(phys, size, dir);
      if (at == -1L) {
        return -1L;
      }
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC | Attrs.MMIO)) {
      host.syncForDevice(at, size, dir);
    }
    long bus = domain.map(at, size, IoPageTable.protection(dir));
    if (bus == -1L && !Attrs.any(attrs, Attrs.MMIO | Attrs.REQUIRE_COHERENT)) {
      host.swiotlb().unmapSingle(at, size, dir, attrs);
    }
    return bus;
  }

  /// `iommu_dma_unmap_phys()`.
  @Override
  public void unmapPhys(long bus, long size, Direction dir, long attrs) {
    if (Attrs.any(attrs, Attrs.MMIO | Attrs.REQUIRE_COHERENT)) {
      domain.unmap(bus, size);
      return;
    }
    long phys = domain.table.iovaToPhys(bus);
    if (phys == 0) {
      host.steps().add(Rule.UNMAP_NOT_MAPPED, "bus 0x%x has no translation", bus);
      return;
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC)) {
      host.syncForCpu(phys, size, dir);
    }
    domain.unmap(bus, size);
    host.swiotlb().unmapSingle(phys, size, dir, attrs);
  }

  /// `iommu_dma_sync_single_for_cpu()`.
  @Override
  public void syncSingleForCpu(long bus, long size, Direction dir) {
    if (device.isCoherent() && !bounce.considered(size, dir)) {
      return;
    }
    long phys = domain.table.iovaToPhys(bus);
    host.syncForCpu(phys, size, dir);
    host.swiotlb().syncForCpu(phys, size, dir);
  }

  /// `iommu_dma_sync_single_for_device()`.
  @Override
  public void syncSingleForDevice(long bus, long size, Direction dir) {
    if (device.isCoherent() && !bounce.considered(size, dir)) {
      return;
    }
    long phys = domain.table.iovaToPhys(bus);
    host.swiotlb().syncForDevice(phys, size, dir);
    host.syncForDevice(phys, size, dir);
  }

  /// `iommu_dma_sync_sg_for_cpu()`: by the in side, unless the list was bounced.
  @Override
  public void syncSgForCpu(ScatterEntry sg, int nents, Direction dir) {
    ScatterEntry s = sg;
    if (sg.isSwiotlb()) {
      for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
        syncSingleForCpu(s.dmaAddress(), s.lengthBytes(), dir);
      }
    } else if (!device.isCoherent()) {
      for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
        host.syncForCpu(s.phys(), s.lengthBytes(), dir);
      }
    }
  }

  /// `iommu_dma_sync_sg_for_device()`.
  @Override
  public void syncSgForDevice(ScatterEntry sg, int nents, Direction dir) {
    ScatterEntry s = sg;
    if (sg.isSwiotlb()) {
      for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
        syncSingleForDevice(s.dmaAddress(), s.lengthBytes(), dir);
      }
    } else if (!device.isCoherent()) {
      for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
        host.syncForDevice(s.phys(), s.lengthBytes(), dir);
      }
    }
  }

  /// `iommu_dma_max_mapping_size()`.
  @Override
  public long maxMappingSize() {
    return device.isUntrusted() ? host.swiotlb().maxMappingSize() : -1L;
  }

  /// `iommu_dma_opt_mapping_size()`: the largest range that the IOVA caches hold.
  @Override
  public long optMappingSize() {
    return host.platform().pageSize() << (IovaDomain.CACHED_ORDERS - 1);
  }

  /// `iommu_dma_get_merge_boundary()`.
  @Override
  public long mergeBoundary() {
    return domain.iommu.granule() - 1;
  }

  @Override
  public long requiredMask() {
    return 0xffff_ffffL;
  }

  @Override
  public boolean isDirect() {
    return false;
  }

  @Override
  public BusTranslation translation() {
    return domain.table;
  }

  @Override
  public Optional<DmaIova> iova() {
    return Optional.of(iova);
  }
}
