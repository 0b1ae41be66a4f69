// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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
        .startsWith("protection list: only blk_rq_integrity_dma_map_iter_start()");
  }

  private static final String REQUEST =
      """
      int run(struct acme *a, struct request *rq)
      {
        struct scatterlist *sg; int i;
        a->table.orig_nents = %s(rq, a->table.sgl);
        if (dma_map_sgtable(a->dev, &a->table, DMA_TO_DEVICE, 0)) return -EIO;
        for_each_sgtable_dma_sg(&a->table, sg, i)
          put(sg_dma_address(sg), sg_dma_len(sg));
        dma_unmap_sgtable(a->dev, &a->table, DMA_TO_DEVICE, 0);
        return 0;
      }
      """;

  @Test
  void theProtectionInformationOfARequestIsRefused() {
    assertThat(WrittenTree.of(REQUEST.formatted("blk_rq_map_integrity_sg")).facts().decision())
        .satisfies(d -> assertThat(d.verdict()).isEqualTo(Verdict.REFUSE))
        .satisfies(d -> assertThat(d.reason()).startsWith("protection list"));
    assertThat(WrittenTree.of(REQUEST.formatted("blk_rq_map_sg")).facts().decision())
        .isEqualTo(new Decision(Recipe.R7, Verdict.MECHANICAL, ""));
  }

  private static final String HELPER =
      """
      struct job { struct skcipher_request *req; };
      static void fill(struct job *job, int n)
      {
        struct scatterlist *sg; int i;
        for_each_sg(job->req->src, sg, n, i) {
          put(sg_dma_address(sg), sg_dma_len(sg));
          %s
        }
      }
      int run(struct acme *a, struct job *job)
      {
        int n = dma_map_sg(a->dev, job->req->src, a->n, DMA_TO_DEVICE);
        if (!n) return -EIO;
        fill(job, n);
        dma_unmap_sg(a->dev, job->req->src, a->n, DMA_TO_DEVICE);
        return 0;
      }
      """;

  @Test
  void theCpuSideOfAnOutputInAHelperIsRefused() {
    assertThat(WrittenTree.of(HELPER.formatted("")).facts().decision().verdict())
        .isEqualTo(Verdict.MECHANICAL);
    assertThat(WrittenTree.of(HELPER.formatted("touch(sg->offset);")).facts().decision())
        .isEqualTo(
            new Decision(
                Recipe.R4,
                Verdict.REFUSE,
                "CPU side and DMA side of 'sg' are read together in fill()"));
  }

  @Test
  void anAddressThatIsPrintedIsNotWritten() {
    assertThat(
            WrittenTree.of(LOOP.formatted("dev_dbg(a->dev, \"%%pad\", &sg_dma_address(sg));"))
                .facts()
                .decision()
                .verdict())
        .isEqualTo(Verdict.MECHANICAL);
  }

  @Test
  void aHelperThatWritesOutputsIsRefused() {
    assertThat(WrittenTree.of(HELPER.formatted("sg_dma_len(sg) = 4;")).facts().decision().reason())
        .isEqualTo("fill() writes the DMA side of entries itself");
  }

  @Test
  void aHelperThatFindsALentListInItsOwnerHasNoRoomForVectors() {
    String text =
        """
        struct job { struct sas_task *task; };
        static void fill(struct job *job)
        {
          struct scatterlist *sg;
          for (sg = job->task->scatter; sg; sg = sg_next(sg))
            put(sg_dma_address(sg), sg_dma_len(sg));
        }
        int run(struct acme *a, struct job *job)
        {
          if (!dma_map_sg(a->dev, job->task->scatter, job->n, DMA_TO_DEVICE)) return -EIO;
          fill(job);
          dma_unmap_sg(a->dev, job->task->scatter, job->n, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(WrittenTree.of(text).facts().decision())
        .isEqualTo(
            new Decision(
                Recipe.R11,
                Verdict.ASSIST,
                "outputs are read in fill() (line 6): it has to be converted too"));
  }

  private static final String TABLE =
      """
      int acme_map(struct acme *a, struct sg_table *sgt)
      {
        return dma_map_sg(a->dev, sgt->sgl, sgt->nents, DMA_TO_DEVICE) ? 0 : -EIO;
      }
      void acme_unmap(struct acme *a, struct sg_table *sgt)
      {
        dma_unmap_sg(a->dev, sgt->sgl, sgt->nents, DMA_TO_DEVICE);
      }
      """;

  @Test
  void aTableWhoseUnmapIsNotSureIsNotHygieneAlone() {
    assertThat(WrittenTree.of(TABLE).facts().decision())
        .isEqualTo(
            new Decision(
                Recipe.R0,
                Verdict.ASSIST,
                "no call was shown to undo this mapping: all that may undo it convert with it"));
    String users =
        """
        struct bo { struct sg_table sgt; };
        int get(struct acme *a, struct bo *bo) { return acme_map(a, &bo->sgt); }
        void put(struct acme *a, struct bo *bo) { acme_unmap(a, &bo->sgt); }
        """;
    assertThat(WrittenTree.of(TABLE + users).facts().decision())
        .isEqualTo(new Decision(Recipe.R0, Verdict.MECHANICAL, ""));
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

  @Test
  void aReaderElsewhereMakesAMappingThatIsReadBesideItAnAssist() {
    String text =
        """
        struct job { struct scatterlist *list; };
        int run(struct acme *a, struct job *job)
        {
          struct scatterlist *sg;
          int i, n = dma_map_sg(a->dev, job->list, a->n, DMA_TO_DEVICE);
          if (!n) return -EIO;
          for_each_sg(job->list, sg, n, i) put(sg_dma_address(sg), sg_dma_len(sg));
          return 0;
        }
        void done(struct acme *a, struct job *job)
        {
          a->sent += sg_dma_len(job->list);
          dma_unmap_sg(a->dev, job->list, a->n, DMA_TO_DEVICE);
        }
        """;
    MapFacts facts = WrittenTree.of(text).facts();
    assertThat(facts.consumption().word()).isEqualTo("descriptor_loop(same_function)");
    assertThat(facts.decision().verdict()).isEqualTo(Verdict.ASSIST);
    assertThat(facts.decision().reason())
        .isEqualTo("outputs are read in done() (line 12): they need a home in a structure");
  }

  @Test
  void aMappingThatNobodyIsKnownToReadIsAnAssist() {
    String text =
        """
        int run(struct acme *a, struct nvmefc_fcp_req *f, struct request *rq)
        {
          f->sg_cnt = dma_map_sg(a->dev, f->first_sgl, a->n, DMA_TO_DEVICE);
          if (!f->sg_cnt) return -EIO;
          return a->ops->io(a, f);
        }
        void done(struct acme *a, struct nvmefc_fcp_req *f)
        {
          dma_unmap_sg(a->dev, f->first_sgl, a->n, DMA_TO_DEVICE);
        }
        """;
    assertThat(WrittenTree.of(text).facts().decision())
        .extracting(Decision::verdict, Decision::reason)
        .containsExactly(
            Verdict.ASSIST,
            "nobody in this driver was found to read the outputs: whoever does needs them in"
                + " another form");
  }

  @Test
  void theCoreThatCallsADriversOperationIsNotItsFramework() {
    String core =
        """
        void core_begin(struct buf *b) { b->ops->begin(b); }
        EXPORT_SYMBOL_GPL(core_begin);
        """;
    String driver =
        """
        static int begin(struct buf *b)
        {
          return dma_map_sgtable(b->dev, &b->table, DMA_TO_DEVICE, 0);
        }
        const struct buf_ops ops = { .begin = begin };
        """;
    String header =
        """
        struct buf_ops { int (*begin)(struct buf *b); };
        struct buf { const struct buf_ops *ops; };
        """;
    MapFacts facts =
        WrittenTree.of(driver)
            .with("drivers/acme/core.c", core)
            .with("drivers/acme/buf.h", header)
            .facts();
    assertThat(facts.framework()).isEmpty();
  }

  @Test
  void anInlineFunctionOfTheKernelsInterfacesServesDrivers() {
    String header =
        """
        static inline int bus_map_sg(struct bus *b, struct scatterlist *sg, int n)
        {
          return dma_map_sg(b->dev, sg, n, DMA_TO_DEVICE);
        }
        """;
    Decision decision = new WrittenTree(Map.of("include/linux/bus.h", header)).facts().decision();
    assertThat(decision)
        .isEqualTo(
            new Decision(
                Recipe.R12,
                Verdict.REFUSE,
                "bus_map_sg() serves other drivers: convert the framework first"));
  }

  @Test
  void anExportedFunctionThatCallsItsModulesOwnTableIsItsFramework() {
    String text =
        """
        struct ops { int (*map)(struct buf *b); };
        static int map(struct buf *b)
        {
          return dma_map_sgtable(b->dev, &b->table, DMA_TO_DEVICE, 0);
        }
        static const struct ops ops = { .map = map };
        static const struct ops *get(struct buf *b) { return &ops; }
        int core_alloc(struct buf *b)
        {
          const struct ops *o = get(b);
          return o->map(b);
        }
        EXPORT_SYMBOL(core_alloc);
        """;
    assertThat(WrittenTree.of(text).facts().framework()).isEqualTo("core_alloc()");
  }
}
