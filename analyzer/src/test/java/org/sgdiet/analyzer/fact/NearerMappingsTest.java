// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which of several mappings of one kind of list an unmap undoes, and whose outputs are read.
class NearerMappingsTest {

  private static List<String> unmaps(String text, String mapper) {
    return WrittenTree.of(text).sites().stream()
        .filter(s -> s.kind() == SiteKind.MAP && s.function().equals(mapper))
        .flatMap(s -> s.certain().stream())
        .map(Place::function)
        .distinct()
        .toList();
  }

  private static List<Integer> unmapLines(String text, int line) {
    return WrittenTree.of(text).sites().stream()
        .filter(s -> s.kind() == SiteKind.MAP && s.place().line() == line)
        .flatMap(s -> s.certain().stream())
        .map(Place::line)
        .toList();
  }

  private static List<String> readers(String text, String mapper) {
    return WrittenTree.of(text).sites().stream()
        .filter(s -> s.function().equals(mapper))
        .flatMap(s -> s.map().stream())
        .flatMap(m -> m.readers().stream())
        .map(r -> r.place().function() + " " + r.use())
        .distinct()
        .toList();
  }

  private static final String ENGINES =
      """
      struct dev { struct scatterlist *in; struct scatterlist *header; int n; };
      static int map_%1$s(struct dev *d)
      {
        return dma_map_sg(d->dev, d->in, d->n, DMA_TO_DEVICE) ? 0 : -EIO;
      }
      static void run_%1$s(struct dev *d)
      {
        if (!map_%1$s(d))
          wait(d);
        dma_unmap_sg(d->dev, d->in, d->n, DMA_TO_DEVICE);
      }
      """;

  @Test
  void anUnmapBehindTheCallOfOneMappingFunctionUndoesNoOther() {
    String text =
        ENGINES.formatted("aes")
            + ENGINES.formatted("sha").replaceFirst("struct dev \\{.*\n", "")
            + """
            void one(struct dev *d) { if (d->hash) run_sha(d); else run_aes(d); }
            """;
    assertThat(unmaps(text, "map_aes")).containsExactly("run_aes");
    assertThat(unmaps(text, "map_sha")).containsExactly("run_sha");
  }

  @Test
  void aCallbackUndoesWhatIsMappedWhereItIsPassedOn() {
    String text =
        """
        static int build_read(struct acme *a, struct scsi_cmnd *c) { return scsi_dma_map(c); }
        static int build_raw(struct acme *a, struct scsi_cmnd *c) { return scsi_dma_map(c); }
        static void read_done(void *c) { scsi_dma_unmap(c); }
        static void raw_done(void *c) { scsi_dma_unmap(c); }
        void read(struct acme *a, struct scsi_cmnd *c)
        {
          build_read(a, c);
          send(a, read_done, c);
        }
        void raw(struct acme *a, struct scsi_cmnd *c)
        {
          a->done = raw_done;
          build_raw(a, c);
        }
        """;
    assertThat(unmaps(text, "build_read")).containsExactly("read_done");
    assertThat(unmaps(text, "build_raw")).containsExactly("raw_done");
  }

  @Test
  void anUnmapThatNobodyIsNearestToMayUndoEachMapping() {
    String text =
        """
        static int map_read(struct acme *a, struct scsi_cmnd *c) { return scsi_dma_map(c); }
        static int map_write(struct acme *a, struct scsi_cmnd *c) { return scsi_dma_map(c); }
        irqreturn_t irq(int n, void *c) { scsi_dma_unmap(c); return IRQ_HANDLED; }
        """;
    assertThat(unmaps(text, "map_read")).containsExactly("irq");
    assertThat(unmaps(text, "map_write")).containsExactly("irq");
  }

  @Test
  void anUnmapOfAnotherDirectionBelongsToTheMappingOfThatDirection() {
    String text =
        """
        int again(struct acme *a, struct acomp_req *r)
        {
          dma_unmap_sg(a->dev, r->src, 1, DMA_TO_DEVICE);
          return dma_map_sg(a->dev, r->src, 1, DMA_FROM_DEVICE) ? 0 : -EIO;
        }
        void done(struct acme *a, struct acomp_req *r)
        {
          if (a->verify && !again(a, r))
            dma_unmap_sg(a->dev, r->src, 1, DMA_FROM_DEVICE);
          else
            dma_unmap_sg(a->dev, r->src, 1, DMA_TO_DEVICE);
        }
        int run(struct acme *a, struct acomp_req *r)
        {
          return dma_map_sg(a->dev, r->src, 1, DMA_TO_DEVICE) ? 0 : -EIO;
        }
        """;
    assertThat(unmapLines(text, 15)).containsExactly(3, 11);
    assertThat(unmapLines(text, 4)).containsExactly(9);
  }

