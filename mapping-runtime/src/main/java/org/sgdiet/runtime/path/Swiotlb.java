// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import org.sgdiet.runtime.sg.KernelBug;

/// The bounce buffers of kernel/dma/swiotlb.c (7.3), without dynamic pools: slots of 2 KiB in sets
/// of 128, searched area by area from where the last search ended.
public final class Swiotlb {
  /// `IO_TLB_SHIFT`.
  public static final int SLOT_SHIFT = 11;

  /// `IO_TLB_SIZE`: bytes in a slot.
  public static final int SLOT_SIZE = 1 << SLOT_SHIFT;

  /// `IO_TLB_SEGSIZE`: slots in a set, the longest run there can be.
  public static final int SET_SLOTS = 128;

  private static final long NO_ORIGINAL = -1L;
  private static final long SLOT_MASK = SLOT_SIZE - 1;

  private final Host host;
  private final Platform.Pool pool;
  private final int areaSlots;
  private final int[] areaNext;
  private final int[] areaUsed;
  private int[] free = {};
  private long[] original = {};
  private long[] allocated = {};
  private short[] padding = {};

  Swiotlb(Host host, Platform.Pool pool) {
    this.host = host;
    this.pool = pool;
    areaSlots = pool.slots() / pool.areas();
    areaNext = new int[pool.areas()];
    areaUsed = new int[pool.areas()];
  }

  /// `is_swiotlb_active()`.
  public boolean isActive() {
    return pool.mode() != Platform.Mode.OFF;
  }

  /// `is_swiotlb_force_bounce()`.
  public boolean isForced() {
    return pool.mode() == Platform.Mode.FORCE;
  }

  /// `swiotlb_find_pool()`: whether the physical address lies in the bounce pool.
  public boolean holds(long phys) {
    return Long.compareUnsigned(phys - pool.start(), (long) pool.slots() << SLOT_SHIFT) < 0;
  }

  /// Slots in use.
  public int usedSlots() {
    int used = 0;
    for (int area : areaUsed) {
      used += area;
    }
    return used;
  }

  /// `swiotlb_max_mapping_size()`.
  public long maxMappingSize() {
    long minAlign = Integer.toUnsignedLong(host.device().minAlignMask());
    return (long) SLOT_SIZE * SET_SLOTS - (minAlign + SLOT_MASK) / SLOT_SIZE * SLOT_SIZE;
  }

