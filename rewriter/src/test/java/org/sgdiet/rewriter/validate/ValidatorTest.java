// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.rewriter.GoldenTree;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.Outcome;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Verdict;

/// Rewrites made wrong by hand, in the ways people make them wrong, are told from the right one by
/// running both.
final class ValidatorTest {
  private static final String LIST =
      """
      #include <linux/dma-mapping.h>
      #include <linux/scatterlist.h>
      #include <linux/errno.h>

      struct golden_prd {
      	__le64 addr;
      	__le32 len;
      	__le32 flags;
      };

      struct golden {
      	struct device *dev;
      	struct sg_table sgt;
      	struct golden_prd *prd;
      };

      int golden_write(struct golden *g)
      {
      	struct scatterlist *sg;
      	int i, n;

      	n = dma_map_sg(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE);
      	if (!n)
      		return -ENOMEM;
      	for_each_sg(g->sgt.sgl, sg, n, i) {
      		g->prd[i].addr = cpu_to_le64(sg_dma_address(sg));
      		g->prd[i].len = cpu_to_le32(sg_dma_len(sg));
      	}
      	golden_kick(g, n);
      	dma_unmap_sg(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE);
      	return 0;
      }
      """;

  private static final String KEPT =
      """
      #include <linux/dma-mapping.h>
      #include <linux/errno.h>

      struct golden {
      	struct device *dev;
      	void __iomem *regs;
      	dma_addr_t addr;
      };

      int golden_wait(struct golden *g);

      int golden_write(struct golden *g, void *buf, unsigned int len)
      {
      	int ret;

      	g->addr = dma_map_single(g->dev, buf, len, DMA_TO_DEVICE);
      	if (dma_mapping_error(g->dev, g->addr))
      		return -ENOMEM;
      	writel(g->addr, g->regs);
      	ret = golden_wait(g);
      	dma_unmap_single(g->dev, g->addr, len, DMA_TO_DEVICE);
      	return ret;
      }
      """;

  private static final String TABLE =
      LIST.replace(
              "n = dma_map_sg(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE);\n\tif (!n)",
              "if (dma_map_sgtable(g->dev, &g->sgt, DMA_TO_DEVICE, 0))")
          .replace("for_each_sg(g->sgt.sgl, sg, n, i)", "for_each_sgtable_dma_sg(&g->sgt, sg, i)")
          .replace("golden_kick(g, n)", "golden_kick(g, g->sgt.nents)")
          .replace("sg, i, n", "sg, i")
          .replace("int i, n;", "int i;")
          .replace(
              "dma_unmap_sg(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE)",
              "dma_unmap_sgtable(g->dev, &g->sgt, DMA_TO_DEVICE, 0)");

  /// A function that is given a table which somebody else has mapped.
  private static final String LENT =
      """
      #include <linux/dma-mapping.h>
      #include <linux/scatterlist.h>

      struct golden_prd {
      	__le64 addr;
      	__le32 len;
      	__le32 flags;
      };

      int golden_write(struct golden_prd *prd, struct sg_table *sgt)
      {
      	struct scatterlist *sg;
      	int i;

      	for_each_sg(sgt->sgl, sg, sgt->nents, i) {
      		prd[i].addr = cpu_to_le64(sg_dma_address(sg));
      		prd[i].len = cpu_to_le32(sg_dma_len(sg));
      	}
      	return i;
      }
      """;

  private static final String LENT_TABLE =
      LENT.replace(
          "for_each_sg(sgt->sgl, sg, sgt->nents, i)", "for_each_sgtable_dma_sg(sgt, sg, i)");

  private static Verdict verdict(String before, String after) {
    return new Validator(
            GoldenTree.of(before), Partners.in(GoldenTree.of(before)), Campaign.standard())
        .verdict(new Touched(GoldenTree.DRIVER, "golden_write"), GoldenTree.of(after));
  }

  private static String golden(String name) {
    return GoldenTree.befores("one-own-entry").stream()
        .map(p -> p.resolveSibling(name))
        .findFirst()
        .map(GoldenTree::text)
        .orElseThrow();
  }

