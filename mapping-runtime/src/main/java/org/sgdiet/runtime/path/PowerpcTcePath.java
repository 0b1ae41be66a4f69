// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.Optional;
import org.sgdiet.runtime.memory.BusTranslation;
import org.sgdiet.runtime.sg.ScatterEntry;

/// The path of powerpc servers: translation control entries, arch/powerpc/kernel/iommu.c, 7.3.
///
/// Every entry takes a range of its own; neighbours are joined only when those ranges happen to
/// meet.
public final class PowerpcTcePath implements MappingPath {
  private final Host host;
  private final Device device;
  private final TceTable tce;

  /// A window of `pages` pages of `1 << shift` bytes from bus page `offset`.
  public PowerpcTcePath(Host host, int shift, long offset, int pages) {
    this.host = host;
    device = host.device();
    tce = new TceTable(host, shift, offset, pages);
  }

  /// `ppc_iommu_map_sg()`.
  @Override
  public int mapSg(ScatterEntry sg, int nents, Direction dir, long attrs) {
    if (nents == 0) {
      return -Errno.EINVAL;
    }
    int maxLength = device.maxSegSize();
    ScatterEntry out = sg;
    ScatterEntry opened = sg;
    ScatterEntry s = sg;
    long next = 0;
    int follow = 0;
    int count = 1;
    out.setDmaLength(0);
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (s.length() == 0) {
        host.steps().add(Rule.TCE_ZERO_LENGTH, "entry %d is skipped", i);
        next = 0;
        continue;
      }
      int pages = tce.pages(s.phys(), s.lengthBytes());
      int at = tce.allocate(pages, follow, alignOrder(s));
      if (at < 0) {
        return undo(sg, nents, out);
      }
      follow = at + pages;
      long bus = tce.busAddress(at) | (s.phys() & (tce.pageSize() - 1));
      set(tce.busAddress(at), s.phys(), pages, dir);
      if (opened != s) {
        boolean fits = Integer.compareUnsigned(out.dmaLength() + s.length(), maxLength) <= 0;
        if (bus == next && fits) {
          host.steps().add(Rule.TCE_JOIN, "entry %d follows on at 0x%x", i, bus);
          out.setDmaLength(out.dmaLength() + s.length());
        } else {
          opened = s;
          count++;
          out = out.stepIf(true);
        }
      }
      if (opened == s) {
        out.setDmaAddress(bus);
        out.setDmaLength(s.length());
      }
      next = bus + s.lengthBytes();
    }
    if (count < nents) {
      out.stepIf(true).setDmaLength(0);
    }
    return count;
  }

  private int alignOrder(ScatterEntry s) {
    int pageShift = host.platform().pageShift();
    boolean wholePage =
        s.lengthBytes() >= host.platform().pageSize()
            && (s.phys() & (host.platform().pageSize() - 1)) == 0;
    return tce.shift < pageShift && wholePage ? pageShift - tce.shift : 0;
  }

  private void set(long bus, long phys, int pages, Direction dir) {
    tce.table.mapNosync(
        bus, phys & -tce.pageSize(), (long) pages << tce.shift, IoPageTable.protection(dir));
  }

  private int undo(ScatterEntry sg, int nents, ScatterEntry last) {
    host.steps().add(Rule.TCE_ERROR, "no room in the window");
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (s.dmaLength() != 0) {
        tce.free(s.dmaAddress() & -tce.pageSize(), tce.pages(s.dmaAddress(), s.dmaLengthBytes()));
        s.setDmaLength(0);
      }
      if (s == last) {
        break;
      }
    }
    return -Errno.EIO;
  }

  /// `ppc_iommu_unmap_sg()`: up to the first entry without a dma_length.
  @Override
  public void unmapSg(ScatterEntry sg, int nents, Direction dir, long attrs) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (s.dmaLength() == 0) {
        break;
      }
      tce.free(s.dmaAddress(), tce.pages(s.dmaAddress(), s.dmaLengthBytes()));
    }
    host.costs().iotlbFlush();
  }

  /// `iommu_map_phys()` of the same file.
  @Override
  public long mapPhys(long phys, long size, Direction dir, long attrs) {
    int pages = tce.pages(phys, size);
    boolean wholePage =
        size >= host.platform().pageSize() && (phys & (host.platform().pageSize() - 1)) == 0;
    int order =
        tce.shift < host.platform().pageShift() && wholePage
            ? host.platform().pageShift() - tce.shift
            : 0;
    int at = tce.allocate(pages, 0, order);
    if (at < 0) {
      return -1L;
    }
    set(tce.busAddress(at), phys, pages, dir);
    return tce.busAddress(at) | (phys & (tce.pageSize() - 1));
  }

  /// `iommu_unmap_phys()`.
  @Override
  public void unmapPhys(long bus, long size, Direction dir, long attrs) {
    tce.free(bus & -tce.pageSize(), tce.pages(bus, size));
    host.costs().iotlbFlush();
  }

  @Override
  public void syncSingleForCpu(long bus, long size, Direction dir) {}

  @Override
  public void syncSingleForDevice(long bus, long size, Direction dir) {}

  @Override
  public void syncSgForCpu(ScatterEntry sg, int nents, Direction dir) {}

  @Override
  public void syncSgForDevice(ScatterEntry sg, int nents, Direction dir) {}

  @Override
  public long maxMappingSize() {
    return -1L;
  }

  @Override
  public long optMappingSize() {
    return -1L;
  }

  @Override
  public long mergeBoundary() {
    return 0;
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
    return tce.table;
  }

  @Override
  public Optional<DmaIova> iova() {
    return Optional.empty();
  }
}
