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

/// A file of the driver that maps and reads nothing may still keep the list where another one reads
/// it.
final class KeptElsewhereTest {

  private static final String HEADER =
      """
      #include <linux/scatterlist.h>
      #include <linux/mmc/core.h>

      struct golden_host {
      	struct device *dev;
      	void __iomem *regs;
      	struct scatterlist *walk;
      };
      void golden_init(struct golden_host *host, struct mmc_data *data);
      """;

  private static final String DRIVER =
      """
      #include <linux/dma-mapping.h>
      #include "golden.h"

      static int golden_map(struct golden_host *host, struct mmc_data *data)
      {
      	data->sg_count = dma_map_sg(host->dev, data->sg, data->sg_len, DMA_TO_DEVICE);
      	if (!data->sg_count)
      		return -ENOMEM;
      	golden_init(host, data);
      	writel(sg_dma_address(data->sg), host->regs);
      	return 0;
      }

      static void golden_done(struct golden_host *host, struct mmc_data *data)
      {
      	dma_unmap_sg(host->dev, data->sg, data->sg_len, DMA_TO_DEVICE);
      }
      """;

  private static List<Outcome> outcomes(String core) {
    SourceTree tree =
        GoldenTree.of(
            DRIVER, Map.of("drivers/golden/golden.h", HEADER, "drivers/golden/core.c", core));
    return new Rewrites(tree, Dialect.PHYR, new Scan(tree, KernelApi.builtIn()).run().findings())
        .in(GoldenTree.DRIVER).stream()
            .filter(a -> a.recipe().id().equals("mmc-data-vectors"))
            .map(Rewrites.Answer::outcome)
            .toList();
  }

  @Test
  void aListThatAnotherFileKeepsIsNotConverted() {
    String keeps =
        """
        #include "golden.h"

        void golden_init(struct golden_host *host, struct mmc_data *data)
        {
        	host->walk = data->sg;
        }
        """;
    assertThat(outcomes(keeps))
        .singleElement()
        .isEqualTo(
            new Outcome.Refusal(
                Outcome.Kind.ASSIST,
                "drivers/golden/core.c",
                5,
                "the list is kept in another place as well; its readers are not all in view"));
    assertThat(outcomes(keeps.replace("host->walk = data->sg;", "host->walk = NULL;")))
        .singleElement()
        .isInstanceOf(Outcome.Proposal.class);
  }
}
