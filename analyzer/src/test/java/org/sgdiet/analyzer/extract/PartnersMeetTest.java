// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.fact.WrittenTree;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Finding;
import org.sgdiet.runtime.campaign.Verdict;

/// A function that maps and the one that unmaps run on the same objects, and the first succeeds.
class PartnersMeetTest {

  private static final String PATH = "drivers/acme/acme.c";

  /// The functions that run after `acme_map`, and the rules that are broken.
  private record Ran(List<String> partners, List<String> rules) {}

  private static Ran run(WrittenTree tree) {
    Extraction extraction =
        new Extractor(new TreeModel(tree)).extract(PATH, "acme_map", Partners.in(tree));
    if (!(extraction instanceof Extraction.Extracted(var program, var partners))) {
      throw new AssertionError(extraction);
    }
    List<String> rules =
        switch (Campaign.standard().verify(program)) {
          case Verdict.Silent _ -> List.of();
          case Verdict.Misuse m -> m.findings().stream().map(Finding::rule).distinct().toList();
          case Verdict.NotExecutable n -> List.of("not-executable: " + n.reason());
          case Verdict.ProvedOnCampaign _, Verdict.Differs _ -> throw new AssertionError();
        };
    return new Ran(partners.stream().map(Extraction.Partner::function).toList(), rules);
  }

  private static Ran run(String text) {
    return run(WrittenTree.of(text));
  }

  private static final Ran RIGHT = new Ran(List.of("acme_unmap"), List.of());

  @Test
  void theTableThatIsReturnedIsUnmapped() {
    String text =
        """
        struct attachment { struct device *dev; void *priv; };
        struct sg_table *acme_map(struct attachment *a)
        {
          struct sg_table *table = a->priv;
          if (dma_map_sgtable(a->dev, table, DMA_TO_DEVICE, 0)) return ERR_PTR(-ENOMEM);
          return table;
        }
        void acme_unmap(struct attachment *a, struct sg_table *table)
        {
          dma_unmap_sgtable(a->dev, table, DIR, 0);
        }
        """;
    assertThat(run(text.replace("DIR", "DMA_TO_DEVICE"))).isEqualTo(RIGHT);
    assertThat(run(text.replace("DIR", "DMA_FROM_DEVICE")).rules())
        .containsExactly("frees-dma-memory-with-different-direction");
  }

  @Test
  void aRequestThatNobodyLooksIntoIsOneRequest() {
    String text =
        """
        struct scsi_cmnd;
        struct acme { __le32 *desc; };
        int acme_map(struct acme *p, struct scsi_cmnd *cmd)
        {
          int n = scsi_dma_map(cmd);
          if (n < 0) return n;
          p->desc[0] = cpu_to_le32(n);
          return 0;
        }
        void acme_unmap(struct acme *p, struct scsi_cmnd *cmd) { scsi_dma_unmap(cmd); }
        """;
    assertThat(run(text)).isEqualTo(RIGHT);
  }

  @Test
  void aRequestOfTheKernelIsOneByWhicheverPointer() {
    String data = "struct mmc_data { struct scatterlist *sg; unsigned int sg_len; };";
    String text =
        """
        #include <linux/mmc.h>
        struct slot { struct mmc_data *data; };
        struct acme { struct device *dev; struct mmc_data *busy; struct slot *slot; };
        int acme_map(struct acme *p)
        {
          struct mmc_data *d = p->busy;
          return dma_map_sg(p->dev, d->sg, d->sg_len, DMA_TO_DEVICE) ? 0 : -ENOMEM;
        }
        void acme_unmap(struct acme *p)
        {
          struct mmc_data *d = p->slot->data;
          dma_unmap_sg(p->dev, d->sg, d->sg_len, DMA_TO_DEVICE);
        }
        """;
    WrittenTree kernels = WrittenTree.of(text).with("include/linux/mmc.h", data);
    assertThat(run(kernels)).isEqualTo(RIGHT);
    // Two pointers to a structure of the driver may be two objects.
    assertThat(run(text.replace("#include <linux/mmc.h>", data)).partners()).isEmpty();
  }

