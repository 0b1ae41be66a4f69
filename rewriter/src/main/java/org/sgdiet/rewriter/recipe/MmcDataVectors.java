// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Optional;
import org.sgdiet.analyzer.fact.Origin;

/// The data of an MMC request is mapped with its DMA vectors apart from its list.
public final class MmcDataVectors implements ListRecipe {

  @Override
  public String id() {
    return "mmc-data-vectors";
  }

  @Override
  public String family() {
    return "R5";
  }

  @Override
  public String title() {
    return "keep the DMA vectors of MMC data apart from its list";
  }

  @Override
  public String about() {
    return "`dma_map_sg()` becomes `dma_vecs_map_sgl()`, which leaves what the device sees in a `struct dma_vecs`; every walk that reads `sg_dma_address()` or `sg_dma_len()` walks the vectors, in helpers and other files of the driver too, and every unmap becomes `dma_vecs_unmap()` in the same patch. The vectors live in the host. Refused: result never tested, dmaengine consumers, CPU side of an entry read by its DMA index. Left to a person: hosts with pre_req(), which map the next request while one runs.";
  }

  @Override
  public boolean takes(Optional<Origin> origin) {
    return origin.filter(Origin.MMC_DATA::equals).isPresent();
  }
}
