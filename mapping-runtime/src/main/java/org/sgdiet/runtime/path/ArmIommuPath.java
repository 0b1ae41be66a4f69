// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.memory.BusTranslation;
import org.sgdiet.runtime.sg.ScatterEntry;

/// The path of 32-bit Arm with an IOMMU: `iommu_ops` of arch/arm/mm/dma-mapping.c, 7.3.
///
/// It maps on its own and offers no IOVA calls. IOVA is taken first-fit from the bottom.
public final class ArmIommuPath implements MappingPath {
  /// `CONFIG_ARM_DMA_IOMMU_ALIGNMENT`: the largest order a range is aligned to.
  private static final int MAX_ALIGN_ORDER = 8;

  /// Bits in one bitmap of a mapping: a page of them.
  private static final int BITMAP_BITS = 1 << 15;

  private static final int SHIFT = 12;
  private static final long PAGE = 1L << SHIFT;

  private final Host host;
  private final Device device;
  private final long base;
  private final int bitmaps;
  private final BitSet taken = new BitSet();
  private final IoPageTable table;

  /// A mapping of `size` bytes of IOVA from `base`, both multiples of 128 MiB.
  public ArmIommuPath(Host host, long base, long size) {
    this.host = host;
    device = host.device();
    this.base = base;
    bitmaps = (int) (size >>> SHIFT) / BITMAP_BITS;
    Iommu iommu = new Iommu(Iommu.Driver.IO_PGTABLE, false, PAGE, base + size - 1, List.of());
    table = new IoPageTable(iommu, host.costs());
  }

  /// `arm_iommu_map_sg()`: joins while entries start and end on pages and fit `max_seg_size`.
  @Override
  public int mapSg(ScatterEntry sg, int nents, Direction dir, long attrs) {
    ScatterEntry out = sg;
    ScatterEntry start = sg;
    ScatterEntry s = sg;
    int count = 0;
    int offset = s.offset();
    int size = s.offset() + s.length();
    int max = device.maxSegSize();
    for (int i = 1; i < nents; i++) {
      s = s.stepIf(true);
      s.setDmaLength(0);
      boolean page = s.offset() == 0 && (size & (PAGE - 1)) == 0;
      if (!page || Integer.compareUnsigned(size + s.length(), max) > 0) {
        host.steps().add(Rule.ARM_JOIN, "entry %d opens a segment", i);
        int error = mapChunk(start, size, out, offset, dir, attrs);
        if (error != 0) {
          return undo(sg, count, error);
        }
        size = s.offset();
        offset = size;
        start = s;
        out = out.stepIf(true);
        count++;
      }
      size += s.length();
    }
    int error = mapChunk(start, size, out, offset, dir, attrs);
    return error != 0 ? undo(sg, count, error) : count + 1;
  }

  private int undo(ScatterEntry sg, int count, int error) {
    host.steps().add(Rule.ARM_ERROR, "undo %d segments", count);
    ScatterEntry s = sg;
    for (int i = 0; i < count; i++, s = s.stepIf(i < count)) {
      remove(s.dmaAddress(), s.dmaLengthBytes());
    }
    return error == -Errno.ENOMEM ? error : -Errno.EINVAL;
  }

