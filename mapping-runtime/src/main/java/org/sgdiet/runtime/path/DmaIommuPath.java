// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.Optional;
import org.sgdiet.runtime.memory.BusTranslation;
import org.sgdiet.runtime.path.P2pProvider.MapType;
import org.sgdiet.runtime.sg.ScatterEntry;

/// The path through an IOMMU that the DMA layer drives itself: drivers/iommu/dma-iommu.c, 7.3.
public final class DmaIommuPath implements MappingPath {
  private final Host host;
  private final Device device;
  private final IommuDomain domain;
  private final DmaIommuBounce bounce;
  private final DmaIova iova;

  public DmaIommuPath(Host host, Iommu iommu) {
    this.host = host;
    device = host.device();
    domain = new IommuDomain(host, iommu);
    bounce = new DmaIommuBounce(domain);
    iova = new DmaIova(domain, bounce);
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
    long length = layOut(sg, nents);
    if (length == -Errno.EREMOTEIO) {
      invalidate(sg, nents);
      return -Errno.EREMOTEIO;
    }
    if (length == 0) {
      return finalise(sg, nents, 0);
    }
    long base = domain.allocate(length);
    if (base == 0) {
      host.steps().add(Rule.IOVA_EXHAUSTED, "no IOVA for %s bytes", Long.toUnsignedString(length));
      invalidate(sg, nents);
      return -Errno.ENOMEM;
    }
    long mapped = mapList(base, sg, nents, IoPageTable.protection(dir));
    if (mapped < 0 || Long.compareUnsigned(mapped, length) < 0) {
      host.steps().add(Rule.SG_MAP_FAILS, "page table took %d of %d bytes", mapped, length);
      domain.free(base, length);
      invalidate(sg, nents);
      return mapped == -Errno.ENOMEM ? -Errno.ENOMEM : -Errno.EINVAL;
    }
    return finalise(sg, nents, base);
  }

  /// The first loop of `iommu_dma_map_sg()`: every in side is widened to granules, its own offset
  /// and length wait in the out side. Returns the IOVA length, or `-EREMOTEIO`.
  private long layOut(ScatterEntry sg, int nents) {
    long boundary = device.segBoundary();
    long total = 0;
    ScatterEntry previous = sg;
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      long offset = domain.offset(Integer.toUnsignedLong(s.offset()));
      long pad = (boundary - total + 1) & boundary;
      MapType type = device.p2pType(s.pageAddress());
      if (type == MapType.BUS_ADDR) {
        host.steps().add(Rule.P2P_BUS_ADDRESS, "entry %d keeps its bus address", i);
        s.setDmaAddress(device.p2pBusAddress(s.phys()));
        s.setDmaLength(s.length());
        s.markBusAddress(true);
        continue;
      }
      if (type == MapType.NOT_SUPPORTED) {
        host.steps().add(Rule.P2P_UNREACHABLE, "entry %d cannot be reached", i);
        return -Errno.EREMOTEIO;
      }
      s.setDmaAddress(offset);
      s.setDmaLength(s.length());
      s.setOffset((int) (Integer.toUnsignedLong(s.offset()) - offset));
      long length = domain.align(s.lengthBytes() + offset);
      s.setLength((int) length);
      if (pad != 0 && Long.compareUnsigned(pad, length - 1) < 0) {
        if (host.steps().on()) {
          host.steps().add(Rule.SG_BOUNDARY_PAD, "%d bytes of padding before entry %d", pad, i);
        }
        previous.setLength((int) (previous.lengthBytes() + pad));
        total += pad;
      }
      total += length;
      previous = s;
    }
    return total;
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

  /// `__finalise_sg()`: restores the in sides and writes the out sides, joined where that is legal.
  private int finalise(ScatterEntry sg, int nents, long base) {
    long boundary = device.segBoundary();
    int maxLength = device.maxSegSize();
    long bus = base;
    int length = 0;
    int count = 0;
    ScatterEntry out = sg;
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      long address = s.dmaAddress();
      int offset = (int) address;
      int own = s.dmaLength();
      int span = s.length();
      boolean busAddress = s.isBusAddress();
      s.setDmaAddress(-1L);
      s.setDmaLength(0);
      if (busAddress) {
        out = out.stepIf(i > 0);
        s.markBusAddress(false);
        out.setDmaAddress(address);
        out.setDmaLength(own);
        out.markBusAddress(true);
        count++;
        length = 0;
        continue;
      }
      s.setOffset(s.offset() + offset);
      s.setLength(own);
      boolean join =
          length != 0
              && offset == 0
              && (bus & boundary) != 0
              && Integer.compareUnsigned(maxLength - length, own) >= 0;
      if (host.steps().on()) {
        explain(i, join, length, offset, bus & boundary, maxLength, own);
      }
      if (join) {
        length += own;
      } else {
        out = out.stepIf(i > 0);
        length = own;
        count++;
        out.setDmaAddress(bus + Integer.toUnsignedLong(offset));
      }
      out.setDmaLength(length);
      bus += Integer.toUnsignedLong(span);
      if (Integer.compareUnsigned(own + offset, span) < 0) {
        length = 0;
      }
    }
    return count;
  }

  private void explain(
      int entry, boolean join, int open, int offset, long inBoundary, int maxLength, int own) {
    Steps steps = host.steps();
    if (join) {
      steps.add(Rule.SG_JOIN, "entry %d joins: %d + %d bytes", entry, open, own);
    } else if (entry == 0) {
      steps.add(Rule.SG_JOIN, "entry 0 opens the first segment, %d bytes", own);
    } else if (open == 0) {
      steps.add(
          Rule.SG_ENDS_INSIDE_GRANULE,
          "entry %d cannot join: the one before it ended inside a granule",
          entry);
    } else if (offset != 0) {
      steps.add(
          Rule.SG_STARTS_INSIDE_GRANULE,
          "entry %d cannot join: it starts at offset %d",
          entry,
          offset);
    } else if (inBoundary == 0) {
      steps.add(
          Rule.SG_AT_BOUNDARY, "entry %d cannot join: it begins on a segment boundary", entry);
    } else {
      steps.add(
          Rule.SG_MAX_SEG,
          "entry %d cannot join: %d + %d is above %s",
          entry,
          open,
          own,
          Integer.toUnsignedString(maxLength));
    }
  }

  /// `__invalidate_sg()`: the in sides come back, the out sides become errors.
  private static void invalidate(ScatterEntry sg, int nents) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (s.isBusAddress()) {
        s.markBusAddress(false);
      } else {
        if (s.dmaAddress() != -1L) {
          s.setOffset(s.offset() + (int) s.dmaAddress());
        }
        if (s.dmaLength() != 0) {
          s.setLength(s.dmaLength());
        }
      }
      s.setDmaAddress(-1L);
      s.setDmaLength(0);
    }
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
