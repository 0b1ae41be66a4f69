// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.rewriter.GoldenTree;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Verdict;

/// Which runs of the version before say what the one after has to keep.
final class MeasureTest {

  private static Verdict verdict(String before, String after) {
    return new Validator(
            GoldenTree.of(before), Partners.in(GoldenTree.of(before)), Campaign.standard())
        .verdict(new Touched(GoldenTree.DRIVER, "golden_map"), GoldenTree.of(after));
  }

  /// A driver that goes on when a mapping fails, and unmaps later what is not mapped.
  private static final String UNCHECKED =
      """
      #include <linux/dma-mapping.h>
      #include <linux/scatterlist.h>
      #include <linux/errno.h>

      struct golden {
      	struct device *dev;
      	struct scatterlist *sg;
      	unsigned int n;
      	void *desc;
      };

      int golden_map(struct golden *g)
      {
      	int ret;

      	g->desc = kzalloc(64, GFP_KERNEL);
      	if (!g->desc)
      		return -ENOMEM;
      	ret = dma_map_sg(g->dev, g->sg, g->n, DMA_TO_DEVICE);
      	if (ret < 0)
      		return ret;
      	return 0;
      }

      void golden_unmap(struct golden *g)
      {
      	dma_unmap_sg(g->dev, g->sg, g->n, DMA_TO_DEVICE);
      }
      """;

  @Test
  void aFailureThatBreaksARuleLaterIsNotSurvived() {
    String checked =
        UNCHECKED.replace("if (ret < 0)\n\t\treturn ret;", "if (!ret)\n\t\treturn -ENOMEM;");
    assertThat(verdict(UNCHECKED, checked))
        .isInstanceOfSatisfying(
            Verdict.ProvedOnCampaign.class,
            proved -> assertThat(proved.fixed()).contains("frees-memory-not-allocated"));
  }

  @Test
  void aFailureThatIsSurvivedHasToBe() {
    String other =
        UNCHECKED
            .replace("unsigned int n;", "unsigned int n;\n\tint mapped;")
            .replace("if (ret < 0)\n\t\treturn ret;", "g->mapped = ret;")
            .replace("\tdma_unmap_sg", "\tif (g->mapped)\n\t\tdma_unmap_sg");
    String strict =
        other.replace("g->mapped = ret;", "g->mapped = ret;\n\tif (!ret)\n\t\treturn -ENOMEM;");
    assertThat(verdict(other, strict))
        .isInstanceOfSatisfying(
            Verdict.Differs.class,
            differs ->
                assertThat(differs.reason())
                    .isEqualTo("a failing mapping is survived before, and an error after"));
  }

  /// A buffer that a driver maps to the next multiple of 32 bytes.
  private static final String ALIGNED =
      """
      #include <linux/dma-mapping.h>
      #include <linux/scatterlist.h>
      #include <linux/errno.h>

      struct golden {
      	struct device *dev;
      	void *buf;
      	__le64 *desc;
      };

      int golden_map(struct golden *g, unsigned int len)
      {
      	unsigned int bytes = ALIGN(len, 32);
      	struct scatterlist sg;

      	sg_init_one(&sg, g->buf, bytes);
      	if (!dma_map_sg(g->dev, &sg, 1, DMA_TO_DEVICE))
      		return -ENOMEM;
      	g->desc[0] = cpu_to_le64(sg_dma_address(&sg));
      	g->desc[1] = cpu_to_le64(sg_dma_len(&sg));
      	dma_unmap_sg(g->dev, &sg, 1, DMA_TO_DEVICE);
      	return 0;
      }
      """;

  private static String single(String bytes) {
    return ALIGNED
        .replace("struct scatterlist sg;", "dma_addr_t addr;")
        .replace("sg_init_one(&sg, g->buf, bytes);\n\t", "")
        .replace(
            "if (!dma_map_sg(g->dev, &sg, 1, DMA_TO_DEVICE))",
            "addr = dma_map_single(g->dev, g->buf, BYTES, DMA_TO_DEVICE);\n"
                + "\tif (dma_mapping_error(g->dev, addr))")
        .replace("sg_dma_address(&sg)", "addr")
        .replace("sg_dma_len(&sg)", "BYTES")
        .replace("dma_unmap_sg(g->dev, &sg, 1,", "dma_unmap_single(g->dev, addr, BYTES,")
        .replace("BYTES", bytes);
  }

  @Test
  void whatAListMapsBehindItsBufferMayBeMappedWithoutIt() {
    assertThat(verdict(ALIGNED, single("bytes"))).isInstanceOf(Verdict.ProvedOnCampaign.class);
    assertThat(verdict(ALIGNED, single("(bytes + 4)"))).isInstanceOf(Verdict.Differs.class);
  }

  /// What reads an address after the unmap is run behind what unmaps, too.
  @Test
  void anAddressThatIsReadTooLateIsNoMeasure() {
    String late =
        UNCHECKED
            .replace("void *desc;", "__le64 *desc;\n\tstruct dma_vecs vecs;")
            .replace("if (ret < 0)\n\t\treturn ret;", "if (!ret)\n\t\treturn -ENOMEM;")
            .replace("return 0;", "UNMAP;\n\tg->desc[0] = ADDRESS;\n\treturn 0;")
            .replace("UNMAP", "dma_unmap_sg(g->dev, g->sg, g->n, DMA_TO_DEVICE)")
            .replace("ADDRESS", "cpu_to_le64(sg_dma_address(g->sg))");
    String vectors =
        late.replace(
                "dma_map_sg(g->dev, g->sg, g->n, DMA_TO_DEVICE)",
                "dma_vecs_map_sgl(g->dev, &g->vecs, g->sg, g->n, DMA_TO_DEVICE, 0)")
            .replace(
                "dma_unmap_sg(g->dev, g->sg, g->n, DMA_TO_DEVICE)",
                "dma_vecs_unmap(g->dev, &g->vecs, DMA_TO_DEVICE, 0)")
            .replace("sg_dma_address(g->sg)", "g->vecs.vec->addr");
    assertThat(verdict(late, vectors)).isNotInstanceOf(Verdict.Differs.class);
    String crash = UNCHECKED.replace("if (ret < 0)", "g->sg = NULL;\n\tif (g->sg->length)");
    assertThat(verdict(UNCHECKED, crash)).isInstanceOf(Verdict.Differs.class);
  }
}