  @Test
  void theRightRewritesAreProved() {
    assertThat(verdict(golden("local.before.c"), golden("local.after.c")))
        .isInstanceOf(Verdict.ProvedOnCampaign.class);
    assertThat(verdict(golden("local.before.c"), golden("local.phyr.c")))
        .isInstanceOf(Verdict.ProvedOnCampaign.class);
    assertThat(verdict(LIST, TABLE)).isInstanceOf(Verdict.ProvedOnCampaign.class);
    assertThat(verdict(LENT, LENT_TABLE)).isInstanceOf(Verdict.ProvedOnCampaign.class);
  }

  @Test
  void aRewriteIsProvedWhenEachUseThatItChangesIsInARun() {
    String text =
        LIST.replace("golden_kick(g, n)", "golden_end(g, n)")
            + """

            static void golden_end(struct golden *g, int n)
            {
            	g->prd[n - 1].flags = cpu_to_le32(1);
            }

            void golden_reset(struct golden *g)
            {
            	dma_unmap_sg(g->dev, g->sgt.sgl, (g->sgt.orig_nents), DMA_TO_DEVICE);
            }

            u32 golden_first(struct scatterlist *sg)
            {
            	return sg_dma_len(sg) + 3;
            }
            """;
    Edit map = edit(text, "if (!n)", "if (n == 0)");
    Edit end = edit(text, "cpu_to_le32(1)", "cpu_to_le32(0x1)");
    Edit reset = edit(text, "(g->sgt.orig_nents)", "g->sgt.orig_nents");
    assertThat(validated(text, map, end).word()).isEqualTo("proved");
    Validation named = validated(text, map, end, reset);
    assertThat(named.word()).isEqualTo("proved");
    assertThat(named.describe()).endsWith("; in no run: golden_reset() unmaps at 41");
    Validation unread = validated(text, map, edit(text, "+ 3", "+ 2"));
    assertThat(unread.word()).isEqualTo("not-executable");
    assertThat(unread.describe()).startsWith("no run comes by what changes in golden_first(): ");
  }

  @Test
  void aRewriteIsNotProvedByRunsThatReadNothingOfTheMapping() {
    String never =
        LIST.replace("for_each_sg(", "if (n > 7 && n < 5)\n\t\treturn -EINVAL;\n\tfor_each_sg(");
    String always = LIST.replace("for_each_sg(", "if (n > 7 && n < 5) for_each_sg(");
    Edit map = edit(never, "if (!n)", "if (n == 0)");
    assertThat(validated(never, map, edit(never, "(sg_dma_len(sg))", "(sg_dma_len((sg)))")).word())
        .isEqualTo("proved");
    Validation validation =
        validated(always, map, edit(always, "(sg_dma_len(sg))", "(sg_dma_len((sg)))"));
    assertThat(validation.word()).isEqualTo("not-executable");
    assertThat(validation.describe()).startsWith("no run comes by what changes in golden_write()");
  }

  @Test
  void whatDidNotRunIsNamed() {
    String text =
        LIST.replace(
            "\treturn 0;",
            "\tif (n > 7 && n < 5)\n\t\tg->prd[0].len = cpu_to_le32(sg_dma_len(g->sgt.sgl));\n"
                + "\treturn 0;");
    Validation validation =
        validated(
            text,
            edit(text, "(sg_dma_len(sg))", "(sg_dma_len((sg)))"),
            edit(text, "sg_dma_len(g->sgt.sgl)", "sg_dma_len((g->sgt.sgl))"));
    assertThat(validation.word()).isEqualTo("proved");
    assertThat(validation.describe()).endsWith("; in no run: golden_write() reads at 32");
    assertThat(validation.unrun())
        .containsExactly(new Unrun(new Touched(GoldenTree.DRIVER, "golden_write"), Does.READS, 32));
  }