  @Test
  void theListsOfOneRequestAreToldApartWhereTheyDiffer() {
    String text =
        """
        int map(struct acme *a, struct skcipher_request *r)
        {
          if (r->src == r->dst)
            return dma_map_sg(a->dev, r->src, 1, DMA_BIDIRECTIONAL) ? 0 : -EIO;
          return dma_map_sg(a->dev, r->src, 1, a->dir) ? 0 : -EIO;
        }
        static void unmap(struct acme *a, struct scatterlist *src, struct scatterlist *dst)
        {
          if (src != dst) {
            dma_unmap_sg(a->dev, src, 1, a->dir);
            dma_unmap_sg(a->dev, dst, 1, a->dir);
          } else
            dma_unmap_sg(a->dev, src, 1, a->dir);
        }
        void done(struct acme *a, struct skcipher_request *r) { unmap(a, r->src, r->dst); }
        """;
    assertThat(unmapLines(text, 4)).containsExactly(13);
  }

  @Test
  void theElementsOfAnArrayAreTwoLists() {
    String text =
        """
        struct bus { struct scatterlist io[2]; };
        int read(struct bus *b)
        {
          if (!dma_map_sg(b->dev, &b->io[0], 1, DMA_TO_DEVICE)) return -EIO;
          if (!dma_map_sg(b->dev, &b->io[1], 1, DMA_FROM_DEVICE)) return -EIO;
          return 0;
        }
        void done(struct bus *b)
        {
          dma_unmap_sg(b->dev, &b->io[0], 1, b->dir);
          dma_unmap_sg(b->dev, &b->io[1], 1, b->dir);
        }
        """;
    assertThat(unmapLines(text, 4)).containsExactly(10);
    assertThat(unmapLines(text, 5)).containsExactly(11);
  }

  @Test
  void aHelperOfAnotherCommandsLoopIsNoReader() {
    String text =
        """
        struct job { struct scatterlist *list; int n; };
        static void put(struct acme *a, struct scatterlist *sg) { writel(sg_dma_address(sg), a->r); }
        static void fill_%1$s(struct acme *a, struct job *job)
        {
          struct scatterlist *sg; int i;
          for_each_sg(job->list, sg, job->n, i)
            put(a, sg);
        }
        int %1$s(struct acme *a, struct job *job)
        {
          if (!dma_map_sg(a->dev, job->list, job->n, DMA_TO_DEVICE)) return -EIO;
          fill_%1$s(a, job);
          return 0;
        }
        """;
    String all = text.formatted("send") + text.formatted("take").replaceFirst("(.*\n){2}", "");
    assertThat(readers(all, "send")).containsExactly("fill_send DESCRIPTOR_LOOP");
    assertThat(readers(all, "take")).containsExactly("fill_take DESCRIPTOR_LOOP");
  }

  @Test
  void everyCallerThatHandsAnEntryOnReads() {
    String text =
        """
        struct job { struct scatterlist *list; struct scatterlist *at; int n; };
        static void put(struct acme *a, struct scatterlist *sg) { writel(sg_dma_address(sg), a->r); }
        int run(struct acme *a, struct job *job)
        {
          struct scatterlist *sg; int i;
          job->at = job->list;
          int n = dma_map_sg(a->dev, job->list, job->n, DMA_TO_DEVICE);
          if (!n) return -EIO;
          if (n == 1) put(a, job->list);
          else for_each_sg(job->list, sg, n, i) put(a, sg);
          return 0;
        }
        void more(struct acme *a, struct job *job)
        {
          while (job->at) {
            put(a, job->at);
            job->at = sg_next(job->at);
          }
        }
        """;
    assertThat(readers(text, "run"))
        .containsExactly("run SINGLE_ADDRESS", "run DESCRIPTOR_LOOP", "more DESCRIPTOR_LOOP");
  }

  @Test
  void whatACallerReadsOnAnotherWayThanItMapsIsOfAnotherMapping() {
    String text =
        """
        static int pin(struct acme *a, struct sg_table *t) { return dma_map_sgtable(a->dev, t, 0, 0); }
        void bind(struct acme *a, struct sg_table *t)
        {
          if (a->own)
            pin(a, t);
          else
            writel(sg_dma_address(t->sgl), a->regs);
          %s
        }
        """;
    assertThat(readers(text.formatted(""), "pin")).isEmpty();
    assertThat(readers(text.formatted("writel(sg_dma_len(t->sgl), a->len);"), "pin"))
        .containsExactly("bind SINGLE_ADDRESS");
  }

  @Test
  void whoUnmapsOneBufferByTheAddressInAnEntryReadsNoMappedList() {
    String text =
        """
        struct part { struct sg_table table; };
        int map(struct acme *a, struct part *p)
        {
          return dma_map_sgtable(a->dev, &p->table, DMA_TO_DEVICE, 0);
        }
        void put(struct acme *a, struct part *p)
        {
          dma_unmap_resource(a->dev, sg_dma_address(p->table.sgl), a->n, DMA_TO_DEVICE, 0);
        }
        """;
    assertThat(readers(text, "map")).isEmpty();
  }

