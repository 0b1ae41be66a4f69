// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.Optional;
import org.sgdiet.runtime.memory.BusTranslation;
import org.sgdiet.runtime.sg.ScatterEntry;

/// The path without an IOMMU: bus addresses are physical ones, moved by `dev->dma_range_map`.
/// kernel/dma/direct.c and direct.h, 7.3.
public final class DirectPath implements MappingPath, BusTranslation {
  private final Host host;
  private final Device device;
  private final Swiotlb swiotlb;

  public DirectPath(Host host) {
    this.host = host;
    device = host.device();
    swiotlb = host.swiotlb();
  }

  /// `dma_direct_map_sg()`: one out side per in side, all or nothing.
  @Override
  public int mapSg(ScatterEntry sg, int nents, Direction dir, long attrs) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      int error = mapEntry(s, dir, attrs);
      if (error != 0) {
        host.steps().add(Rule.DIRECT_ALL_OR_NOTHING, "entry %d fails, undo %d", i, i);
        unmapSg(sg, i, dir, attrs | Attrs.SKIP_CPU_SYNC);
        return error;
      }
      s.setDmaLength(s.length());
    }
    return nents;
  }

  private int mapEntry(ScatterEntry s, Direction dir, long attrs) {
    return switch (device.p2pType(s.pageAddress())) {
      case NONE, THRU_HOST_BRIDGE -> {
        long bus = mapPhys(s.phys(), s.lengthBytes(), dir, attrs);
        s.setDmaAddress(bus);
        yield bus == -1L ? -Errno.EIO : 0;
      }
      case BUS_ADDR -> {
        host.steps().add(Rule.P2P_BUS_ADDRESS, "phys 0x%x keeps its bus address", s.phys());
        s.setDmaAddress(device.p2pBusAddress(s.phys()));
        s.markBusAddress(true);
        yield 0;
      }
      case NOT_SUPPORTED -> {
        host.steps().add(Rule.P2P_UNREACHABLE, "phys 0x%x cannot be reached", s.phys());
        yield -Errno.EREMOTEIO;
      }
    };
  }

  /// `dma_direct_unmap_sg()`: entries with a bus address only lose their mark.
  @Override
  public void unmapSg(ScatterEntry sg, int nents, Direction dir, long attrs) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (s.isBusAddress()) {
        s.markBusAddress(false);
      } else {
        unmapPhys(s.dmaAddress(), s.dmaLengthBytes(), dir, attrs);
      }
    }
  }

  /// `dma_direct_map_phys()`.
  @Override
  public long mapPhys(long phys, long size, Direction dir, long attrs) {
    if (swiotlb.isForced()) {
      if (Attrs.any(attrs, Attrs.MMIO | Attrs.REQUIRE_COHERENT)) {
        host.steps().add(Rule.FORCE_REFUSES_ATTRS, "attrs 0x%x cannot bounce", attrs);
        return -1L;
      }
      host.steps().add(Rule.FORCE_BOUNCES_ALL, "phys 0x%x bounces by force", phys);
      return swiotlb.map(phys, size, dir, attrs);
    }
    long bus = device.physToDma(phys);
    boolean mmio = Attrs.any(attrs, Attrs.MMIO);
    if (!isCapable(device, bus, size) || (!mmio && host.kmallocNeedsBounce(size, dir))) {
      return beyondReach(phys, size, dir, attrs);
    }
    if (host.steps().on()) {
      host.steps().add(Rule.DIRECT_ONE_TO_ONE, "phys 0x%x is bus 0x%x, %d bytes", phys, bus, size);
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC | Attrs.MMIO)) {
      host.syncForDevice(phys, size, dir);
    }
    return bus;
  }

  private long beyondReach(long phys, long size, Direction dir, long attrs) {
    if (swiotlb.isActive() && !Attrs.any(attrs, Attrs.MMIO | Attrs.REQUIRE_COHERENT)) {
      host.steps().add(Rule.DIRECT_OVERFLOW_BOUNCES, "phys 0x%x+%d bounces", phys, size);
      return swiotlb.map(phys, size, dir, attrs);
    }
    host.steps().add(Rule.DIRECT_OVERFLOW_FAILS, "phys 0x%x+%d is out of reach", phys, size);
    return -1L;
  }

  /// `dma_direct_unmap_phys()`.
  @Override
  public void unmapPhys(long bus, long size, Direction dir, long attrs) {
    if (Attrs.any(attrs, Attrs.MMIO | Attrs.REQUIRE_COHERENT)) {
      return;
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC)) {
      syncSingleForCpu(bus, size, dir);
    }
    swiotlb.unmapSingle(device.dmaToPhys(bus), size, dir, attrs | Attrs.SKIP_CPU_SYNC);
  }

  /// `dma_direct_sync_single_for_cpu()`.
  @Override
  public void syncSingleForCpu(long bus, long size, Direction dir) {
    long phys = device.dmaToPhys(bus);
    host.syncForCpu(phys, size, dir);
    swiotlb.syncForCpu(phys, size, dir);
  }

  /// `dma_direct_sync_single_for_device()`.
  @Override
  public void syncSingleForDevice(long bus, long size, Direction dir) {
    long phys = device.dmaToPhys(bus);
    swiotlb.syncForDevice(phys, size, dir);
    host.syncForDevice(phys, size, dir);
  }

  /// `dma_direct_sync_sg_for_cpu()`: by `sg->length`, entry for entry.
  @Override
  public void syncSgForCpu(ScatterEntry sg, int nents, Direction dir) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      syncSingleForCpu(s.dmaAddress(), s.lengthBytes(), dir);
    }
  }

  /// `dma_direct_sync_sg_for_device()`.
  @Override
  public void syncSgForDevice(ScatterEntry sg, int nents, Direction dir) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      syncSingleForDevice(s.dmaAddress(), s.lengthBytes(), dir);
    }
  }

  /// `dma_direct_max_mapping_size()`.
  @Override
  public long maxMappingSize() {
    boolean limited = Long.compareUnsigned(device.addressLimit(), requiredMask()) < 0;
    return swiotlb.isActive() && (limited || swiotlb.isForced()) ? swiotlb.maxMappingSize() : -1L;
  }

  @Override
  public long optMappingSize() {
    return -1L;
  }

  @Override
  public long mergeBoundary() {
    return 0;
  }

  /// `dma_direct_get_required_mask()`: all bits up to the highest one of the last byte of memory.
  @Override
  public long requiredMask() {
    long last = device.physToDma(host.memory().endOfMemory() - 1);
    return (Long.highestOneBit(last) << 1) - 1;
  }

  @Override
  public boolean isDirect() {
    return true;
  }

  @Override
  public BusTranslation translation() {
    return this;
  }

  @Override
  public Optional<DmaIova> iova() {
    return Optional.empty();
  }

  @Override
  public long translate(long bus, boolean write) {
    if (Long.compareUnsigned(bus, device.dmaMask()) > 0) {
      return NOT_TRANSLATED;
    }
    return device.dmaToPhys(bus);
  }

  @Override
  public long granule() {
    return host.platform().pageSize();
  }

  /// `dma_capable()` (include/linux/dma-direct.h): the last byte lies within mask and bus limit.
  static boolean isCapable(Device device, long bus, long size) {
    return bus != -1L && Long.compareUnsigned(bus + size - 1, device.addressLimit()) <= 0;
  }
}
