// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Whose outputs a reader reads, where several functions map the same kind of list.
class ReadersTest {

  private static List<String> readers(String text, String mapper) {
    return WrittenTree.of(text).sites().stream()
        .filter(s -> s.function().equals(mapper))
        .flatMap(s -> s.map().stream())
        .flatMap(m -> m.readers().stream())
        .map(r -> r.place().function())
        .distinct()
        .toList();
  }

  private static final String COMMANDS =
      """
      struct job { struct scatterlist *list; int n; };
      static void fill(struct acme *a, struct job *job)
      {
        struct scatterlist *sg; int i;
        for_each_sg(job->list, sg, job->n, i)
          put(a, sg_dma_address(sg), sg_dma_len(sg));
      }
      int small(struct acme *a, struct job *job)
      {
        if (!dma_map_sg(a->dev, job->list, job->n, DMA_TO_DEVICE))
          return -EIO;
        writel(sg_dma_address(job->list), a->regs);
        return 0;
      }
      int large(struct acme *a, struct job *job)
      {
        if (!dma_map_sg(a->dev, job->list, job->n, DMA_TO_DEVICE))
          return -EIO;
        fill(a, job);
        return 0;
      }
      static int map(struct acme *a, struct job *job)
      {
        return dma_map_sg(a->dev, job->list, job->n, DMA_TO_DEVICE) ? 0 : -EIO;
      }
      int start(struct acme *a, struct job *job)
      {
        if (map(a, job))
          return -EIO;
        %s
        return 0;
      }
      """;

  @Test
  void aReaderReadsWhatItsOwnCallerMapped() {
    String text = COMMANDS.formatted("kick(a);");
    assertThat(readers(text, "small")).containsExactly("small");
    assertThat(readers(text, "large")).containsExactly("fill");
  }

  @Test
  void aReaderThatIsCalledBesideTheMappingFunctionReadsItsListToo() {
    String text = COMMANDS.formatted("fill(a, job);");
    assertThat(readers(text, "map")).containsExactly("fill");
    assertThat(readers(text, "small")).containsExactly("small");
  }

  @Test
  void aMappingThatNobodyIsNearestToKeepsWhoeverMayReadIt() {
    String text = COMMANDS.formatted("kick(a);");
    assertThat(readers(text, "map")).containsExactlyInAnyOrder("fill", "small");
  }

  @Test
  void aReaderBesideOneMappingFunctionReadsNothingOfAnother() {
    String text =
        """
        struct job { struct scatterlist *list; };
        static void first(struct acme *a, struct job *job)
        {
          writel(sg_dma_address(job->list), a->first);
        }
        static void second(struct acme *a, struct job *job)
        {
          writel(sg_dma_address(job->list), a->second);
        }
        static int map_first(struct acme *a, struct job *job)
        {
          return dma_map_sg(a->dev, job->list, a->n, DMA_TO_DEVICE) ? 0 : -EIO;
        }
        static int map_second(struct acme *a, struct job *job)
        {
          return dma_map_sg(a->dev, job->list, a->n, DMA_TO_DEVICE) ? 0 : -EIO;
        }
        void start_first(struct acme *a, struct job *job)
        {
          if (!map_first(a, job))
            first(a, job);
        }
        void start_second(struct acme *a, struct job *job)
        {
          if (!map_second(a, job))
            second(a, job);
        }
        """;
    assertThat(readers(text, "map_first")).containsExactly("first");
    assertThat(readers(text, "map_second")).containsExactly("second");
  }

  private static final String BRANCHES =
      """
      int run(struct acme *a, struct hsi_msg *msg)
      {
        while (more(a)) {
          %s
          if (msg->ttype == HSI_MSG_READ) {
            if (!dma_map_sg(a->dev, msg->sgt.sgl, 1, DMA_FROM_DEVICE))
              return -EIO;
          } else {
            writel(sg_dma_address(msg->sgt.sgl), a->regs);
          }
        %s
        return 0;
      }
      """;

  @Test
  void theOtherBranchDoesNotReadWhatThisOneMapped() {
    assertThat(readers(BRANCHES.formatted("break; }", ""), "run")).isEmpty();
    assertThat(readers(BRANCHES.formatted("", "}"), "run")).containsExactly("run");
  }

  private static final String REQUEST =
      """
      int run(struct acme *a, struct skcipher_request *req)
      {
        int i, n = 0, m = 0;
        struct scatterlist *sg;
        if (req->src %s req->dst) {
          n = dma_map_sg(a->dev, req->src, a->n, DMA_BIDIRECTIONAL);
          if (!n)
            return -EIO;
          m = n;
        }
        for_each_sg(req->dst, sg, m, i)
          drain(a, sg_dma_address(sg));
        return 0;
      }
      """;

  @Test
  void aListThatIsMappedInPlaceHasTheReadersOfBoth() {
    assertThat(readers(REQUEST.formatted("=="), "run")).containsExactly("run");
    assertThat(readers(REQUEST.formatted("!="), "run")).isEmpty();
  }

  @Test
  void aReaderOfListsThatDifferDoesNotReadTheOneMappedInPlace() {
    String text =
        """
        static void out(struct acme *a, struct skcipher_request *req)
        {
          if (req->src != req->dst)
            writel(sg_dma_address(req->dst), a->out);
        }
        int run(struct acme *a, struct skcipher_request *req)
        {
          if (likely(req->src == req->dst)) {
            if (!dma_map_sg(a->dev, req->src, a->n, DMA_BIDIRECTIONAL))
              return -EIO;
          }
          out(a, req);
          return 0;
        }
        """;
    assertThat(readers(text, "run")).isEmpty();
  }