  /// A driver that reads an entry behind the mapped count does no better with vectors.
  @Test
  void aVectorBehindTheMappedCountIsNoAddress() {
    String two =
        LIST.replace(
                "for_each_sg(g->sgt.sgl, sg, n, i) {", "for (i = 0, sg = g->sgt.sgl; i < 2; i++) {")
            .replace("sg_dma_len(sg));\n", "sg_dma_len(sg));\n\t\tsg = sg_next(sg);\n")
            .replace("struct golden_prd *prd;", "struct golden_prd *prd;\n\tstruct dma_vecs vecs;")
            .replace("\tg->prd[i]", "\tif (!sg)\n\t\t\tbreak;\n\t\tg->prd[i]");
    String vectors =
        two.replace(
                "n = dma_map_sg(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE);",
                "n = dma_vecs_map_sgl(g->dev, &g->vecs, g->sgt.sgl, g->sgt.orig_nents,"
                    + " DMA_TO_DEVICE, 0);")
            .replace(
                "dma_unmap_sg(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE)",
                "dma_vecs_unmap(g->dev, &g->vecs, DMA_TO_DEVICE, 0)")
            .replace("sg_dma_address(sg)", "g->vecs.vec[i].addr")
            .replace("sg_dma_len(sg)", "g->vecs.vec[i].len");
    assertThat(verdict(two, vectors))
        .isInstanceOfSatisfying(
            Verdict.ProvedOnCampaign.class, proved -> assertThat(proved.fixed()).isEmpty());
  }

  /// A driver that maps in one function, writes descriptors in a second, and unmaps in a third.
  private static final String APART =
      """
      #include <linux/dma-mapping.h>
      #include <linux/scatterlist.h>
      #include <linux/errno.h>

      #define GOLDEN_DMA 4

      struct golden_prd {
      	__le64 addr;
      	__le32 len;
      	__le32 flags;
      };

      struct golden {
      	struct device *dev;
      	struct sg_table sgt;
      	struct golden_prd *prd;
      	unsigned int flags;
      	int count;
      };

      int golden_write(struct golden *g)
      {
      	g->count = dma_map_sg(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE);
      	if (!g->count)
      		return -ENOMEM;
      	return 0;
      }

      static void golden_entry(struct golden_prd *prd, struct scatterlist *sg)
      {
      	prd->addr = cpu_to_le64(sg_dma_address(sg));
      	prd->len = cpu_to_le32(sg_dma_len(sg));
      }

      void golden_start(struct golden *g)
      {
      	struct scatterlist *sg;
      	int i;

      	if (!(g->flags & GOLDEN_DMA))
      		return;
      	for_each_sg(g->sgt.sgl, sg, g->count, i)
      		golden_entry(&g->prd[i], sg);
      }

      void golden_done(struct golden *g)
      {
      	dma_unmap_sg(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE);
      }
      """;

  @Test
  void whatUsesAMappingRunsBehindTheFunctionThatMaps() {
    Edit map = edit(APART, "if (!g->count)", "if (g->count == 0)");
    Edit read = edit(APART, "sg_dma_len(sg)", "(sg_dma_len(sg))");
    Validation both = validated(APART, map, read);
    assertThat(both.word()).isEqualTo("proved");
    assertThat(both.describe()).doesNotContain("in no run");
    assertThat(validated(APART, map, edit(APART, "sg_dma_len(sg)", "sg->length")).word())
        .isEqualTo("differs");
    assertThat(validated(APART, map, edit(APART, "g->count, i", "g->sgt.orig_nents, i")).word())
        .isEqualTo("differs");
  }

  @Test
  void aUseThatNoRunComesByProvesNothing() {
    String never = APART.replace("g->flags & GOLDEN_DMA", "g->count > 7 && g->count < 5");
    Validation validation =
        validated(
            never,
            edit(never, "if (!g->count)", "if (g->count == 0)"),
            edit(never, "sg_dma_len(sg)", "sg->length"));
    assertThat(validation.word()).isEqualTo("not-executable");
    assertThat(validation.describe())
        .isEqualTo(
            "no run comes by what changes in golden_entry(): with the objects that the mapping leaves"
                + " it takes other ways");
  }

