// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Optional;
import org.sgdiet.analyzer.fact.Origin;

/// A list of several entries that the driver has itself is mapped with its DMA vectors apart: the
/// first step, before the list goes.
public final class OwnListVectors implements ListRecipe {

  @Override
  public String id() {
    return "own-list-vectors";
  }

  @Override
  public String family() {
    return "R6";
  }

  @Override
  public String title() {
    return "keep the DMA vectors of an own list apart from it";
  }

  @Override
  public String about() {
    return "`dma_map_sg()` becomes `dma_vecs_map_sgl()`, which leaves what the device sees in a `struct dma_vecs`; every walk that reads `sg_dma_address()` or `sg_dma_len()` walks the vectors, in helpers and other files of the driver too, and every unmap becomes `dma_vecs_unmap()` in the same patch. The vectors live beside the list. Refused: result never tested, dmaengine and RDMA consumers, one pointer that reads both sides. Left to a person: a list of the caller, a list kept in a second place.";
  }

  @Override
  public boolean takes(Optional<Origin> origin) {
    return origin.isEmpty();
  }
}