  /// `swiotlb_map()`: a bus address, or `DMA_MAPPING_ERROR`.
  long map(long phys, long size, Direction dir, long attrs) {
    long slot = mapSingle(phys, size, 0);
    if (slot == -1L) {
      return -1L;
    }
    long bus = host.device().physToDma(slot);
    if (!DirectPath.isCapable(host.device(), bus, size)) {
      host.steps().add(Rule.BOUNCE_OUT_OF_REACH, "bounce buffer 0x%x is above the mask", bus);
      unmapSingle(slot, size, dir, attrs | Attrs.SKIP_CPU_SYNC);
      return -1L;
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC)) {
      host.syncForDevice(slot, size, dir);
    }
    return bus;
  }

  /// `swiotlb_tbl_map_single()`: the physical address of the bounce buffer, or -1.
  ///
  /// `allocAlignMask` is the granule's mask when an IOMMU stands behind, 0 on the direct path. The
  /// buffer is filled in every direction, so that bytes the device does not write survive.
  long mapSingle(long phys, long size, long allocAlignMask) {
    if (!isActive()) {
      host.steps().add(Rule.BOUNCE_NO_POOL, "no bounce pool");
      return -1L;
    }
    long offset = alignOffset(allocAlignMask, phys);
    long wanted = (size + offset + allocAlignMask) & ~allocAlignMask;
    int index = findSlots(phys, wanted, allocAlignMask);
    if (index < 0) {
      host.steps()
          .add(Rule.BOUNCE_NO_SLOTS, "no run of %d slots for %d bytes", slots(wanted), size);
      return -1L;
    }
    host.device().setSkipSync(false);
    short padSlots = (short) (offset >>> SLOT_SHIFT);
    index += padSlots;
    padding[index] = padSlots;
    for (int i = 0; i < slots(wanted) - padSlots; i++) {
      original[index + i] = phys + ((long) i << SLOT_SHIFT);
    }
    long slot = pool.start() + ((long) index << SLOT_SHIFT) + (offset & SLOT_MASK);
    host.steps().add(Rule.BOUNCE_COPY_AT_MAP, "copy %d bytes 0x%x -> 0x%x", size, phys, slot);
    bounce(slot, size, true);
    return slot;
  }

  /// `swiotlb_tbl_unmap_single()`: nothing for an address outside the pool.
  void unmapSingle(long slot, long size, Direction dir, long attrs) {
    if (!isActive() || !holds(slot)) {
      return;
    }
    if (!Attrs.any(attrs, Attrs.SKIP_CPU_SYNC) && dir.deviceWrites()) {
      host.steps().add(Rule.BOUNCE_COPY_AT_UNMAP, "copy %d bytes back from 0x%x", size, slot);
      bounce(slot, size, false);
    }
    release(slot);
  }

  /// `swiotlb_sync_single_for_device()`.
  void syncForDevice(long slot, long size, Direction dir) {
    if (isActive() && holds(slot) && dir.deviceReads()) {
      host.steps().add(Rule.BOUNCE_SYNC, "copy %d bytes to 0x%x", size, slot);
      bounce(slot, size, true);
    }
  }

  /// `swiotlb_sync_single_for_cpu()`.
  void syncForCpu(long slot, long size, Direction dir) {
    if (isActive() && holds(slot) && dir.deviceWrites()) {
      host.steps().add(Rule.BOUNCE_SYNC, "copy %d bytes back from 0x%x", size, slot);
      bounce(slot, size, false);
    }
  }

  /// `swiotlb_align_offset()`.
  private long alignOffset(long alignMask, long phys) {
    return phys
        & Integer.toUnsignedLong(host.device().minAlignMask())
        & (alignMask | SLOT_MASK)
        & 0xffffffffL;
  }

  /// `swiotlb_bounce()`: copies, but never more than the slots hold.
  private void bounce(long slot, long size, boolean toDevice) {
    int index = (int) ((slot - pool.start()) >>> SLOT_SHIFT);
    long phys = original[index];
    if (phys == NO_ORIGINAL) {
      return;
    }
    long offset = (slot & SLOT_MASK) - alignOffset(0, phys);
    long room = allocated[index] - offset;
    long length = Long.compareUnsigned(size, room) > 0 ? room : size;
    host.costs().bounced(length);
    if (toDevice) {
      host.cpu().copy(phys + offset, slot, length);
    } else {
      host.cpu().copy(slot, phys + offset, length);
    }
  }

  /// `swiotlb_find_slots()`, on CPU 0: every area once.
  private int findSlots(long phys, long wanted, long allocAlignMask) {
    if (wanted == 0) {
      throw new KernelBug("swiotlb_search_pool_area", "bounce buffer of no slots");
    }
    if (Long.compareUnsigned(wanted, (long) SET_SLOTS << SLOT_SHIFT) > 0) {
      return -1;
    }
    if (free.length == 0) {
      initSlots();
    }
    for (int area = 0; area < pool.areas(); area++) {
      int index = searchArea(area, phys, wanted, allocAlignMask);
      if (index >= 0) {
        return index;
      }
    }
    return -1;
  }

  /// `swiotlb_search_pool_area()`.
  private int searchArea(int area, long phys, long wanted, long allocAlignMask) {
    long boundary = host.device().segBoundary();
    long maxSlots = (boundary >>> SLOT_SHIFT) + 1;
    long keep = Integer.toUnsignedLong(host.device().minAlignMask());
    int run = slots(wanted);
    long base = host.device().physToDma(pool.start()) & boundary;
    long align = allocAlignMask;
    if (align == 0 && keep == 0 && wanted >= host.platform().pageSize()) {
      align = host.platform().pageSize() - 1;
    }
    align |= SLOT_MASK;
    keep &= ~align;
    int stride = (int) ((Math.max(align, keep) >>> SLOT_SHIFT) + 1);
    if (run > areaSlots - areaUsed[area]) {
      return -1;
    }
    int first = area * areaSlots;
    int index = areaNext[area];
    for (long checked = 0; checked < areaSlots; ) {
      int slot = first + index;
      long bus = base + ((long) slot << SLOT_SHIFT);
      if ((bus & align) != 0 || (phys != 0 && (bus & keep) != (phys & keep))) {
        index = wrap(index + 1);
        checked++;
        continue;
      }
      if (!spansBoundary(slot, run, (base + SLOT_MASK) >>> SLOT_SHIFT, maxSlots)
          && free[slot] >= run) {
        take(area, slot, run, phys, wanted);
        return slot;
      }
      index = wrap(index + stride);
      checked += stride;
    }
    return -1;
  }

  /// `iommu_is_span_boundary()` (include/linux/iommu-helper.h).
  private static boolean spansBoundary(int index, int run, long shift, long boundarySlots) {
    long start = (shift + index) & (boundarySlots - 1);
    return start + run > boundarySlots;
  }

  private void take(int area, int slot, int run, long phys, long wanted) {
    long offset = alignOffset(0, phys);
    for (int i = slot; i < slot + run; i++) {
      free[i] = 0;
      allocated[i] = wanted - (offset + ((long) (i - slot) << SLOT_SHIFT));
    }
    countDown(slot - 1, 0);
    areaNext[area] = wrap(slot - area * areaSlots + run);
    areaUsed[area] += run;
  }

  /// `swiotlb_release_slots()`.
  private void release(long slot) {
    long offset = alignOffset(0, slot);
    int index = (int) ((slot - offset - pool.start()) >>> SLOT_SHIFT);
    index -= padding[index];
    int run = slots(allocated[index] + offset);
    int setEnd = (index + SET_SLOTS) / SET_SLOTS * SET_SLOTS;
    int count = index + run < setEnd ? free[index + run] : 0;
    for (int i = index + run - 1; i >= index; i--) {
      free[i] = ++count;
      original[i] = NO_ORIGINAL;
      allocated[i] = 0;
      padding[i] = 0;
    }
    countDown(index - 1, count);
    areaUsed[index / areaSlots] -= run;
  }

  /// Renews the lengths of free runs below a change, up to the start of the set.
  private void countDown(int from, int below) {
    int count = below;
    for (int i = from; i >= 0 && i % SET_SLOTS != SET_SLOTS - 1 && free[i] != 0; i--) {
      free[i] = ++count;
    }
  }

  private void initSlots() {
    free = new int[pool.slots()];
    original = new long[pool.slots()];
    allocated = new long[pool.slots()];
    padding = new short[pool.slots()];
    for (int i = 0; i < pool.slots(); i++) {
      free[i] = Math.min(SET_SLOTS - i % SET_SLOTS, pool.slots() - i);
      original[i] = NO_ORIGINAL;
    }
  }

  private int wrap(int index) {
    return index >= areaSlots ? 0 : index;
  }

  private static int slots(long bytes) {
    return (int) ((bytes + SLOT_MASK) >>> SLOT_SHIFT);
  }
}
