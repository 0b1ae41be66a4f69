// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.sg;

import org.sgdiet.runtime.memory.PhysAddr;

/// An array of `struct scatterlist`, as `sg_init_table()` leaves it: zeroed, the last one marked.
public final class ScatterArray {
  private final ScatterEntry[] entries;
  private final boolean needDmaLength;

  /// `needDmaLength` is `CONFIG_NEED_SG_DMA_LENGTH` of the kernel that is emulated.
  public ScatterArray(int count, boolean needDmaLength) {
    if (count < 1) {
      throw new IllegalArgumentException("a scatterlist of " + count + " entries");
    }
    this.needDmaLength = needDmaLength;
    entries = new ScatterEntry[count];
    for (int i = 0; i < count; i++) {
      entries[i] = new ScatterEntry(this, i);
    }
    entries[count - 1].markEnd(true);
  }

  /// How many entries the array has, links included.
  public int size() {
    return entries.length;
  }

  /// The first entry: what a driver calls `sgl`.
  public ScatterEntry first() {
    return entries[0];
  }

  /// Entry `index`; outside the array the kernel would read what is not a scatterlist.
  public ScatterEntry entry(int index) {
    if (index < 0 || index >= entries.length) {
      throw new KernelBug(
          "sg_next", "scatterlist entry " + index + " of an array of " + entries.length);
    }
    return entries[index];
  }

  /// Sets the in side of entry `index` (`sg_set_page()`).
  public void set(int index, PhysAddr page, int length, int offset) {
    entry(index).setPage(page, length, offset);
  }

  boolean needDmaLength() {
    return needDmaLength;
  }
}