  @Test
  void aFunctionThatIsGivenOneOfTwoStructuresReadsTheListOfThatOne() {
    String text =
        """
        struct buf { struct scatterlist *sg; };
        struct task { struct buf data; struct buf guard; };
        static void reg(struct acme *a, struct buf *mem) { writel(sg_dma_address(mem->sg), a->r); }
        int run(struct acme *a, struct task *t)
        {
          if (!dma_map_sg(a->dev, t->data.sg, 1, DMA_TO_DEVICE)) return -EIO;
          if (!dma_map_sg(a->dev, t->guard.sg, 1, DMA_TO_DEVICE)) return -EIO;
          reg(a, &t->data);
          return 0;
        }
        """;
    assertThat(
            WrittenTree.of(text).sites().stream()
                .flatMap(s -> s.map().stream())
                .map(m -> m.readers().size()))
        .containsExactly(1, 0);
  }

  @Test
  void theOtherListOfADifferingPairIsNotRead() {
    String text =
        """
        static void xfer(struct acme *a, struct scatterlist *src, struct scatterlist *dst)
        {
          writel(sg_dma_address(src), a->in);
          writel(sg_dma_address(dst), a->out);
        }
        int run(struct acme *a, struct skcipher_request *r)
        {
          if (r->src == r->dst)
            return -EINVAL;
          else {
            if (!dma_map_sg(a->dev, r->src, 1, DMA_TO_DEVICE)) return -EIO;
            xfer(a, r->src, r->dst);
          }
          return 0;
        }
        """;
    assertThat(
            WrittenTree.of(text).sites().stream()
                .flatMap(s -> s.map().stream())
                .flatMap(m -> m.readers().stream())
                .map(r -> r.place().line()))
        .containsExactly(3);
  }

  @Test
  void aModuleThatMapsSuchListsItselfUndoesThoseAndNotWhatItsLibraryMapped() {
    String library =
        """
        int lib_map(struct host *h, struct mmc_data *d)
        {
          return dma_map_sg(h->dev, d->sg, d->sg_len, DMA_TO_DEVICE) ? 0 : -EIO;
        }
        EXPORT_SYMBOL(lib_map);
        void lib_unmap(struct host *h, struct mmc_data *d)
        {
          dma_unmap_sg(h->dev, d->sg, d->sg_len, DMA_TO_DEVICE);
        }
        EXPORT_SYMBOL(lib_unmap);
        """;
    String own =
        """
        static int map(struct host *h, struct mmc_data *d)
        {
          return dma_map_sg(h->dev, d->sg, d->sg_len, DMA_TO_DEVICE) ? 0 : -EIO;
        }
        """;
    String user =
        """
        void post(struct host *h, struct mmc_data *d)
        {
          dma_unmap_sg(h->dev, d->sg, d->sg_len, DMA_TO_DEVICE);
        }
        int pre(struct host *h, struct mmc_data *d) { return h->cqe ? lib_map(h, d) : %s; }
        """;
    assertThat(unmapsOfLibrary(library, user.formatted("0"))).containsExactly("post", "lib_unmap");
    assertThat(unmapsOfLibrary(library, own + user.formatted("map(h, d)")))
        .containsExactly("lib_unmap");
  }

  private static List<String> unmapsOfLibrary(String library, String user) {
    return WrittenTree.of(user).with("drivers/acme/lib.c", library).sites().stream()
        .filter(s -> s.kind() == SiteKind.MAP && s.function().equals("lib_map"))
        .flatMap(s -> s.certain().stream())
        .map(Place::function)
        .toList();
  }

  @Test
  void whatAFunctionAllocatesForTwoListsIsTwo() {
    String text =
        """
        struct req { struct scatterlist *src; struct scatterlist *dst; };
        struct side { struct scatterlist *sg; };
        struct soft { struct side in; struct side out; };
        static struct scatterlist *make(int n) { return kzalloc(n * sizeof(struct scatterlist), 0); }
        void fill(struct req *r) { r->src = make(2); r->dst = make(3); }
        int map(struct acme *a, struct soft *s, struct req *r)
        {
          if (!dma_map_sg(a->dev, r->src, 2, DMA_BIDIRECTIONAL)) return -EIO;
          s->in.sg = r->src;
          s->out.sg = r->dst;
          return 0;
        }
        void done(struct acme *a, struct soft *s)
        {
          dma_unmap_sg(a->dev, s->in.sg, 2, DMA_BIDIRECTIONAL);
          dma_unmap_sg(a->dev, s->out.sg, 3, DMA_BIDIRECTIONAL);
        }
        """;
    assertThat(unmapLines(text, 8)).containsExactly(15);
  }

  @Test
  void oneElementIsNotReadThroughAnother() {
    String text =
        """
        struct bus { struct scatterlist io[2]; };
        int read(struct bus *b)
        {
          if (!dma_map_sg(b->dev, &b->io[0], 1, DMA_TO_DEVICE)) return -EIO;
          writel(sg_dma_address(&b->io[0]), b->regs);
          writel(sg_dma_address(&b->io[1]), b->regs);
          return 0;
        }
        """;
    assertThat(
            WrittenTree.of(text).sites().stream()
                .flatMap(s -> s.map().stream())
                .flatMap(m -> m.readers().stream())
                .map(r -> r.place().line()))
        .containsExactly(5);
  }
}
