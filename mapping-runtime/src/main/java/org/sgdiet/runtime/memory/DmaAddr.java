// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

/// A bus address (`dma_addr_t`): unsigned 64-bit, in bytes, on the device's side of the mapping.
public record DmaAddr(long value) {
  /// `DMA_MAPPING_ERROR`, all bits set (include/linux/dma-mapping.h, 7.3).
  public static final long ERROR = -1L;

  /// The one value that is not an address.
  public static final DmaAddr MAPPING_ERROR = new DmaAddr(ERROR);

  /// Whether this is `DMA_MAPPING_ERROR`; asking here is not the driver's `dma_mapping_error()`.
  public boolean isError() {
    return value == ERROR;
  }

  /// The address `bytes` further on.
  public DmaAddr plus(long bytes) {
    return new DmaAddr(value + bytes);
  }

  @Override
  public String toString() {
    return isError() ? "dma:error" : "dma:0x" + Long.toHexString(value);
  }
}
