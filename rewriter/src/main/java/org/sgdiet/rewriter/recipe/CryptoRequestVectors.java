// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Optional;
import org.sgdiet.analyzer.fact.Origin;

/// The lists of a crypto request are mapped with their DMA vectors apart.
public final class CryptoRequestVectors implements ListRecipe {

  @Override
  public String id() {
    return "crypto-request-vectors";
  }

  @Override
  public String family() {
    return "R4";
  }

  @Override
  public String title() {
    return "keep the DMA vectors of a crypto request apart from its lists";
  }

  @Override
  public String about() {
    return "`dma_map_sg()` becomes `dma_vecs_map_sgl()`, which leaves what the device sees in a `struct dma_vecs`; every walk that reads `sg_dma_address()` or `sg_dma_len()` walks the vectors, in helpers and other files of the driver too, and every unmap becomes `dma_vecs_unmap()` in the same patch. The vectors live in the request context, or where the driver keeps the mapped count; a request in place is mapped once, and its destination gets the vectors of its source. Refused: result never tested, dmaengine consumers, one pointer that reads both sides. Left to a person: a list kept in a second place, a helper that walks several lists.";
  }

  @Override
  public boolean takes(Optional<Origin> origin) {
    return origin.filter(Origin.CRYPTO_REQ::equals).isPresent();
  }
}