  @Test
  void whatIsAskedBetweenMappingAndSuccessComesOutRight() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *sg; int n, state; u16 room, used; };
        static int acme_fits(struct acme *p, int n)
        {
          if (p->room < p->used + n) return 0;
          return 1;
        }
        int acme_map(struct acme *p)
        {
          int err = 1;
          if (!dma_map_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE)) return 2;
          switch (p->state) {
          case 5: break;
          case 6: break;
          default: goto out;
          }
          if (!acme_fits(p, 2)) goto out;
          p->used += 2;
          return 0;
        out:
          dma_unmap_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
          return err;
        }
        void acme_unmap(struct acme *p) { dma_unmap_sg(p->dev, p->sg, COUNT, DMA_TO_DEVICE); }
        """;
    assertThat(run(text.replace("COUNT", "p->n"))).isEqualTo(RIGHT);
    assertThat(run(text.replace("COUNT", "1")).rules())
        .containsExactly("frees-sg-list-with-different-entry-count");
  }

  @Test
  void whoWaitsForTheDeviceAndUnmapsItselfHasSucceeded() {
    String text =
        """
        struct acme { struct device *dev; void __iomem *regs; struct completion done; };
        void acme_map(struct acme *p, void *buf)
        {
          dma_addr_t a = dma_map_single(p->dev, buf, 64, DMA_FROM_DEVICE);
          if (dma_mapping_error(p->dev, a)) return;
          writel(lower_32_bits(a), p->regs);
          writel(64, p->regs + 4);
          wait_for_completion(&p->done);
          dma_unmap_single(p->dev, a, LENGTH, DMA_FROM_DEVICE);
        }
        """;
    assertThat(run(text.replace("LENGTH", "64"))).isEqualTo(new Ran(List.of(), List.of()));
    assertThat(run(text.replace("LENGTH", "32")).rules())
        .contains("frees-dma-memory-with-different-size");
  }

  @Test
  void aLengthBelowZeroIsNoLength() {
    String text =
        """
        struct acme { struct device *dev; int used; u8 tail[64]; };
        int acme_map(struct acme *p, void *buf)
        {
          dma_addr_t a;
          memset(p->tail, 0, (long)p->used - 8);
          a = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, a)) return -ENOMEM;
          dma_unmap_single(p->dev, a, 64, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(run(text).rules())
        .containsExactly(
            "not-executable: a length below 0: of a number that the run does not know");
  }

  /// What is said of a function that maps one buffer for 64 bytes and does more before it returns.
  private static List<String> rulesWith(String members, String parameters, String more) {
    String text =
        """
        #include <linux/types.h>
        struct acme { struct device *dev; __le32 first; __le32 *desc; MEMBERS };
        int acme_map(struct acme *p, void *buf PARAMETERS)
        {
          dma_addr_t a = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, a)) return -ENOMEM;
          MORE
          dma_unmap_single(p->dev, a, 64, DMA_TO_DEVICE);
          return 0;
        }
        """
            .replace("MEMBERS", members)
            .replace("PARAMETERS", parameters)
            .replace("MORE", more);
    return run(WrittenTree.of(text).with("include/linux/types.h", "typedef u32 __le32;")).rules();
  }

  @Test
  void aListThatTheCallerMayHaveMappedIsNotMissed() {
    assertThat(rulesWith("", ", struct scatterlist *sg", "p->first = sg_dma_address(sg);"))
        .isEmpty();
  }

  @Test
  void anAddressThatIsGivenIsTakenForOneOfADevice() {
    String map =
        """
        dma_addr_t r = dma_map_resource(p->dev, ADDRESS, 64, DMA_TO_DEVICE, 0);
        if (!dma_mapping_error(p->dev, r)) dma_unmap_resource(p->dev, r, 64, DMA_TO_DEVICE, 0);
        """;
    assertThat(rulesWith("", ", phys_addr_t regs", map.replace("ADDRESS", "regs"))).isEmpty();
    String own = "void *own = kmalloc(64, GFP_KERNEL); if (own) {";
    assertThat(
            rulesWith("", "", own + map.replace("ADDRESS", "virt_to_phys(own)") + "kfree(own); }"))
        .contains("resource-is-memory");
  }

  @Test
  void pagesAreAllocatedForAsManyBytesAsAreAskedFor() {
    String text =
        """
        struct acme { struct device *dev; };
        int acme_map(struct acme *p)
        {
          struct page *page = alloc_pages(GFP_KERNEL, get_order(5 * PAGE_SIZE));
          dma_addr_t a;
          int i;
          if (!page) return -ENOMEM;
          a = dma_map_page(p->dev, page, 0, 5 * PAGE_SIZE, DMA_TO_DEVICE);
          if (!dma_mapping_error(p->dev, a))
            dma_unmap_page(p->dev, a, 5 * PAGE_SIZE, DMA_TO_DEVICE);
          __free_pages(page, ORDER);
          return 0;
        }
        """;
    assertThat(run(text.replace("ORDER", "get_order(5 * PAGE_SIZE)")).rules()).isEmpty();
    assertThat(run(text.replace("ORDER", "3")).rules()).isEmpty();
  }

  @Test
  void aLocalKeepsTheByteOrderThatItWasGiven() {
    String text =
        """
        struct acme { struct device *dev; __le32 len, again; struct scatterlist *sg; int n; };
        int acme_map(struct acme *p)
        {
          u32 size;
          if (!dma_map_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE)) return -ENOMEM;
          size = CONVERTED;
          p->len = size;
          dma_unmap_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(run(text.replace("CONVERTED", "cpu_to_le32(sg_dma_len(p->sg))")).rules()).isEmpty();
    assertThat(run(text.replace("CONVERTED", "sg_dma_len(p->sg)")).rules())
        .containsExactly("byte-order");
  }

  @Test
  void twoListsOfOneStructureAreTwo() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *in, *out; int n; };
        static int acme_one(struct acme *p, struct scatterlist *sg, enum dma_data_direction dir)
        {
          return dma_map_sg(p->dev, sg, p->n, dir) ? 0 : -ENOMEM;
        }
        int acme_map(struct acme *p, int more)
        {
          if (acme_one(p, p->in, DMA_TO_DEVICE)) return -ENOMEM;
          if (acme_one(p, p->out, DMA_FROM_DEVICE)) {
            dma_unmap_sg(p->dev, p->in, p->n, DMA_TO_DEVICE);
            return -ENOMEM;
          }
          dma_unmap_sg(p->dev, p->in, p->n, DMA_TO_DEVICE);
          dma_unmap_sg(p->dev, p->out, p->n, DMA_FROM_DEVICE);
          return 0;
        }
        """;
    assertThat(run(text).rules()).isEmpty();
  }

  @Test
  void aPartOfAMappingIsRunByTheCallerThatMakesItWhole() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *in, *out; int n; };
        static int acme_map(struct acme *p)
        {
          return dma_map_sg(p->dev, p->in, p->n, DMA_TO_DEVICE) ? 0 : -ENOMEM;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_sg(p->dev, p->in, p->n, DMA_TO_DEVICE);
          dma_unmap_sg(p->dev, p->out, p->n, WAY);
        }
        int acme_start(struct acme *p)
        {
          if (acme_map(p)) return -ENOMEM;
          if (dma_map_sg(p->dev, p->out, p->n, DMA_FROM_DEVICE)) return 0;
          dma_unmap_sg(p->dev, p->in, p->n, DMA_TO_DEVICE);
          return -ENOMEM;
        }
        """;
    Ran both = new Ran(List.of("acme_start", "acme_unmap"), List.of());
    assertThat(run(text.replace("WAY", "DMA_FROM_DEVICE"))).isEqualTo(both);
    String elsewhere = text.replace("if (acme_map(p)) return", "if (p->n < 0) return");
    assertThat(run(elsewhere.replace("WAY", "DMA_FROM_DEVICE")).partners()).isEmpty();
  }

  @Test
  void aHelperThatUndoesAPartRunsInWhatCallsIt() {
    String text =
        """
        struct chunk { struct scatterlist mem[2]; int nents; struct device *dev; };
        struct table { struct chunk *first; };
        static void acme_free_chunk(struct chunk *c, int count)
        {
          if (count > 1) return;
          dma_unmap_sg(c->dev, c->mem, c->nents, DMA_BIDIRECTIONAL);
        }
        void acme_unmap(struct table *t)
        {
          acme_free_chunk(t->first, COUNT);
          kfree(t->first);
          kfree(t);
        }
        struct table *acme_map(struct device *dev, void *buf)
        {
          struct table *t = kzalloc(sizeof(*t), GFP_KERNEL);
          if (!t) return NULL;
          t->first = kzalloc(sizeof(*t->first), GFP_KERNEL);
          if (!t->first) { kfree(t); return NULL; }
          t->first->dev = dev;
          t->first->nents = 1;
          sg_init_one(t->first->mem, buf, 64);
          if (!dma_map_sg(dev, t->first->mem, 1, DMA_BIDIRECTIONAL)) {
            kfree(t->first);
            kfree(t);
            return NULL;
          }
          return t;
        }
        """;
    assertThat(run(text.replace("COUNT", "1"))).isEqualTo(RIGHT);
    assertThat(run(text.replace("COUNT", "2")).partners()).isEmpty();
  }

  @Test
  void whatIsMappedAndUnmappedByACallerOfNoResultSucceeds() {
    String text =
        """
        struct acme { struct device *dev; void __iomem *regs; struct scatterlist *sg; int n; };
        static int acme_map(struct acme *p)
        {
          if (!dma_map_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE)) return -ENOMEM;
          writel(sg_dma_address(p->sg), p->regs);
          writel(sg_dma_len(p->sg), p->regs + 4);
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          if (acme_map(p)) return;
          dma_unmap_sg(p->dev, p->sg, p->n, DIR);
        }
        """;
    assertThat(run(text.replace("DIR", "DMA_TO_DEVICE"))).isEqualTo(RIGHT);
    assertThat(run(text.replace("DIR", "DMA_FROM_DEVICE")).rules())
        .containsExactly("frees-dma-memory-with-different-direction");
  }

  @Test
  void aNumberThatTheTreeDoesNotSayMayBeAskedAboutOnly() {
    String text =
        """
        struct acme { struct device *dev; dma_addr_t at; int channel; };
        int acme_map(struct acme *p, void *buf)
        {
          if (p->channel == NO_CHANNEL_OF_THE_BOARD) return -ENODEV;
          p->at = dma_map_single(p->dev, buf, LENGTH, DMA_TO_DEVICE);
          return dma_mapping_error(p->dev, p->at) ? -ENOMEM : 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, LENGTH, DMA_TO_DEVICE);
        }
        """;
    assertThat(run(text.replace("LENGTH", "64"))).isEqualTo(RIGHT);
    assertThat(run(text.replace("LENGTH", "LENGTH_OF_THE_BOARD")).rules().toString())
        .contains("not-executable");
  }
}
