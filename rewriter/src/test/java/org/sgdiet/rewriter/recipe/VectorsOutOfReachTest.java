// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.GoldenTree;
import org.sgdiet.rewriter.Rewrites;
import org.sgdiet.rewriter.dialect.Dialect;

/// An inline function of the driver's header that reads what the list was mapped to.
class VectorsOutOfReachTest {

  private static final String HEADER =
      """
      #include <linux/dma-mapping.h>
      #include <linux/scatterlist.h>

      struct golden_chunk {
      	struct scatterlist sg[7];
      	int npages;
      	int nsg;
      };

      struct golden_iter {
      	struct golden_chunk *chunk;
      	int idx;
      };

      static inline dma_addr_t golden_addr(PARAMETER)
      {
      	return sg_dma_address(&ENTRY);
      }
      """;

  private static final String DRIVER =
      """
      #include "golden.h"

      int golden_map(struct device *dev, struct golden_chunk *chunk)
      {
      	chunk->nsg = dma_map_sg(dev, chunk->sg, chunk->npages, DMA_BIDIRECTIONAL);
      	return chunk->nsg ? 0 : -ENOMEM;
      }

      void golden_unmap(struct device *dev, struct golden_chunk *chunk)
      {
      	dma_unmap_sg(dev, chunk->sg, chunk->npages, DMA_BIDIRECTIONAL);
      }

      dma_addr_t golden_start(struct golden_chunk *chunk)
      {
      	return sg_dma_address(&chunk->sg[0]);
      }
      """;

  private static List<Outcome> outcomes(String parameter, String entry) {
    String header = HEADER.replace("PARAMETER", parameter).replace("ENTRY", entry);
    SourceTree tree = GoldenTree.of(DRIVER, Map.of("drivers/golden/golden.h", header));
    return new Rewrites(tree, Dialect.PHYR, new Scan(tree, KernelApi.builtIn()).run().findings())
        .in(GoldenTree.DRIVER).stream()
            .filter(a -> a.recipe().id().equals("own-list-vectors"))
            .map(Rewrites.Answer::outcome)
            .toList();
  }

  @Test
  void aReaderThatHasNoVariableForTheStructureIsLeftToAPerson() {
    assertThat(outcomes("struct golden_iter *iter", "iter->chunk->sg[iter->idx]"))
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Refusal.class,
            r -> assertThat(r.reason()).startsWith("golden_addr() reads the DMA side of the list"));
  }

  @Test
  void oneThatHasItIsChangedToo() {
    assertThat(outcomes("struct golden_chunk *chunk, int i", "chunk->sg[i]"))
        .singleElement()
        .isInstanceOf(Outcome.Proposal.class);
  }
}
