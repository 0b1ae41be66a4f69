// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.BitSet;
import java.util.List;

/// `struct iommu_table` of powerpc with its allocator: `iommu_range_alloc()` and `__iommu_free()`
/// of arch/powerpc/kernel/iommu.c, 7.3, on one CPU and with one pool for small ranges.
final class TceTable {
  /// `it_blocksize`: small allocations that do not follow on begin at a multiple of it.
  private static final int BLOCK = 16;

  /// Ranges of more pages come from the large pool.
  private static final int SMALL_PAGES = 15;

  final int shift;
  final IoPageTable table;
  private final Host host;
  private final long offset;
  private final int size;
  private final int largeStart;
  private final BitSet taken = new BitSet();
  private int smallHint;
  private int largeHint;

  /// A window of `size` pages of `1 << shift` bytes whose first page is `offset`.
  TceTable(Host host, int shift, long offset, int size) {
    this.host = host;
    this.shift = shift;
    this.offset = offset;
    this.size = size;
    largeStart = size / 4 * 3;
    largeHint = largeStart;
    if (offset == 0) {
      taken.set(0);
    }
    Iommu iommu =
        new Iommu(
            Iommu.Driver.IO_PGTABLE, false, 1L << shift, ((offset + size) << shift) - 1, List.of());
    table = new IoPageTable(iommu, host.costs());
  }

  /// `IOMMU_PAGE_SIZE()`.
  long pageSize() {
    return 1L << shift;
  }

  /// `iommu_num_pages()`.
  int pages(long address, long length) {
    return (int) (((address & (pageSize() - 1)) + length + pageSize() - 1) >>> shift);
  }

  /// `iommu_range_alloc()`: a page number in the window, -1 when there is none; `follow` is the
  /// page behind the last range of the same list, 0 for none.
  int allocate(int pages, int follow, int alignOrder) {
    if (pages == 0) {
      return -1;
    }
    host.costs().iovaAllocation();
    boolean large = pages > SMALL_PAGES;
    int start = large ? largeStart : 0;
    int end = limit(large ? size : largeStart);
    int hint =
        follow != 0 && follow >= start && follow < end ? follow : large ? largeHint : smallHint;
    int at = find(hint >= end ? start : hint, end, pages, alignOrder);
    if (at < 0) {
      at = find(start, end, pages, alignOrder);
    }
    if (at < 0) {
      at = find(0, limit(largeStart), pages, alignOrder);
    }
    if (at < 0) {
      at = find(largeStart, limit(size), pages, alignOrder);
    }
    if (at >= 0) {
      taken.set(at, at + pages);
      if (large) {
        largeHint = at + pages;
      } else {
        smallHint = (at + pages + BLOCK - 1) & -BLOCK;
      }
    }
    return at;
  }

  /// `__iommu_free()`: clears the translations and gives the pages back.
  void free(long bus, int pages) {
    long at = (bus >>> shift) - offset;
    if (at < 0 || at + pages > size) {
      host.steps().add(Rule.TCE_FREE_CHECK, "bus 0x%x is outside the window", bus);
      return;
    }
    table.unmap(bus & -pageSize(), (long) pages << shift);
    taken.clear((int) at, (int) at + pages);
  }

  /// The bus address of page `at` of the window.
  long busAddress(int at) {
    return (at + offset) << shift;
  }

  private int limit(int end) {
    long mask = host.device().dmaMask() >>> shift;
    return end + offset > mask ? (int) Math.max(0, Math.min(end, mask - offset + 1)) : end;
  }

  /// `iommu_area_alloc()`: no range spans a segment boundary.
  private int find(int from, int end, int pages, int alignOrder) {
    int align = 1 << alignOrder;
    long boundary = (host.device().segBoundary() >>> shift) + 1;
    int at = taken.nextClearBit(from);
    while (true) {
      at = (int) (((at + offset + align - 1) & -align) - offset);
      if (at + pages > end) {
        return -1;
      }
      int used = taken.nextSetBit(at);
      if (used >= 0 && used < at + pages) {
        at = taken.nextClearBit(used);
        continue;
      }
      long start = (at + offset) & (boundary - 1);
      if (boundary <= 0 || start + pages <= boundary) {
        return at;
      }
      at = (int) (at + (boundary - start));
      if (start == 0) {
        return -1;
      }
    }
  }
}