  @Test
  void whatSyncsAMappingRunsToo() {
    String synced =
        APART.replace(
            "golden_entry(&g->prd[i], sg);",
            """
            golden_entry(&g->prd[i], sg);
            }

            void golden_sync(struct golden *g)
            {
            	dma_sync_sg_for_cpu(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE);\
            """);
    Edit map = edit(synced, "if (!g->count)", "if (g->count == 0)");
    String call = "_for_cpu(g->dev, g->sgt.sgl, g->sgt.orig_nents, DMA_TO_DEVICE)";
    assertThat(
            validated(
                    synced,
                    map,
                    edit(synced, call, call.replace("DMA_TO_DEVICE", "(DMA_TO_DEVICE)")))
                .word())
        .isEqualTo("proved");
    assertThat(
            validated(synced, map, edit(synced, call, call.replace("sgt.orig_nents", "count")))
                .word())
        .isEqualTo("differs");
  }

  private static Edit edit(String text, String from, String to) {
    int at = text.indexOf(from);
    return new Edit(new Span(at, at + from.length()), to);
  }

  private static Validation validated(String text, Edit... edits) {
    return new Validator(GoldenTree.of(text), Partners.in(GoldenTree.of(text)), Campaign.standard())
        .validate(
            new Outcome.Proposal(
                List.of(new FileEdits(GoldenTree.DRIVER, List.of(edits))),
                List.of(new Touched(GoldenTree.DRIVER, "golden_write")),
                "test",
                "test"));
  }

  @Test
  void aLentListThatTheDeviceIsNotToldOfProvesNothing() {
    String counts = LENT.replaceAll("(?m)^\\t\\tprd.*\\R", "\t\ti += !sg_dma_len(sg);\n");
    assertThat(verdict(counts, counts)).isInstanceOf(Verdict.NotExecutable.class);
  }

  @TestFactory
  Stream<DynamicTest> wrongOnesDiffer() {
    String list = LIST;
    String one = golden("local.before.c");
    String after = golden("local.after.c");
    return Stream.of(
        wrong(
            "no unmap of a handle kept in a member",
            KEPT,
            KEPT,
            "\tdma_unmap_single(g->dev, g->addr, len, DMA_TO_DEVICE);\n",
            ""),
        wrong("no unmap", list, TABLE, "dma_unmap_sgtable(g->dev, &g->sgt, DMA_TO_DEVICE, 0);", ""),
        wrong(
            "unmap with the mapped count",
            list,
            TABLE,
            "dma_unmap_sgtable(g->dev, &g->sgt, DMA_TO_DEVICE, 0)",
            "dma_unmap_sg(g->dev, g->sgt.sgl, g->sgt.nents, DMA_TO_DEVICE)"),
        wrong("walk a lent table with the original count", LENT, LENT_TABLE, "_dma_sg(", "_sg("),
        wrong("sg->length of a lent table", LENT, LENT_TABLE, "sg_dma_len(sg)", "sg->length"),
        wrong("walk with the original count", list, TABLE, "sgtable_dma_sg(", "sgtable_sg("),
        wrong("sg->length for sg_dma_len()", list, TABLE, "sg_dma_len(sg)", "sg->length"),
        wrong(
            "wrong direction",
            one,
            after,
            "dma_unmap_single(g->chan->device->dev, dma_addr, len, DMA_TO_DEVICE)",
            "dma_unmap_single(g->chan->device->dev, dma_addr, len, DMA_FROM_DEVICE)"),
        wrong(
            "unchecked mapping error",
            one,
            after,
            "dma_mapping_error(g->chan->device->dev, dma_addr)",
            "0"),
        wrong(
            "unmap with another length",
            one,
            after,
            "dma_unmap_single(g->chan->device->dev, dma_addr, len,",
            "dma_unmap_single(g->chan->device->dev, dma_addr, len / 2,"));
  }

  private static DynamicTest wrong(
      String mistake, String before, String right, String from, String to) {
    return DynamicTest.dynamicTest(
        mistake,
        () -> {
          assertThat(right).contains(from);
          Verdict verdict = verdict(before, right.replace(from, to));
          assertThat(verdict).isInstanceOf(Verdict.Differs.class);
          System.out.println(
              "ValidatorTest: " + mistake + ": " + ((Verdict.Differs) verdict).reason());
        });
  }
}
