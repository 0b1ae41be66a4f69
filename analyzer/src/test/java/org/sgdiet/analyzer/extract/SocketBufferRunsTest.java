// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a run knows of the data of a socket buffer: each case with a mistake beside it that is one.
class SocketBufferRunsTest {

  private static final String SKB =
      """
      struct sk_buff { unsigned int len, data_len; unsigned char *data; };
      static inline unsigned int skb_headlen(const struct sk_buff *skb)
      {
        return skb->len - skb->data_len;
      }
      """;

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  @Test
  void aLinearSocketBufferIsAsLongAsItSays() {
    String text =
        SKB
            + """
            struct acme { struct device *dev; dma_addr_t at; unsigned int len; };
            int acme_map(struct acme *p, struct sk_buff *skb)
            {
              p->at = dma_map_single(p->dev, skb->data, skb_headlen(skb), DMA_TO_DEVICE);
              if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
              p->len = skb->len;
              return 0;
            }
            void acme_unmap(struct acme *p)
            {
              dma_unmap_single(p->dev, p->at, LENGTH, DMA_TO_DEVICE);
            }
            """;
    assertThat(rules(text.replace("LENGTH", "p->len"))).isEmpty();
    assertThat(rules(text.replace("LENGTH", "p->len + 2")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aReceiveBufferHasTheRoomThatWasAskedFor() {
    String text =
        SKB
            + """
            struct acme { struct device *dev; struct net_device *net; dma_addr_t at; };
            int acme_map(struct acme *p)
            {
              struct sk_buff *skb = netdev_alloc_skb(p->net, 1536);
              if (!skb) return -ENOMEM;
              skb_reserve(skb, 2);
              p->at = dma_map_single(p->dev, skb->data, LENGTH, DMA_FROM_DEVICE);
              if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
              return 0;
            }
            void acme_unmap(struct acme *p)
            {
              dma_unmap_single(p->dev, p->at, LENGTH, DMA_FROM_DEVICE);
            }
            """;
    assertThat(rules(text.replace("LENGTH", "1534"))).isEmpty();
    assertThat(rules(text.replace("LENGTH", "5000"))).containsExactly("maps-behind-the-object");
  }

  @Test
  void aDeviceHasTheMtuThatItWasSetUpWith() {
    String text =
        "struct net_device { unsigned int mtu; };"
            + SKB
            + """
            struct acme { struct device *dev; struct net_device *net; dma_addr_t at; };
            int acme_map(struct acme *p)
            {
              struct sk_buff *skb = netdev_alloc_skb(p->net, p->net->mtu + 32);
              if (!skb) return -ENOMEM;
              p->at = dma_map_single(p->dev, skb->data, 1500 + ROOM, DMA_FROM_DEVICE);
              if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
              return 0;
            }
            void acme_unmap(struct acme *p)
            {
              dma_unmap_single(p->dev, p->at, 1500 + ROOM, DMA_FROM_DEVICE);
            }
            """;
    assertThat(rules(text.replace("ROOM", "32"))).isEmpty();
    assertThat(rules(text.replace("ROOM", "2048"))).containsExactly("maps-behind-the-object");
  }

  @Test
  void whatIsPutIntoASocketBufferLiesBehindWhatWasThere() {
    String text =
        SKB
            + """
            struct acme { struct device *dev; struct net_device *net; dma_addr_t at; };
            int acme_map(struct acme *p)
            {
              struct sk_buff *skb = dev_alloc_skb(64);
              u8 *first, *second;
              if (!skb) return -ENOMEM;
              first = skb_put(skb, 16);
              second = skb_put(skb, 16);
              p->at = dma_map_single(p->dev, first, SIZE, DMA_TO_DEVICE);
              if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
              dma_unmap_single(p->dev, p->at, second - first + skb_headlen(skb), DMA_TO_DEVICE);
              return 0;
            }
            """;
    assertThat(rules(text.replace("SIZE", "48"))).isEmpty();
    assertThat(rules(text.replace("SIZE", "32")))
        .containsExactly("frees-dma-memory-with-different-size");
  }
}
