// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.fact.Consumption.Use;
import org.sgdiet.analyzer.fact.Consumption.Where;

/// Who reads what a mapping wrote.
class ConsumptionsTest {

  @Test
  void anEntrySplitInAnInnerLoopIsStillWalkedByTheOuterOne() {
    String text =
        """
        int run(struct acme *a, struct scatterlist *list, int n)
        {
          int i, p;
          n = dma_map_sg(a->dev, list, n, DMA_TO_DEVICE);
          for (i = 0; i < n; i++, list = sg_next(list))
            for (p = 0; p < 4; p++)
              a->table[p] = sg_dma_address(list) + p * 4096;
          return n;
        }
        """;
    assertThat(WrittenTree.of(text).facts().consumption())
        .isEqualTo(new Consumption(Use.DESCRIPTOR_LOOP, Where.SAME_FUNCTION));
  }

  @Test
  void aReaderThatIsPassedAsAnArgumentIsAHelper() {
    String text =
        """
        static int rdma(struct cmd *c, struct scatterlist *sg)
        {
          return write_entry(c, sg_dma_address(sg), sg_dma_len(sg));
        }
        static int transfer(struct cmd *c, struct scatterlist *list, io_fn *io)
        {
          if (!dma_map_sg(c->dev, list, c->n, DMA_TO_DEVICE))
            return -EIO;
          return io(c, list);
        }
        int run(struct cmd *c) { return transfer(c, c->list, rdma); }
        """;
    assertThat(WrittenTree.of(text).facts().consumption())
        .isEqualTo(new Consumption(Use.SINGLE_ADDRESS, Where.HELPER_SAME_FILE));
  }

  @Test
  void aReaderInATableThatIsInitialisedByPositionIsFound() {
    String text =
        """
        struct chip_ops { char *name; void (*prd)(struct scatterlist *list, int n); };
        static void make_prd(struct scatterlist *list, int n)
        {
          struct scatterlist *sg; int i;
          for_each_sg(list, sg, n, i)
            put(sg_dma_address(sg), sg_dma_len(sg));
        }
        static const struct chip_ops chip = { "acme", make_prd };
        void run(struct acme *a, struct sas_task *task)
        {
          int n = dma_map_sg(a->dev, task->scatter, task->num_scatter, task->data_dir);
          a->ops->prd(task->scatter, n);
        }
        """;
    assertThat(WrittenTree.of(text).facts().consumption().use()).isEqualTo(Use.DESCRIPTOR_LOOP);
  }

  @Test
  void theListThatALocalTableIsInitialisedWithIsTheMappedOne() {
    String text =
        """
        static void post(struct scatterlist *sg, u32 n)
        {
          u32 i;
          for (i = 0; i < n; i++, sg = sg_next(sg))
            put(sg_dma_address(sg), sg_dma_len(sg));
        }
        int run(struct acme *a, struct scatterlist *sg, u32 n)
        {
          struct sg_table table = { .sgl = sg, .orig_nents = n };
          if (dma_map_sgtable(a->dev, &table, DMA_TO_DEVICE, 0))
            return -EIO;
          post(sg, table.nents);
          return 0;
        }
        """;
    assertThat(WrittenTree.of(text).facts().consumption())
        .isEqualTo(new Consumption(Use.DESCRIPTOR_LOOP, Where.HELPER_SAME_FILE));
  }

  @Test
  void oneMappedEntryIsNotWalkedEvenIfItsHomeIsStepped() {
    String text =
        """
        struct acme { struct scatterlist *in; };
        void next(struct acme *a) { a->in = sg_next(a->in); }
        int start(struct acme *a)
        {
          if (!dma_map_sg(a->dev, a->in, 1, DMA_TO_DEVICE))
            return -EIO;
          writel(sg_dma_address(a->in), a->regs);
          return 0;
        }
        """;
    assertThat(WrittenTree.of(text).facts().consumption())
        .isEqualTo(new Consumption(Use.SINGLE_ADDRESS, Where.SAME_FUNCTION));
  }