  private static final String BESIDE =
      """
      struct part { struct sg_table table; };
      struct request { struct part data; struct part *meta; };
      void make(struct request *r) { r->meta = %s; }
      int run(struct acme *a, struct request *r)
      {
        if (!dma_map_sg(a->dev, r->meta->table.sgl, a->n, DMA_TO_DEVICE))
          return -EIO;
        writel(sg_dma_address(r->data.table.sgl), a->regs);
        return 0;
      }
      """;

  @Test
  void aStructureBesideAnotherIsNotTheOneThatAPointerLeadsTo() {
    assertThat(readers(BESIDE.formatted("(void *)(r + 1)"), "run")).isEmpty();
    assertThat(readers(BESIDE.formatted("&r->data"), "run")).containsExactly("run");
  }

  @Test
  void bothListsOfARegistrationAreRead() {
    String text =
        """
        int run(struct ib_mr *mr, struct ib_device *dev, struct scatterlist *data, int n,
                struct scatterlist *guard, int m)
        {
          if (!ib_dma_map_sg(dev, guard, m, DMA_TO_DEVICE))
            return -EIO;
          return ib_map_mr_sg_pi(mr, data, n, NULL, guard, m, NULL, SZ_4K);
        }
        """;
    assertThat(readers(text, "run")).containsExactly("run");
  }

  @Test
  void whoHandsAListToTheMappingFunctionDoesNotReadIt() {
    String text =
        """
        int rdma_rw_ctx_init(struct rdma_rw_ctx *ctx, struct ib_qp *qp, u32 port,
                             struct scatterlist *sg, u32 n, u32 offset, u64 addr, u32 key,
                             enum dma_data_direction dir)
        {
          if (!ib_dma_map_sg(qp->device, sg, n, dir))
            return -ENOMEM;
          return first(ctx, sg_dma_address(sg));
        }
        int post(struct cmd *c)
        {
          return rdma_rw_ctx_init(&c->ctx, c->qp, 1, c->list, c->n, 0, c->addr, c->key, c->dir);
        }
        """;
    assertThat(readers(text, "rdma_rw_ctx_init")).containsExactly("rdma_rw_ctx_init");
  }

  @Test
  void aPointerThatIsSetInTheCasesOfASwitchMayBeEach() {
    String text =
        """
        struct side { struct scatterlist *sg; };
        struct dev { struct side src; struct side dst; };
        static int start(struct dev *d, int dir)
        {
          struct side *side;
          switch (dir) {
          case DMA_MEM_TO_DEV:
            side = &d->src;
            break;
          case DMA_DEV_TO_MEM:
            side = &d->dst;
            break;
          default:
            return -EINVAL;
          }
          return dmaengine_prep_slave_sg(d->chan, side->sg, d->n, dir, 0) ? 0 : -EIO;
        }
        int run(struct dev *d)
        {
          if (d->src.sg == d->dst.sg)
            return -EINVAL;
          if (d->src.sg != d->dst.sg)
            if (!dma_map_sg(d->dev, d->src.sg, d->n, DMA_TO_DEVICE))
              return -EIO;
          return start(d, DMA_MEM_TO_DEV);
        }
        """;
    assertThat(readers(text, "run")).containsExactly("start");
  }

  @Test
  void aHelperThatIsOnlyCalledBeforeTheMappingReadsNothingOfIt() {
    String text =
        """
        static void ahead(struct acme *a, struct skcipher_request *req)
        {
          a->left = req->src->length - sg_dma_len(req->src);
        }
        int run(struct acme *a, struct skcipher_request *req)
        {
          ahead(a, req);
          if (!dma_map_sg(a->dev, req->src, 1, DMA_TO_DEVICE))
            return -EIO;
          writel(sg_dma_address(req->src), a->regs);
          %s
          return 0;
        }
        """;
    assertThat(readers(text.formatted(""), "run")).containsExactly("run");
    assertThat(readers(text.formatted("ahead(a, req);"), "run"))
        .containsExactlyInAnyOrder("run", "ahead");
  }

  @Test
  void aHelperThatIsOnlyCalledForAnotherTableReadsNothingOfTheMappedOne() {
    String text =
        """
        static unsigned int count(struct scatterlist *sgl, unsigned int nents)
        {
          struct scatterlist *sg;
          unsigned int n = 0, i;
          for_each_sg(sgl, sg, nents, i)
            n += sg_dma_len(sg);
          return n;
        }
        static inline unsigned int chunks(struct sg_table *t) { return count(t->sgl, t->nents); }
        int pin(struct acme *a, struct buf *b)
        {
          int err;
          if (b->import) {
            b->sgt = dma_buf_map_attachment(b->import, DMA_BIDIRECTIONAL);
            err = chunks(b->sgt);
            goto out;
          }
          err = dma_map_sgtable(a->dev, b->sgt, DMA_BIDIRECTIONAL, 0);
          if (err)
            return err;
        out:
          b->phys = sg_dma_address(b->sgt->sgl);
          return 0;
        }
        """;
    assertThat(readers(text, "pin")).containsExactly("pin");
  }
}
