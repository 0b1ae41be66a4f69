// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Locale;

/// What a DMA call does to the list or buffer that it is given.
public enum SiteKind {
  /// Makes memory reachable by a device: `dma_map_sg()`, `dma_map_single()`, `dma_iova_link()`.
  MAP,
  /// Takes it back: `dma_unmap_sg()`, `scsi_dma_unmap()`, `dma_iova_destroy()`.
  UNMAP,
  /// Hands it over for a while: `dma_sync_sg_for_cpu()`.
  SYNC,
  /// Fills a list from a request: `blk_rq_map_sg()`, `skb_to_sgvec()`.
  BUILD;

  /// The word used in reports.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