  @Test
  void aShortcutForOneEntryDoesNotHideTheWalk() {
    String text =
        """
        struct acme { struct scatterlist *sg; };
        static void one(struct acme *a) { put(sg_dma_address(a->sg)); }
        void walk(struct acme *a)
        {
          struct scatterlist *sg; int i;
          for_each_sg(a->sg, sg, a->n, i)
            put(sg_dma_address(sg));
        }
        int run(struct acme *a)
        {
          if (!dma_map_sg(a->dev, a->sg, a->n, DMA_TO_DEVICE)) return -EIO;
          if (a->n == 1) one(a);
          return 0;
        }
        """;
    assertThat(WrittenTree.of(text).facts().consumption())
        .isEqualTo(new Consumption(Use.DESCRIPTOR_LOOP, Where.OTHER_FUNCTION_SAME_FILE));
  }

  @Test
  void aLoopThatMapsEachTimeDoesNotWalkWhatWasMapped() {
    String text =
        """
        static void start(struct acme *a, struct scatterlist *in)
        {
          writel(sg_dma_address(in), a->regs);
        }
        int run(struct acme *a, struct skcipher_request *req)
        {
          struct scatterlist *in = req->src;
          while (in) {
            if (!dma_map_sg(a->dev, in, 1, DMA_TO_DEVICE))
              return -EIO;
            start(a, in);
            dma_unmap_sg(a->dev, in, 1, DMA_TO_DEVICE);
            in = sg_next(in);
          }
          return 0;
        }
        """;
    MapFacts facts = WrittenTree.of(text).facts();
    assertThat(facts.consumption())
        .isEqualTo(new Consumption(Use.SINGLE_ADDRESS, Where.HELPER_SAME_FILE));
    assertThat(facts.readers()).extracting(r -> r.place().function()).containsExactly("start");
  }

  private static final String FIRST_ENTRY =
      """
      struct acme { struct scatterlist *sg; };
      static void walk(struct acme *a, struct scatterlist *list)
      {
        struct scatterlist *sg; int i;
        for_each_sg(list, sg, a->n, i)
          put(sg_dma_address(sg));
      }
      int run(struct acme *a)
      {
        int n = dma_map_sg(a->dev, a->sg, a->n, DMA_TO_DEVICE);
        if (!n) return -EIO;
        if (n == 1)
          writel(sg_dma_address(a->sg), a->regs);
        %s
        return 0;
      }
      int other(struct acme *a) { walk(a, a->sg); return 0; }
      """;

  @Test
  void aShortcutBesideTheMapDoesNotHideTheWalkOfItsHelper() {
    assertThat(WrittenTree.of(FIRST_ENTRY.formatted("else walk(a, a->sg);")).facts().consumption())
        .isEqualTo(new Consumption(Use.DESCRIPTOR_LOOP, Where.HELPER_SAME_FILE));
  }

  @Test
  void aWalkElsewhereDoesNotHideWhatTheMappingFunctionReads() {
    assertThat(WrittenTree.of(FIRST_ENTRY.formatted("")).facts().consumption())
        .isEqualTo(new Consumption(Use.SINGLE_ADDRESS, Where.SAME_FUNCTION));
  }

  @Test
  void aPageTableOfTheDriversOwnIsFilledFromTheCpuSide() {
    String text =
        """
        struct bo { struct sg_table sgt; };
        static int domain_map(struct acme *a, struct sg_table *sgt)
        {
          return iommu_map_sgtable(a->domain, a->at, sgt, IOMMU_READ) ? 0 : -ENXIO;
        }
        int run(struct acme *a, struct bo *bo)
        {
          if (dma_map_sgtable(a->dev, &bo->sgt, DMA_TO_DEVICE, 0))
            return -EIO;
          return domain_map(a, &bo->sgt);
        }
        """;
    assertThat(WrittenTree.of(text).facts().consumption()).isEqualTo(Consumption.NONE);
  }