  /// `__map_sg_chunk()`, with the out side that its caller writes.
  private int mapChunk(
      ScatterEntry first, int size, ScatterEntry out, int offset, Direction dir, long attrs) {
    long length = pageAlign(Integer.toUnsignedLong(size));
    out.setDmaAddress(-1L);
    long iova = allocate(length);
    if (iova == -1L) {
      return -Errno.ENOMEM;
    }
    ScatterEntry s = first;
    for (long done = 0; done < length; ) {
      long part = pageAlign(Integer.toUnsignedLong(s.offset() + s.length()));
      if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC)) {
        host.syncForDevice(s.phys(), s.lengthBytes(), dir);
      }
      int error = table.map(iova + done, s.pageAddress(), part, IoPageTable.protection(dir));
      if (error != 0) {
        table.unmap(iova, done);
        free(iova, length);
        return error;
      }
      done += part;
      s = s.stepIf(done < length);
    }
    out.setDmaAddress(iova + Integer.toUnsignedLong(offset));
    out.setDmaLength(size - offset);
    return 0;
  }

  /// `arm_iommu_unmap_sg()`: every entry with a dma_length, over all the entries that were given.
  @Override
  public void unmapSg(ScatterEntry sg, int nents, Direction dir, long attrs) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      if (s.dmaLength() != 0) {
        remove(s.dmaAddress(), s.dmaLengthBytes());
      }
      if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC)) {
        host.syncForCpu(s.phys(), s.lengthBytes(), dir);
      }
    }
  }

  /// `arm_iommu_map_phys()`.
  @Override
  public long mapPhys(long phys, long size, Direction dir, long attrs) {
    long offset = phys & (PAGE - 1);
    long length = pageAlign(size + offset);
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC | Attrs.MMIO)) {
      host.syncForDevice(phys, size, dir);
    }
    long iova = allocate(length);
    if (iova == -1L) {
      return -1L;
    }
    if (table.map(iova, phys - offset, length, IoPageTable.protection(dir)) != 0) {
      free(iova, length);
      return -1L;
    }
    return iova + offset;
  }

  /// `arm_iommu_unmap_phys()`.
  @Override
  public void unmapPhys(long bus, long size, Direction dir, long attrs) {
    if ((bus & -PAGE) == 0) {
      return;
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC | Attrs.MMIO)) {
      host.syncForCpu(table.iovaToPhys(bus), size, dir);
    }
    remove(bus, size);
  }

  /// `__iommu_remove_mapping()`.
  private void remove(long bus, long size) {
    long length = pageAlign((bus & (PAGE - 1)) + size);
    table.unmap(bus & -PAGE, length);
    host.costs().iotlbFlush();
    free(bus & -PAGE, length);
  }

  @Override
  public void syncSingleForCpu(long bus, long size, Direction dir) {
    host.syncForCpu(table.iovaToPhys(bus), size, dir);
  }

  @Override
  public void syncSingleForDevice(long bus, long size, Direction dir) {
    host.syncForDevice(table.iovaToPhys(bus), size, dir);
  }

  /// `arm_iommu_sync_sg_for_cpu()`: by the in side.
  @Override
  public void syncSgForCpu(ScatterEntry sg, int nents, Direction dir) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      host.syncForCpu(s.phys(), s.lengthBytes(), dir);
    }
  }

  @Override
  public void syncSgForDevice(ScatterEntry sg, int nents, Direction dir) {
    ScatterEntry s = sg;
    for (int i = 0; i < nents; i++, s = s.stepIf(i < nents)) {
      host.syncForDevice(s.phys(), s.lengthBytes(), dir);
    }
  }

  /// `__alloc_iova()`: no range crosses a bitmap.
  private long allocate(long size) {
    host.costs().iovaAllocation();
    int count = (int) (size >>> SHIFT);
    int order =
        Math.min(MAX_ALIGN_ORDER, count <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(count - 1));
    for (int bitmap = 0; bitmap < bitmaps; bitmap++) {
      int end = (bitmap + 1) * BITMAP_BITS;
      int at = taken.nextClearBit(bitmap * BITMAP_BITS);
      while (true) {
        at = (at + (1 << order) - 1) & -(1 << order);
        if (at + count > end) {
          break;
        }
        int used = taken.nextSetBit(at);
        if (used < 0 || used >= at + count) {
          taken.set(at, at + count);
          return base + ((long) at << SHIFT);
        }
        at = taken.nextClearBit(used);
      }
    }
    return -1L;
  }

  private void free(long iova, long size) {
    int at = (int) ((iova - base) >>> SHIFT);
    taken.clear(at, at + (int) (size >>> SHIFT));
  }

  private static long pageAlign(long size) {
    return (size + PAGE - 1) & -PAGE;
  }

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
    return table;
  }

  @Override
  public Optional<DmaIova> iova() {
    return Optional.empty();
  }
}
