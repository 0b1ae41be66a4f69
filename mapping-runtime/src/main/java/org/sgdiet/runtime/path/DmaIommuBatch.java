// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.ArrayList;
import java.util.List;

/// A batch inside dma-iommu, as the IOMMU layer could offer it: one range of IOVA for all that is
/// added, laid out as `iommu_dma_map_sg()` of 7.3 lays out a list, and one IOTLB sync for all of
/// it.
///
/// No kernel has this yet; docs/dma-batch.md has its rules.
public final class DmaIommuBatch {
  /// What a place in the batch is, when it is not a bus address: the buffer has to bounce.
  public static final long HAS_TO_BOUNCE = -1L;

  /// What a place in the batch is, when there is no IOVA or the page table refuses.
  public static final long FAILS = -2L;

  private record Range(long iova, long size) {}

  private record Linked(long iova, long size) {}

  private final IommuDomain domain;
  private final DmaIommuBounce bounce;
  private final Host host;
  private final Direction dir;
  private final long attrs;
  private final List<Range> ranges = new ArrayList<>();
  private final List<Linked> linked = new ArrayList<>();
  private Linked placed = new Linked(0, 0);
  private long before;
  private long left;
  private long start;
  private long cursor;
  private long end;

  DmaIommuBatch(IommuDomain domain, DmaIommuBounce bounce, long span, Direction dir, long attrs) {
    this.domain = domain;
    this.bounce = bounce;
    host = domain.host;
    left = domain.align(span);
    this.dir = dir;
    this.attrs = attrs;
  }

  /// The bytes of IOVA that buffers take, one after the other, padding included.
  static long span(IommuDomain domain, long boundary, long[] phys, long[] length) {
    long total = 0;
    for (int i = 0; i < phys.length; i++) {
      long need = domain.align(length[i] + domain.offset(phys[i]));
      long pad = (boundary - total + 1) & boundary;
      total += pad != 0 && Long.compareUnsigned(pad, need - 1) < 0 ? pad + need : need;
    }
    return total;
  }

  /// Links a buffer behind the last one; its bus address, or one of the two constants.
  public long place(long phys, long length) {
    if (!Attrs.any(attrs, Attrs.MMIO) && bounce.applies(phys, length, dir)) {
      return HAS_TO_BOUNCE;
    }
    long offset = domain.offset(phys);
    long need = domain.align(length + offset);
    long pad = pad(need);
    if (cursor == 0 || Long.compareUnsigned(cursor + pad + need, end) > 0) {
      if (!open(need)) {
        return FAILS;
      }
      pad = 0;
    }
    long iova = cursor + pad;
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC | Attrs.MMIO)) {
      host.syncForDevice(phys, length, dir);
    }
    if (domain.table.mapNosync(iova, phys - offset, need, IoPageTable.protection(dir)) != 0) {
      return FAILS;
    }
    remember(iova, need);
    before = cursor;
    placed = new Linked(iova, need);
    cursor = iova + need;
    return iova + offset;
  }

  /// Takes the buffer placed last out again.
  public void undoPlace() {
    domain.table.unmap(placed.iova(), placed.size());
    Linked last = linked.removeLast();
    if (last.size() > placed.size()) {
      linked.add(new Linked(last.iova(), last.size() - placed.size()));
    }
    cursor = before;
  }

  /// Makes everything visible to the device: one IOTLB sync.
  public void sync() {
    if (!linked.isEmpty()) {
      domain.table.sync();
    }
  }

  /// Takes everything down: one IOTLB flush, then the ranges are free.
  public void unmap() {
    for (Linked l : linked) {
      if (!host.device().isCoherent() && !Attrs.any(attrs, Attrs.SKIP_CPU_SYNC | Attrs.MMIO)) {
        syncForCpu(l);
      }
      domain.table.unmap(l.iova(), l.size());
    }
    if (!linked.isEmpty()) {
      host.costs().iotlbFlush();
    }
    ranges.forEach(r -> domain.free(r.iova(), r.size()));
    linked.clear();
    ranges.clear();
    cursor = 0;
  }

  private void syncForCpu(Linked l) {
    long granule = domain.iommu.granule();
    for (long at = l.iova(); at < l.iova() + l.size(); at += granule) {
      host.syncForCpu(domain.table.iovaToPhys(at), granule, dir);
    }
  }

  private long pad(long need) {
    long boundary = host.device().segBoundary();
    long pad = (boundary - (cursor - start) + 1) & boundary;
    return pad != 0 && Long.compareUnsigned(pad, need - 1) < 0 ? pad : 0;
  }

  private boolean open(long need) {
    long size = Math.max(left, need);
    left = 0;
    long iova = domain.allocate(size);
    if (iova == 0) {
      return false;
    }
    ranges.add(new Range(iova, size));
    start = iova;
    cursor = iova;
    end = iova + size;
    return true;
  }

  private void remember(long iova, long size) {
    if (!linked.isEmpty()) {
      Linked last = linked.getLast();
      if (last.iova() + last.size() == iova) {
        linked.set(linked.size() - 1, new Linked(last.iova(), last.size() + size));
        return;
      }
    }
    linked.add(new Linked(iova, size));
  }
}
