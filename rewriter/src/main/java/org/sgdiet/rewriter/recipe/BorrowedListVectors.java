// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Optional;
import org.sgdiet.analyzer.fact.Origin;

/// A list that bsg, libsas, the target core or another subsystem lends to a driver is mapped with
/// its DMA vectors apart.
public final class BorrowedListVectors implements ListRecipe {

  @Override
  public String id() {
    return "borrowed-list-vectors";
  }

  @Override
  public String family() {
    return "R11";
  }

  @Override
  public String title() {
    return "keep the DMA vectors of a borrowed list apart from it";
  }

  @Override
  public String about() {
    return "`dma_map_sg()` becomes `dma_vecs_map_sgl()`, which leaves what the device sees in a `struct dma_vecs`; every walk that reads `sg_dma_address()` or `sg_dma_len()` walks the vectors, in helpers and other files of the driver too, and every unmap becomes `dma_vecs_unmap()` in the same patch. The vectors live where the driver keeps the mapped count. Refused: result never tested, dmaengine consumers, one pointer that reads both sides.";
  }

  @Override
  public boolean takes(Optional<Origin> origin) {
    return origin
        .filter(o ->
            switch (o) {
              case BSG_JOB,
                  LIBSAS_TASK,
                  TARGET_CORE_CMD,
                  HSI_MSG,
                  MEMSTICK_REQ,
                  USB_URB,
                  LIBATA_QC ->
                  true;
              default -> false;
            })
        .isPresent();
  }
}
