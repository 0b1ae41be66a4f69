// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Drivers in the shape of those that map without a scatterlist.
class ConvertedDriverTest {

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  @Test
  void aRequestOfOnePieceIsMappedAsABioVec() {
    String text =
        """
        struct request;
        struct acme { struct device *dev; __le64 addr; unsigned int total; };
        int acme_map(struct acme *p, struct request *req)
        {
          struct bio_vec bv = req_bvec(req);
          dma_addr_t a = dma_map_bvec(p->dev, &bv, rq_dma_dir(req), 0);
          if (dma_mapping_error(p->dev, a)) return -ENOMEM;
          p->addr = cpu_to_le64(a);
          p->total = TOTAL;
          return 0;
        }
        void acme_unmap(struct acme *p, struct request *req)
        {
          dma_unmap_page(p->dev, le64_to_cpu(p->addr), p->total, rq_dma_dir(req));
        }
        """;
    assertThat(rules(text.replace("TOTAL", "bv.bv_len"))).isEmpty();
    assertThat(rules(text.replace("TOTAL", "bv.bv_len + bv.bv_offset")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  private static final String PAGES =
      """
      struct where { dma_addr_t addr; };
      struct state { struct dma_iova_state iova; size_t offset; };
      int acme_map(struct device *dev, struct page **pages, struct where *at, unsigned long npages,
                   struct state *s)
      {
        unsigned long i;
        dma_iova_try_alloc(dev, &s->iova, 0, npages * PAGE_SIZE);
        for (i = 0; i < npages; i += 1 << folio_order(page_folio(pages[i]))) {
          if (dma_use_iova(&s->iova)) {
            int err = dma_iova_link(dev, &s->iova, page_to_phys(pages[i]), s->offset,
                                    page_size(pages[i]), DMA_TO_DEVICE, 0);
            if (err) {
              dma_iova_destroy(dev, &s->iova, s->offset, DMA_TO_DEVICE, 0);
              return err;
            }
            s->offset += page_size(pages[i]);
          } else {
            at[i].addr = dma_map_page(dev, pages[i], 0, page_size(pages[i]), DMA_TO_DEVICE);
            if (dma_mapping_error(dev, at[i].addr)) {
              while (i--)
                dma_unmap_page(dev, at[i].addr, PAGE_SIZE, DMA_TO_DEVICE);
              return -EFAULT;
            }
          }
        }
        return 0;
      }
      void acme_unmap(struct device *dev, struct where *at, unsigned long npages, struct state *s)
      {
        unsigned long i;
        if (dma_use_iova(&s->iova)) {
          dma_iova_destroy(dev, &s->iova, s->offset, DMA_TO_DEVICE, 0);
          return;
        }
        for (i = 0; i < COUNT; i++)
          dma_unmap_page(dev, at[i].addr, PAGE_SIZE, DMA_TO_DEVICE);
      }
      """;

  @Test
  void aCountOfTheSameNameIsTheSameCount() {
    assertThat(rules(PAGES.replace("COUNT", "npages"))).isEmpty();
    assertThat(rules(PAGES.replace("COUNT", "(npages + 1) / 2")))
        .containsExactly("pending-dma-allocations");
  }

  @Test
  void anAllocationOfSeveralPagesIsAsLargeAsItWasAskedFor() {
    String text =
        """
        int acme_map(struct device *dev)
        {
          struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 2);
          dma_addr_t a;
          if (!page) return -ENOMEM;
          a = dma_map_page(dev, page, 0, page_size(page), DMA_TO_DEVICE);
          if (!dma_mapping_error(dev, a))
            dma_unmap_page(dev, a, PAGE_SIZE << ORDER, DMA_TO_DEVICE);
          __free_pages(page, 2);
          return 0;
        }
        """;
    assertThat(rules(text.replace("ORDER", "2"))).isEmpty();
    assertThat(rules(text.replace("ORDER", "1")))
        .containsExactly("frees-dma-memory-with-different-size");
  }
}
