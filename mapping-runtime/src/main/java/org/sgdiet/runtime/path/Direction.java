// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// `enum dma_data_direction` (include/linux/dma-direction.h, 7.3), in the kernel's order.
public enum Direction {
  /// `DMA_BIDIRECTIONAL`, 0.
  BIDIRECTIONAL,
  /// `DMA_TO_DEVICE`, 1: the device reads.
  TO_DEVICE,
  /// `DMA_FROM_DEVICE`, 2: the device writes.
  FROM_DEVICE,
  /// `DMA_NONE`, 3: not a direction for a mapping.
  NONE;

  /// The direction with the kernel's number.
  public static Direction of(int number) {
    return switch (number) {
      case 0 -> BIDIRECTIONAL;
      case 1 -> TO_DEVICE;
      case 2 -> FROM_DEVICE;
      default -> NONE;
    };
  }

  /// `valid_dma_direction()`.
  public boolean isValid() {
    return this != NONE;
  }

  /// Whether the device may read what was mapped.
  public boolean deviceReads() {
    return this == BIDIRECTIONAL || this == TO_DEVICE;
  }

  /// Whether the device may write what was mapped.
  public boolean deviceWrites() {
    return this == BIDIRECTIONAL || this == FROM_DEVICE;
  }
}
