// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// `struct dma_iova_state` (include/linux/dma-mapping.h, 7.3): the caller's hold on a range of
/// IOVA.
public final class IovaState {
  private static final long USE_SWIOTLB = 1L << 63;

  private long address;
  private long size;

  /// `state->addr`: where offset 0 of the range lies, with the low bits of the first buffer.
  public long address() {
    return address;
  }

  /// `dma_iova_size()`, in bytes, unsigned.
  public long size() {
    return size & ~USE_SWIOTLB;
  }

  /// `dma_use_iova()`: whether an allocation stands.
  public boolean inUse() {
    return size != 0;
  }

  /// `DMA_IOVA_USE_SWIOTLB`: a part of the range is bounced.
  public boolean usesSwiotlb() {
    return (size & USE_SWIOTLB) != 0;
  }

  /// Zeroes the state, as `dma_iova_try_alloc()` does first.
  public void clear() {
    set(0, 0);
  }

  void set(long address, long size) {
    this.address = address;
    this.size = size;
  }

  void markSwiotlb() {
    size |= USE_SWIOTLB;
  }
}
