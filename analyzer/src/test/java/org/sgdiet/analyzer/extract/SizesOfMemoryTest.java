// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// How large memory is, and where it begins: what a run knows of it, and what it does not.
class SizesOfMemoryTest {

  private static final String SKB =
      """
      struct sk_buff { unsigned int len, data_len; unsigned int end; unsigned char *head, *data; };
      """;

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  @Test
  void aMemberThatIsAlignedSharesNoCacheLine() {
    String text =
        """
        struct acme { struct device *dev; u8 buf[64] ALIGNED; dma_addr_t at ALIGNED; };
        int acme_map(struct acme *p)
        {
          p->at = dma_map_single(p->dev, p->buf, 64, DMA_FROM_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, 64, DMA_FROM_DEVICE);
        }
        """;
    assertThat(rules(text.replace("ALIGNED", "____cacheline_aligned"))).isEmpty();
    assertThat(rules(text.replace("ALIGNED", "__aligned(ARCH_DMA_MINALIGN)"))).isEmpty();
    assertThat(rules(text.replace("ALIGNED", ""))).containsExactly("device-data-lost");
  }

  @Test
  void theRoomOfASocketBufferEndsWhereItWasAskedTo() {
    String text =
        SKB
            + """
            struct acme { struct device *dev; dma_addr_t at; int size; };
            int acme_map(struct acme *p, struct net_device *net)
            {
              struct sk_buff *skb = netdev_alloc_skb(net, 1500);
              if (!skb) return -ENOMEM;
              skb_reserve(skb, 2);
              p->size = skb_end_pointer(skb) - skb->data;
              p->at = dma_map_single(p->dev, skb->data, p->size + MORE, DMA_FROM_DEVICE);
              if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
              dma_unmap_single(p->dev, p->at, p->size, DMA_FROM_DEVICE);
              return 0;
            }
            """;
    assertThat(rules(text.replace("MORE", "0"))).isEmpty();
    assertThat(rules(text.replace("MORE", "8"))).contains("frees-dma-memory-with-different-size");
  }

  @Test
  void pointersToTwoObjectsAreNoLengthApart() {
    String text =
        """
        unsigned char *acme_end(void);
        int acme_map(struct device *dev, unsigned char *buf)
        {
          dma_addr_t a = dma_map_single(dev, buf, acme_end() - buf, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, a)) return -ENOMEM;
          dma_unmap_single(dev, a, 64, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text)).first().asString().contains("from pointers to two objects");
  }

  @Test
  void anIndexThatACallerDecidesIsNotHeld() {
    String text =
        """
        struct acme { struct device *dev; int n, size; };
        int acme_map(struct acme *p, void *buf)
        {
          int i, *own = kcalloc(4, sizeof(*own), GFP_KERNEL);
          dma_addr_t a;
          if (!own) return -ENOMEM;
          a = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, a)) {
            own[40] = 1;
            kfree(own);
            return -EIO;
          }
          dma_unmap_single(p->dev, a, LENGTH, DMA_TO_DEVICE);
          kfree(own);
          return 0;
        }
        """;
    assertThat(rules(text.replace("LENGTH", "64"))).isEmpty();
    assertThat(rules(text.replace("LENGTH", "32")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aPageFromOutsideMayBeGivenUp() {
    String text =
        """
        struct acme { struct device *dev; struct page *page; unsigned int offset; dma_addr_t at; };
        int acme_map(struct acme *p)
        {
          p->at = dma_map_page(p->dev, p->page, p->offset, 64, DMA_FROM_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          dma_unmap_page(p->dev, p->at, LENGTH, DMA_FROM_DEVICE);
          put_page(p->page);
          return 0;
        }
        """;
    assertThat(rules(text.replace("LENGTH", "64"))).isEmpty();
    assertThat(rules(text.replace("LENGTH", "32")))
        .contains("frees-dma-memory-with-different-size")
        .doesNotContain("bad-free");
  }

  @Test
  void aMappingOfNothingSaysNothing() {
    String text =
        """
        unsigned int acme_size(int kind);
        int acme_map(struct device *dev, void *buf)
        {
          unsigned int len = SIZE;
          dma_addr_t a = dma_map_single(dev, buf, len, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, a)) return -ENOMEM;
          dma_unmap_single(dev, a, len, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text.replace("SIZE", "acme_size(1) >> 8")))
        .first()
        .asString()
        .contains("of no bytes: a length");
    assertThat(rules(text.replace("SIZE", "64"))).isEmpty();
  }
}
