// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Optional;
import org.sgdiet.analyzer.fact.Origin;

/// One entry of a list, lent by another subsystem or at hand as a pointer, is mapped with its DMA
/// vector apart.
public final class BorrowedEntryVector implements ListRecipe {

  @Override
  public String id() {
    return "borrowed-entry-vector";
  }

  @Override
  public String family() {
    return "R2";
  }

  @Override
  public String title() {
    return "keep the DMA vector of one borrowed entry apart from it";
  }

  @Override
  public String about() {
    return "`dma_map_sg()` becomes `dma_vecs_map_sgl()`, which leaves what the device sees in a `struct dma_vecs`; every walk that reads `sg_dma_address()` or `sg_dma_len()` walks the vectors, in helpers and other files of the driver too, and every unmap becomes `dma_vecs_unmap()` in the same patch. The vector lives beside the list or in the one function that maps and unmaps; a list of one entry costs no allocation. Refused: result never tested, dmaengine consumers, one pointer that reads both sides.";
  }

  @Override
  public boolean takes(Optional<Origin> origin) {
    return origin.filter(Origin.SCSI_CMND::equals).isEmpty();
  }

  @Override
  public boolean single() {
    return true;
  }
}
