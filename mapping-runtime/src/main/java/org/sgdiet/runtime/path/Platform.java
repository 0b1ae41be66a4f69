// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// The kernel that is emulated, as far as its configuration and boot options decide mappings.
///
/// `cacheLine` is `dma_get_cache_alignment()`, `dmaMinAlign` is `ARCH_DMA_MINALIGN`, both in bytes;
/// `bounceSmallKmalloc` is `CONFIG_DMA_BOUNCE_UNALIGNED_KMALLOC`, `needSgDmaLength` is
/// `CONFIG_NEED_SG_DMA_LENGTH`, `dmaApiDebug` is `CONFIG_DMA_API_DEBUG`.
public record Platform(
    int pageShift,
    int cacheLine,
    int dmaMinAlign,
    boolean bounceSmallKmalloc,
    boolean needSgDmaLength,
    boolean dmaApiDebug,
    Pool pool) {
  /// The default bounce pool: `slots` slots of 2 KiB from `start`, split into `areas` areas.
  public record Pool(Mode mode, long start, int slots, int areas) {
    /// No pool at all.
    public static final Pool NONE = new Pool(Mode.OFF, 0, 0, 1);
  }

  /// How the `swiotlb=` boot option was given.
  public enum Mode {
    /// `swiotlb=noforce`, or nothing needed a pool.
    OFF,
    /// A pool exists for what needs it.
    ACTIVE,
    /// `swiotlb=force`: everything on the direct path bounces.
    FORCE
  }

  /// `PAGE_SIZE` in bytes.
  public long pageSize() {
    return 1L << pageShift;
  }
}
