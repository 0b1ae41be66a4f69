// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Where mapped lists come from.
class OriginsTest {

  @Test
  void anOwnListOfCopiedPagesIsTheListTheyCameFrom() {
    String text =
        """
        int run(struct acme *a, struct skcipher_request *req)
        {
          struct scatterlist *to = a->sg, *from;
          sg_init_table(a->sg, 4);
          for (from = req->src; from; from = sg_next(from))
            sg_set_page(to++, sg_page(from), from->length, from->offset);
          sg_mark_end(to - 1);
          return dma_map_sg(a->dev, a->sg, 4, DMA_TO_DEVICE);
        }
        """;
    assertThat(WrittenTree.of(text).facts().origin()).isEqualTo(Origin.CRYPTO_REQ);
  }

  @Test
  void anEntryCopiedByAssignmentIsFollowed() {
    String text =
        """
        int run(struct acme *a, struct ahash_request *req)
        {
          struct scatterlist one[1], *from;
          for (from = req->src; from; from = sg_next(from)) {
            one[0] = *from;
            if (!dma_map_sg(a->dev, one, 1, DMA_TO_DEVICE))
              return -EIO;
          }
          return 0;
        }
        """;
    assertThat(WrittenTree.of(text).facts().origin()).isEqualTo(Origin.CRYPTO_REQ);
  }

  @Test
  void aTableFilledThroughAPointerToItIsTheTable() {
    String text =
        """
        struct buf { struct sg_table table; struct sg_table *sgt; };
        int fill(struct buf *b, struct page **pages)
        {
          b->sgt = &b->table;
          if (sg_alloc_table_from_pages(b->sgt, pages, 4, 0, 4096, GFP_KERNEL))
            return -ENOMEM;
          return dma_map_sgtable(b->dev, &b->table, DMA_TO_DEVICE, 0);
        }
        """;
    assertThat(WrittenTree.of(text).facts().origin()).isEqualTo(Origin.SG_ALLOC_TABLE_FROM_PAGES);
  }

  @Test
  void theListStoredInATableIsWhatTheTableHolds() {
    String text =
        """
        struct mapped { struct sg_table sgt; };
        int run(struct mapped *m, struct skcipher_request *req)
        {
          m->sgt.sgl = req->dst;
          return dma_map_sgtable(m->dev, &m->sgt, DMA_FROM_DEVICE, 0);
        }
        """;
    assertThat(WrittenTree.of(text).facts().origin()).isEqualTo(Origin.CRYPTO_REQ);
  }

  @Test
  void aHelperThatStoresThroughAPointerIsFollowed() {
    String text =
        """
        struct tag { struct scatterlist *sgl; };
        static void params(struct scsi_cmnd *sc, struct scatterlist **sgl)
        {
          *sgl = sc->sdb.table.sgl;
        }
        int reserve(struct tag *t, struct scsi_cmnd *sc)
        {
          params(sc, &t->sgl);
          return dma_map_sg(t->dev, t->sgl, 2, DMA_TO_DEVICE);
        }
        """;
    assertThat(WrittenTree.of(text).facts().origin()).isEqualTo(Origin.SCSI_CMND);
  }

  @Test
  void oneCallThatMakesAListOfOneEntryMakesASingleMember() {
    String text =
        """
        int run(struct acme *a, void *buf)
        {
          struct scatterlist *sg = a->lists;
          sg_init_one(sg, buf, 64);
          return dma_map_sg(a->dev, sg, 1, DMA_TO_DEVICE);
        }
        """;
    assertThat(WrittenTree.of(text).facts().origin()).isEqualTo(Origin.SINGLE_MEMBER);
  }

  @Test
  void aTableOfOperationsInAFileWithoutListsIsSeen() {
    MapFacts facts =
        WrittenTree.of(
                """
                struct drm_gem_object *acme_import(struct drm_device *drm,
                    struct dma_buf_attachment *attach, struct sg_table *table)
                {
                  if (dma_map_sgtable(drm->dev, table, DMA_TO_DEVICE, 0))
                    return NULL;
                  return acme_object(table);
                }
                """)
            .with(
                "drivers/acme/drv.c",
                """
                static const struct drm_driver acme_driver = {
                  .gem_prime_import_sg_table = acme_import,
                };
                """)
            .facts();
    assertThat(facts.origin()).isEqualTo(Origin.DMA_BUF_IMPORT);
  }

  @Test
  void theCallersOfAnExportedFunctionAreLookedForInOtherDirectories() {
    MapFacts facts =
        WrittenTree.of(
                """
                int acme_core_map(struct acme *a, struct scatterlist *list, int n)
                {
                  return dma_map_sg(a->dev, list, n, DMA_TO_DEVICE);
                }
                EXPORT_SYMBOL_GPL(acme_core_map);
                """)
            .with(
                "drivers/mmc/host/acme.c",
                """
                static int start(struct acme *a, struct mmc_data *data)
                {
                  return acme_core_map(a, data->sg, data->sg_len);
                }
                """)
            .facts();
    assertThat(facts.origin()).isEqualTo(Origin.MMC_DATA);
  }

  @Test
  void anOperationNamedLikeTheKernelsCallIsASiteOfItsOwn() {
    String text =
        """
        int run(struct acme *a, struct sg_table *table)
        {
          return a->ops->dma_map_sgtable(a->dev, table, DMA_TO_DEVICE, 0);
        }
        """;
    assertThat(WrittenTree.of(text).facts().origin()).isEqualTo(Origin.INDIRECT_OP);
  }
}
