// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.rewriter.GoldenTree;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.validate.Validator;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Verdict;

/// The C of the batch, executed against the batch of docs/dma-batch.md: a driver that uses the one
/// is compared with the same driver using the other.
class BatchTemplateTest {

  private static final String DRIVER =
      """
      struct acme_io {
      	struct device *dev;
      	struct scsi_cmnd *cmd;
      	struct dma_batch batch;
      	struct dma_vec vecs[256];
      	u64 desc[512];
      };

      static int acme_map(struct acme_io *io)
      {
      	struct scatterlist *sg;
      	int i, ret;

      	ret = dma_batch_start(io->dev, &io->batch, io->vecs, 256, 1 << 20, DMA_TO_DEVICE, 0);
      	if (ret)
      		return ret;
      	scsi_for_each_sg(io->cmd, sg, scsi_sg_count(io->cmd), i) {
      		struct phyr in = { .start = sg_phys(sg), .len = sg->length };

      		ret = dma_batch_add(&io->batch, &in);
      		if (ret) {
      			dma_batch_unmap(&io->batch);
      			return ret;
      		}
      	}
      	ret = dma_batch_finalize(&io->batch);
      	if (ret < 0) {
      		dma_batch_unmap(&io->batch);
      		return ret;
      	}
      	for (i = 0; i < ret; i++) {
      		io->desc[2 * i] = io->vecs[i].addr;
      		io->desc[2 * i + 1] = io->vecs[i].len;
      	}
      	return ret;
      }

      static void acme_unmap(struct acme_io *io)
      {
      	dma_batch_unmap(&io->batch);
      }
      """;

  private static String resource(String name) throws IOException {
    try (InputStream in = ApiPatch.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String struct() throws IOException {
    String header = resource("dma-vec.h");
    int start = header.indexOf("struct dma_batch {");
    return header.substring(start, header.indexOf("};", start) + 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch.c", "batch-by-page.c"})
  void theTemplateDoesWhatTheBatchDoes(String name) throws IOException {
    String body = resource(name).replaceAll("(?m)^(#include|EXPORT_SYMBOL_GPL).*\\n", "");
    String head =
        "#include <linux/dma-mapping.h>\n#include <scsi/scsi_cmnd.h>\n"
            + "#define PHYS_PFN(x) ((unsigned long)((x) >> PAGE_SHIFT))\n"
            + struct();
    String before = head + DRIVER;
    String after =
        (head + body + DRIVER)
            .replace("dma_batch_start", "c_batch_start")
            .replace("dma_batch_add", "c_batch_add")
            .replace("dma_batch_finalize", "c_batch_finalize")
            .replace("dma_batch_unmap", "c_batch_unmap");
    Verdict verdict =
        new Validator(
                GoldenTree.of(before), Partners.in(GoldenTree.of(before)), Campaign.standard())
            .verdict(new Outcome.Touched(GoldenTree.DRIVER, "acme_map"), GoldenTree.of(after));
    assertThat(verdict).isInstanceOf(Verdict.ProvedOnCampaign.class);
    assertThat(verdict.coverage().runs()).isGreaterThan(100);
  }
}
