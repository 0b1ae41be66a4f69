// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.sg;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.memory.PhysAddr;

/// One `struct scatterlist` (include/linux/scatterlist.h, 7.3): input and output in one place.
///
/// Lengths and offsets are C `unsigned int`, kept in an `int` of the same bits; `...Bytes()` gives
/// them widened. A reference to an entry is the kernel's `struct scatterlist *`.
public final class ScatterEntry {
  private static final int BUS_ADDRESS = 1;
  private static final int SWIOTLB = 2;

  private final ScatterArray array;
  private final int index;
  private long page;
  private int offset;
  private int length;
  private long dmaAddress;
  private int dmaLength;
  private int dmaFlags;
  private boolean end;
  private @Nullable ScatterEntry chain;

  ScatterEntry(ScatterArray array, int index) {
    this.array = array;
    this.index = index;
  }

  /// The array that the entry lies in.
  public ScatterArray array() {
    return array;
  }

  /// The place in that array, from 0.
  public int index() {
    return index;
  }

  // ---- in side

  /// The in side, as a value.
  public InSide in() {
    return new InSide(new PhysAddr(page), offset, length);
  }

  /// Sets the in side (`sg_set_page()`); the out side, the chain and the end mark stay.
  public void setPage(PhysAddr page, int length, int offset) {
    this.page = page.value();
    this.offset = offset;
    this.length = length;
  }

  /// Physical address of the first page (`page_to_phys(sg_page())`).
  public long pageAddress() {
    return page;
  }

  /// `sg->offset`.
  public int offset() {
    return offset;
  }

  /// Sets `sg->offset`.
  public void setOffset(int offset) {
    this.offset = offset;
  }

  /// `sg->length`.
  public int length() {
    return length;
  }

  /// Sets `sg->length`.
  public void setLength(int length) {
    this.length = length;
  }

  /// `sg->length` as an unsigned number of bytes.
  public long lengthBytes() {
    return Integer.toUnsignedLong(length);
  }

  /// `sg_phys()`.
  public long phys() {
    return page + Integer.toUnsignedLong(offset);
  }

  // ---- out side

  /// The out side, as a value.
  public OutSide out() {
    return new OutSide(new DmaAddr(dmaAddress), dmaLength());
  }

  /// `sg_dma_address()`.
  public long dmaAddress() {
    return dmaAddress;
  }

  /// Sets `sg_dma_address()`.
  public void setDmaAddress(long address) {
    dmaAddress = address;
  }

  /// `sg_dma_len()`; `sg->length` on a kernel without `CONFIG_NEED_SG_DMA_LENGTH`.
  public int dmaLength() {
    return array.needDmaLength() ? dmaLength : length;
  }

  /// Sets `sg_dma_len()`; sets `sg->length` on a kernel without `CONFIG_NEED_SG_DMA_LENGTH`.
  public void setDmaLength(int length) {
    if (array.needDmaLength()) {
      dmaLength = length;
    } else {
      this.length = length;
    }
  }

  /// `sg_dma_len()` as an unsigned number of bytes.
  public long dmaLengthBytes() {
    return Integer.toUnsignedLong(dmaLength());
  }

  /// `sg_dma_is_bus_address()`.
  public boolean isBusAddress() {
    return (dmaFlags & BUS_ADDRESS) != 0;
  }

  /// `sg_dma_mark_bus_address()` and `sg_dma_unmark_bus_address()`.
  public void markBusAddress(boolean on) {
    dmaFlags = on ? dmaFlags | BUS_ADDRESS : dmaFlags & ~BUS_ADDRESS;
  }

  /// `sg_dma_is_swiotlb()`.
  public boolean isSwiotlb() {
    return (dmaFlags & SWIOTLB) != 0;
  }

  /// `sg_dma_mark_swiotlb()`; nothing in 7.3 takes the mark off but `sg_init_table()`.
  public void markSwiotlb() {
    dmaFlags |= SWIOTLB;
  }

  // ---- list

  /// `sg_next()`: empty behind the entry with the end mark.
  public Optional<ScatterEntry> next() {
    return end ? Optional.empty() : Optional.of(following());
  }

  /// The next entry of a walk that goes on, or this one when `more` is false: one step of
  /// `for_each_sg()`. Going on behind the end mark is the kernel's null dereference.
  public ScatterEntry stepIf(boolean more) {
    if (!more) {
      return this;
    }
    if (end) {
      throw new KernelBug(
          "sg_next", "walk behind the last entry of a scatterlist of " + (index + 1));
    }
    return following();
  }

  /// The entry that lies `entries` further in the same array (`sg + n` in C).
  public ScatterEntry plus(int entries) {
    return array.entry(index + entries);
  }

  /// `sg_is_last()`.
  public boolean isLast() {
    return end;
  }

  /// `sg_mark_end()` and `sg_unmark_end()`.
  public void markEnd(boolean on) {
    end = on;
    chain = null;
  }

  /// Whether the entry is no buffer but a link (`sg_is_chain()`).
  public boolean isChain() {
    return chain != null;
  }

  /// Makes the entry a link to `first` (`__sg_chain()`).
  public void chainTo(ScatterEntry first) {
    chain = first;
    end = false;
    offset = 0;
    length = 0;
  }

  private ScatterEntry following() {
    ScatterEntry neighbour = array.entry(index + 1);
    ScatterEntry target = neighbour.chain;
    return target == null ? neighbour : target;
  }

  @Override
  public String toString() {
    return "sg[%d] %s+%d -> 0x%x+%d"
        .formatted(index, new PhysAddr(phys()), length, dmaAddress, dmaLength());
  }
}
