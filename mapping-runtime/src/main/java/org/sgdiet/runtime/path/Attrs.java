// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// `DMA_ATTR_*` bits (include/linux/dma-mapping.h, 7.3), as a C `unsigned long`.
public final class Attrs {
  /// No attribute.
  public static final long NONE = 0;

  /// `DMA_ATTR_NO_KERNEL_MAPPING`.
  public static final long NO_KERNEL_MAPPING = 1L << 4;

  /// `DMA_ATTR_SKIP_CPU_SYNC`: neither cache maintenance nor a copy at map and unmap.
  public static final long SKIP_CPU_SYNC = 1L << 5;

  /// `DMA_ATTR_FORCE_CONTIGUOUS`.
  public static final long FORCE_CONTIGUOUS = 1L << 6;

  /// `DMA_ATTR_NO_WARN`.
  public static final long NO_WARN = 1L << 8;

  /// `DMA_ATTR_PRIVILEGED`.
  public static final long PRIVILEGED = 1L << 9;

  /// `DMA_ATTR_MMIO`: the physical address is no memory.
  public static final long MMIO = 1L << 10;

  /// `DMA_ATTR_DEBUGGING_IGNORE_CACHELINES`.
  public static final long IGNORE_CACHELINES = 1L << 11;

  /// `DMA_ATTR_REQUIRE_COHERENT`: fail rather than bounce or maintain caches.
  public static final long REQUIRE_COHERENT = 1L << 12;

  /// `DMA_ATTR_CC_SHARED`.
  public static final long CC_SHARED = 1L << 13;

  private Attrs() {}

  /// Whether `attrs` holds any bit of `bits`.
  public static boolean any(long attrs, long bits) {
    return (attrs & bits) != 0;
  }
}