  @Test
  void theInlineFunctionOfTheIncludedHeaderReads() {
    String header =
        """
        static inline void fill(struct scatterlist *sg, int n)
        {
          for (; n; n--, sg = sg_next(sg))
            put(sg_dma_address(sg));
        }
        """;
    MapFacts facts =
        WrittenTree.of(
                """
                #include "new.h"
                int run(struct acme *a, struct skcipher_request *req)
                {
                  int n = dma_map_sg(a->dev, req->src, a->n, DMA_TO_DEVICE);
                  if (!n) return -EIO;
                  fill(req->src, n);
                  return 0;
                }
                """)
            .with("drivers/acme/both.h", "#include \"fill.h\"\n")
            .with("drivers/acme/fill.h", header)
            .with("drivers/acme/new.h", "#include \"newer.h\"\n")
            .with("drivers/acme/newer.h", header)
            .facts();
    assertThat(facts.readers())
        .extracting(r -> r.place().file())
        .containsExactly("drivers/acme/newer.h");
  }

  @Test
  void aReaderFourCallsAwayIsAHelper() {
    String text =
        """
        struct job { struct sas_task *task; };
        static void fill(struct job *job)
        {
          struct scatterlist *sg;
          for (sg = job->task->scatter; sg; sg = sg_next(sg))
            put(sg_dma_address(sg), sg_dma_len(sg));
        }
        static void context(struct job *job) { fill(job); }
        static void basic(struct job *job) { context(job); }
        static void construct(struct job *job) { basic(job); }
        int run(struct acme *a, struct job *job)
        {
          if (!dma_map_sg(a->dev, job->task->scatter, job->n, DMA_TO_DEVICE)) return -EIO;
          construct(job);
          return 0;
        }
        """;
    assertThat(WrittenTree.of(text).facts().consumption())
        .isEqualTo(new Consumption(Use.DESCRIPTOR_LOOP, Where.HELPER_SAME_FILE));
  }

  @Test
  void aMemberThatSkipsTheHeadOfAListIsNoCursor() {
    String text =
        """
        struct job { struct scatterlist *from; struct scatterlist two[2]; };
        static void start(struct acme *a, struct job *job)
        {
          writel(sg_dma_address(job->from), a->regs);
        }
        int run(struct acme *a, struct job *job, struct akcipher_request *req)
        {
          job->from = scatterwalk_ffwd(job->two, req->src, a->skip);
          if (!dma_map_sg(a->dev, job->from, a->n, DMA_TO_DEVICE))
            return -EIO;
          start(a, job);
          return 0;
        }
        """;
    assertThat(WrittenTree.of(text).facts().consumption())
        .isEqualTo(new Consumption(Use.SINGLE_ADDRESS, Where.HELPER_SAME_FILE));
  }

  @Test
  void aWalkThatGoesOnInLaterCallsReadsOneEntryInEach() {
    String text =
        """
        struct host { struct scatterlist *at; };
        static void next(struct host *h)
        {
          writel(sg_dma_address(h->at), h->regs);
          h->at = sg_next(h->at);
        }
        void irq(struct host *h) { next(h); }
        int run(struct host *h, struct mmc_data *data)
        {
          if (!dma_map_sg(h->dev, data->sg, data->sg_len, DMA_TO_DEVICE)) return -EIO;
          h->at = data->sg;
          next(h);
          return 0;
        }
        """;
    MapFacts facts = WrittenTree.of(text).facts();
    assertThat(facts.consumption())
        .isEqualTo(new Consumption(Use.SINGLE_ADDRESS, Where.HELPER_SAME_FILE));
    assertThat(facts.decision().verdict()).isEqualTo(Verdict.ASSIST);
  }
}
