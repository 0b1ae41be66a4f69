// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a run shows is held against a driver only where the driver is to blame: each case with a
/// mistake beside it that is one.
class RightlyAccusedTest {

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  @Test
  void aLengthThatIsKeptIn16BitsIsNeverLonger() {
    String text =
        """
        struct acme { struct device *dev; dma_addr_t at; u16 len; };
        int acme_map(struct acme *p, void *data, unsigned int len)
        {
          p->at = dma_map_single(p->dev, data, len, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          p->len = KEPT;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, p->len, DMA_TO_DEVICE);
        }
        """;
    assertThat(rules(text.replace("KEPT", "len"))).isEmpty();
    assertThat(rules(text.replace("KEPT", "len & 0xff")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aBufferThatIsGivenUpMayLoseWhatArrived() {
    String text =
        """
        struct acme { struct device *dev; struct page *page; dma_addr_t at; };
        int acme_map(struct acme *p)
        {
          p->page = alloc_page(GFP_KERNEL);
          if (!p->page) return -ENOMEM;
          p->at = dma_map_page(p->dev, p->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) { __free_page(p->page); return -ENOMEM; }
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_page_attrs(p->dev, p->at, PAGE_SIZE, DIR, DMA_ATTR_SKIP_CPU_SYNC);
        }
        """;
    assertThat(
            rules(
                "#define DMA_ATTR_SKIP_CPU_SYNC (1UL << 5)\n"
                    + text.replace("DIR", "DMA_FROM_DEVICE")))
        .isEmpty();
    assertThat(rules("#define DMA_ATTR_SKIP_CPU_SYNC 0\n" + text.replace("DIR", "DMA_TO_DEVICE")))
        .contains("device-data-lost");
  }

  @Test
  void aSmallBufferThatBouncesIsReadAsTheCpuLeftIt() {
    String text =
        """
        struct acme { struct device *dev; __le64 at; dma_addr_t bus; u64 *word; };
        int acme_map(struct acme *p)
        {
          p->word = kzalloc(8, GFP_KERNEL);
          if (!p->word) return -ENOMEM;
          EARLY
          p->bus = dma_map_single(p->dev, p->word, 8, DMA_BIDIRECTIONAL);
          if (dma_mapping_error(p->dev, p->bus)) { kfree(p->word); return -EIO; }
          LATE
          p->at = cpu_to_le64(p->bus);
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->bus, 8, DMA_BIDIRECTIONAL);
        }
        """;
    assertThat(rules(text.replace("EARLY", "*p->word = ~0ull;").replace("LATE", ""))).isEmpty();
    assertThat(rules(text.replace("LATE", "*p->word = ~0ull;").replace("EARLY", "")))
        .contains("touches-memory-while-mapped", "device-reads-other-bytes");
  }

  @Test
  void anAddressMayBeStoredBeforeItIsAskedAbout() {
    String text =
        """
        struct desc { __le32 addr; };
        struct acme { struct device *dev; dma_addr_t at; struct desc *desc; };
        int acme_map(struct acme *p, void *buf)
        {
          p->at = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          p->desc->addr = cpu_to_le32(p->at);
          CHECK
          return 0;
        }
        """;
    String check = "if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;";
    assertThat(rules(text.replace("CHECK", check))).isEmpty();
    assertThat(rules(text.replace("CHECK", ""))).contains("address-of-failed-mapping");
  }

  @Test
  void whatIsCountedForTheUnmapBeginsWithNothing() {
    String text =
        """
        struct acme { struct device *dev; dma_addr_t at; unsigned int total; };
        int acme_map(struct acme *p, void *buf, unsigned int len)
        {
          p->at = dma_map_single(p->dev, buf, len, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          p->total += len;
          dma_unmap_single(p->dev, p->at, p->total EXTRA, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text.replace("EXTRA", ""))).isEmpty();
    assertThat(rules(text.replace("EXTRA", "+ 4")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aListIsWalkedBackToItsHead() {
    String text =
        """
        struct list_head { struct list_head *next, *prev; };
        struct piece { struct list_head node; dma_addr_t at; };
        int acme_map(struct device *dev, void *buf)
        {
          struct list_head pieces;
          struct piece *piece, *next;
          int i, err = 0;
          INIT_LIST_HEAD(&pieces);
          for (i = 0; i < 3; i++) {
            piece = kzalloc(sizeof(*piece), GFP_KERNEL);
            if (!piece) { err = -ENOMEM; break; }
            piece->at = dma_map_single(dev, buf + 64 * i, 64, DMA_TO_DEVICE);
            if (dma_mapping_error(dev, piece->at)) { kfree(piece); err = -EIO; break; }
            list_add_tail(&piece->node, &pieces);
          }
          for (piece = container_of(pieces.prev, struct piece, node);
               !list_is_head(&piece->node, &pieces); piece = next) {
            next = container_of(piece->node.prev, struct piece, node);
            dma_unmap_single(dev, piece->at, LENGTH, DMA_TO_DEVICE);
            kfree(piece);
          }
          return err;
        }
        """;
    assertThat(rules(text.replace("LENGTH", "64"))).isEmpty();
    assertThat(rules(text.replace("LENGTH", "32")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void theLengthOfAnInputIsNotThatOfTheDriversOwnMemory() {
    String text =
        """
        struct acme { struct device *dev; void *buf; dma_addr_t at; unsigned int len; };
        int acme_map(struct acme *p)
        {
          p->buf = kmalloc(2048, GFP_KERNEL);
          if (!p->buf) return -ENOMEM;
          p->at = dma_map_single(p->dev, p->buf, 2048, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) {
            kfree(p->buf);
            return -EIO;
          }
          SET
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, p->len, DMA_TO_DEVICE);
          kfree(p->buf);
        }
        """;
    assertThat(rules(text.replace("SET", ""))).isEmpty();
    assertThat(rules(text.replace("SET", "p->len = 1024;")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aHandleThatIsKeptIn32BitsHasThem() {
    String text =
        """
        struct acme { struct device *dev; u32 at; };
        int acme_map(struct acme *p, void *buf, unsigned int len)
        {
          p->at = dma_map_single(p->dev, buf, len, DMA_TO_DEVICE);
          return 0;
        }
        void acme_unmap(struct acme *p, unsigned int len)
        {
          dma_unmap_single(p->dev, p->at, len, DMA_TO_DEVICE);
        }
        """;
    assertThat(rules(text)).doesNotContain("pending-dma-allocations");
  }

  @Test
  void whoCleansTheCachesHandsOver() {
    String text =
        """
        struct table { struct device *dev; u32 *entries; dma_addr_t at; };
        int acme_map(struct table *t, u32 entry)
        {
          t->entries = (u32 *)get_zeroed_page(GFP_KERNEL);
          if (!t->entries) return -ENOMEM;
          t->at = dma_map_single(t->dev, t->entries, PAGE_SIZE, DMA_BIDIRECTIONAL);
          if (dma_mapping_error(t->dev, t->at)) {
            free_page((unsigned long)t->entries);
            return -EIO;
          }
          t->entries[3] = entry;
          FLUSH
          return 0;
        }
        """;
    assertThat(rules(text.replace("FLUSH", "clflush_cache_range(&t->entries[3], 4);"))).isEmpty();
    assertThat(rules(text.replace("FLUSH", ""))).contains("touches-memory-while-mapped");
  }

  @Test
  void whatTheNextCallFindsIsNotLeftBehind() {
    String text =
        """
        struct chunk { struct page *page; dma_addr_t at; };
        struct acme { struct device *dev; struct chunk head, body; };
        static int acme_chunk(struct acme *p, struct chunk *c)
        {
          struct page *page;
          if (TAKEN)
            return 0;
          page = alloc_page(GFP_KERNEL);
          if (!page) return -ENOMEM;
          c->at = dma_map_page(p->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
          if (dma_mapping_error(p->dev, c->at)) {
            __free_page(page);
            return -ENOMEM;
          }
          c->page = page;
          return 0;
        }
        int acme_map(struct acme *p)
        {
          int ret = acme_chunk(p, &p->head);
          if (ret) return ret;
          return acme_chunk(p, &p->body);
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_page(p->dev, p->head.at, PAGE_SIZE, DMA_FROM_DEVICE);
          dma_unmap_page(p->dev, p->body.at, PAGE_SIZE, DMA_FROM_DEVICE);
        }
        """;
    assertThat(BrokenRules.of(text.replace("TAKEN", "c->page"), "acme_chunk")).isEmpty();
    assertThat(BrokenRules.of(text.replace("TAKEN", "0"), "acme_chunk"))
        .contains("pending-dma-allocations");
  }

  @Test
  void aTestEndsWhereItsAssertionFails() {
    String text =
        """
        int acme_map(struct kunit *test, struct device *dev)
        {
          int *own = kzalloc(64, GFP_KERNEL);
          dma_addr_t at;
          CHECK(test, own);
          own[0] = 1;
          at = dma_map_single(dev, own, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, at)) { kfree(own); return -EIO; }
          dma_unmap_single(dev, at, 64, DMA_TO_DEVICE);
          kfree(own);
          return 0;
        }
        """;
    assertThat(rules(text.replace("CHECK", "KUNIT_ASSERT_NOT_NULL"))).isEmpty();
    assertThat(rules(text.replace("CHECK", "KUNIT_EXPECT_NOT_NULL")))
        .containsExactly("null-dereference");
  }
}
