// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What stands against a rewrite, and who shares a mapping.
class DecisionsTest {

  private static final String LOOP =
      """
      int run(struct acme *a, struct skcipher_request *req)
      {
        struct scatterlist *sg;
        int i, n = dma_map_sg(a->dev, req->src, a->n, DMA_TO_DEVICE);
        if (!n)
          return -EIO;
        for_each_sg(req->src, sg, n, i) {
          put(sg_dma_address(sg), sg_dma_len(sg));
          %s
        }
        dma_unmap_sg(a->dev, req->src, a->n, DMA_TO_DEVICE);
        return 0;
      }
      """;

  @Test
  void aLoopOverTheOutputsIsMechanical() {
    assertThat(WrittenTree.of(LOOP.formatted("")).facts().decision())
        .isEqualTo(new Decision(Recipe.R4, Verdict.MECHANICAL, ""));
  }

  @Test
  void theCpuSideOfAnOutputIsRefused() {
    Decision decision = WrittenTree.of(LOOP.formatted("touch(sg_virt(sg));")).facts().decision();
    assertThat(decision.verdict()).isEqualTo(Verdict.REFUSE);
    assertThat(decision.reason()).isEqualTo("CPU side and DMA side of 'sg' are read together");
  }

  @Test
  void theCpuSideInAMessageIsNot() {
    assertThat(WrittenTree.of(LOOP.formatted("dev_dbg(a->dev, \"%%u\", sg->offset);")).facts())
        .extracting(f -> f.decision().verdict())
        .isEqualTo(Verdict.MECHANICAL);
  }

  @Test
  void steppingThroughMappedEntriesIsRefused() {
    Decision decision =
        WrittenTree.of(LOOP.formatted("sg = scatterwalk_ffwd(a->two, sg, 16);")).facts().decision();
    assertThat(decision.reason())
        .isEqualTo("scatterwalk_ffwd() makes new entries out of mapped ones");
  }

  @Test
  void aTestOfALaterValueIsNoTestOfTheResult() {
    String text =
        """
        int run(struct acme *a, struct skcipher_request *req)
        {
          int ret = dma_map_sg(a->dev, req->src, 4, DMA_TO_DEVICE);
          start(a, ret);
          ret = wait(a);
          if (ret)
            return ret;
          dma_unmap_sg(a->dev, req->src, 4, DMA_TO_DEVICE);
          return 0;
        }
        """;
    MapFacts facts = WrittenTree.of(text).facts();
    assertThat(facts.bookkeeping().check()).isEqualTo("none");
    assertThat(facts.decision().reason()).startsWith("dma_map_sg() result is never checked");
  }

  @Test
  void aProtectionListIsRefused() {
    String text =
        """
        int run(struct acme *a, struct scsi_cmnd *cmd)
        {
          int n = dma_map_sg(a->dev, scsi_prot_sglist(cmd), scsi_prot_sg_count(cmd), a->dir);
          return n ? put(a, scsi_prot_sglist(cmd), n) : -EIO;
        }
        """;
    assertThat(WrittenTree.of(text).facts().decision().reason())
        .isEqualTo("protection list: no iterator maps it without a scatterlist");
  }

  @Test
  void aHelperThatIsGivenTheListIsNamed() {
    String text =
        """
        static void fill(struct acme *a, struct scatterlist *list, int n)
        {
          struct scatterlist *sg; int i;
          for_each_sg(list, sg, n, i)
            put(sg_dma_address(sg), sg_dma_len(sg));
        }
        int run(struct acme *a, struct skcipher_request *req)
        {
          int n = dma_map_sg(a->dev, req->src, a->n, DMA_TO_DEVICE);
          if (!n) return -EIO;
          fill(a, req->src, n);
          dma_unmap_sg(a->dev, req->src, a->n, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(WrittenTree.of(text).facts().decision())
        .isEqualTo(
            new Decision(
                Recipe.R4,
                Verdict.ASSIST,
                "outputs are read in fill() (line 5): it has to be converted too"));
  }

  @Test
  void theFilesThatUseAnExportedMappingAreListed() {
    MapFacts facts =
        WrittenTree.of(
                """
                int acme_core_map(struct acme *a, struct scatterlist *list, int n)
                {
                  return dma_map_sg(a->dev, list, n, DMA_TO_DEVICE);
                }
                EXPORT_SYMBOL_GPL(acme_core_map);
                """)
            .with("drivers/one/one.c", "void one(struct one *o) { acme_core_map(o->a, o->sg, 1); }")
            .with("drivers/two/two.c", "void two(struct two *t) { acme_core_map(t->a, t->sg, 1); }")
            .facts();
    assertThat(facts.framework()).isEqualTo("acme_core_map()");
    assertThat(facts.users()).containsExactly("drivers/one/one.c", "drivers/two/two.c");
    assertThat(facts.decision().recipe()).isEqualTo(Recipe.R12);
  }
}
