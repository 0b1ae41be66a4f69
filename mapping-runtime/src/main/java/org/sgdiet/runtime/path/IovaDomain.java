// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.sgdiet.runtime.memory.MemoryRange;

/// The IOVA allocator of drivers/iommu/iova.c, 7.3, for one CPU: a tree of taken ranges searched
/// from the top down, with caches of freed ranges of up to 32 granules before it.
///
/// Sizes and places are in granules (`pfn`). A range is aligned to the power of two at or above its
/// size, and a cacheable size is first rounded up to one.
final class IovaDomain {
  /// `IOVA_RANGE_CACHE_MAX_SIZE`: log2 of the first size that is not cached.
  static final int CACHED_ORDERS = 6;

  private static final int MAGAZINE = 127;
  private static final long ANCHOR = Long.MAX_VALUE;
  private static final long FIRST_PFN = 1;

  /// `struct iova_rcache` of one CPU: two magazines and the depot behind them.
  private static final class Cache {
    private long[] loaded = new long[MAGAZINE];
    private int loadedSize;
    private long[] previous = new long[MAGAZINE];
    private int previousSize;
    private final Deque<long[]> depot = new ArrayDeque<>();

    private void swap() {
      long[] magazine = loaded;
      int size = loadedSize;
      loaded = previous;
      loadedSize = previousSize;
      previous = magazine;
      previousSize = size;
    }

    /// `__iova_rcache_insert()`.
    void put(long pfn) {
      if (loadedSize == MAGAZINE) {
        if (previousSize < MAGAZINE) {
          swap();
        } else {
          depot.push(loaded);
          loaded = new long[MAGAZINE];
          loadedSize = 0;
        }
      }
      loaded[loadedSize++] = pfn;
    }

    /// `__iova_rcache_get()`: 0 when no cached range ends within the limit.
    long take(long limit) {
      if (loadedSize == 0) {
        if (previousSize > 0) {
          swap();
        } else if (!depot.isEmpty()) {
          loaded = depot.pop();
          loadedSize = MAGAZINE;
        } else {
          return 0;
        }
      }
      for (int i = loadedSize - 1; i >= 0; i--) {
        if (Long.compareUnsigned(loaded[i], limit) <= 0) {
          long pfn = loaded[i];
          loaded[i] = loaded[--loadedSize];
          return pfn;
        }
      }
      return 0;
    }
  }

  private final int shift;
  private final TreeMap<Long, Long> taken = new TreeMap<>();
  private final Cache[] caches = new Cache[CACHED_ORDERS];
  private final long limit32;
  private long max32Size;
  private long cached32 = ANCHOR;
  private long cached = ANCHOR;

  IovaDomain(Iommu iommu) {
    shift = Long.numberOfTrailingZeros(iommu.granule());
    limit32 = 1L << (32 - shift);
    max32Size = limit32;
    taken.put(ANCHOR, ANCHOR);
    for (int i = 0; i < CACHED_ORDERS; i++) {
      caches[i] = new Cache();
    }
    for (MemoryRange range : iommu.reserved()) {
      taken.put(range.start() >>> shift, (range.end() - 1) >>> shift);
    }
  }

  /// `alloc_iova_fast()`: the first granule of a range that ends at or below `limit`, 0 if none.
  long allocate(long granules, long limit, boolean flushCaches) {
    long size = granules;
    if (size < 1L << (CACHED_ORDERS - 1)) {
      size = size <= 1 ? 1 : Long.highestOneBit(2 * size - 1);
    }
    int order = order(size);
    if (order < CACHED_ORDERS) {
      long pfn = caches[order].take(limit + 1 - size);
      if (pfn != 0) {
        return pfn;
      }
    }
    long pfn = search(size, limit + 1);
    if (pfn == 0 && flushCaches) {
      flushCaches();
      pfn = search(size, limit + 1);
    }
    return pfn;
  }

  /// `free_iova_fast()`.
  void free(long pfn, long granules) {
    int order = order(granules);
    if (order < CACHED_ORDERS) {
      caches[order].put(pfn);
    } else {
      remove(pfn);
    }
  }

  /// `__alloc_and_insert_iova_range()`: 0 when there is no room.
  private long search(long size, long limit) {
    if (limit <= limit32 && size >= max32Size) {
      return 0;
    }
    long start = limit <= limit32 ? cached32 : cached;
    Map.Entry<Long, Long> curr = taken.ceilingEntry(start);
    long retry = curr == null ? ANCHOR : curr.getValue();
    long pfn = walkDown(size, limit, FIRST_PFN, curr);
    if (pfn == 0 && Long.compareUnsigned(retry, limit) < 0) {
      pfn = walkDown(size, limit, retry + 1, taken.ceilingEntry(limit));
    }
    if (pfn == 0) {
      max32Size = size;
      return 0;
    }
    taken.put(pfn, pfn + size - 1);
    if (pfn + size - 1 < limit32) {
      cached32 = pfn;
    } else {
      cached = pfn;
    }
    return pfn;
  }

  /// One pass from `from` downwards: the highest aligned hole below it that is not under `low`.
  private long walkDown(
      long size,
      long limit,
      long low,
      Map.@org.jspecify.annotations.Nullable Entry<Long, Long> from) {
    long align = -(1L << order(size));
    long high = limit;
    Map.Entry<Long, Long> curr = from;
    while (true) {
      if (curr != null) {
        high = Math.min(high, curr.getKey());
        curr = taken.lowerEntry(curr.getKey());
      }
      if (high < size) {
        return 0;
      }
      long pfn = (high - size) & align;
      if (pfn < low) {
        return 0;
      }
      if (curr == null || pfn > curr.getValue()) {
        return pfn;
      }
    }
  }

  /// `remove_iova()` with `__cached_rbnode_delete_update()`.
  private void remove(long pfn) {
    Long last = taken.remove(pfn);
    if (last == null) {
      return;
    }
    if (pfn == cached32 || (last < limit32 && pfn >= cached32)) {
      cached32 = taken.higherKey(pfn);
    }
    if (pfn < limit32) {
      max32Size = limit32;
    }
    if (pfn >= cached) {
      cached = taken.higherKey(pfn);
    }
  }

  private void flushCaches() {
    for (Cache cache : caches) {
      for (long pfn = cache.take(ANCHOR); pfn != 0; pfn = cache.take(ANCHOR)) {
        remove(pfn);
      }
    }
  }

  /// `order_base_2()`.
  private static int order(long size) {
    return size <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(size - 1);
  }
}
