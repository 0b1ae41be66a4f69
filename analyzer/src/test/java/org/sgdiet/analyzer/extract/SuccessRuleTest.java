// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a function returns when it has failed: each case with a mistake beside it that is one.
class SuccessRuleTest {

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  @Test
  void anErrorThatACalleeReturnsIsOne() {
    String text =
        """
        struct acme { struct device *dev; __le32 desc; };
        static int acme_prepare(struct acme *p, void *buf, dma_addr_t *at)
        {
          *at = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          p->desc = cpu_to_le32(*at);
          if (ASKED) return -ENOMEM;
          return 0;
        }
        int acme_map(struct acme *p, void *buf)
        {
          dma_addr_t at;
          int err = acme_prepare(p, buf, &at);
          if (err) return err;
          dma_unmap_single(p->dev, at, 64, DMA_TO_DEVICE);
          return err;
        }
        """;
    assertThat(rules(text.replace("ASKED", "dma_mapping_error(p->dev, *at)"))).isEmpty();
    assertThat(rules(text.replace("ASKED", "!buf"))).contains("address-of-failed-mapping");
  }

  @Test
  void aBlockStatusAboveZeroIsAnError() {
    String text =
        """
        struct acme { struct device *dev; dma_addr_t at; };
        typedef u8 blk_status_t;
        blk_status_t acme_map(struct acme *p, void *buf)
        {
          void *more;
          p->at = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return 9;
          more = kmalloc(64, GFP_KERNEL);
          if (!more) {
            UNDO
            return 9;
          }
          kfree(more);
          return 0;
        }
        """;
    String undo = "dma_unmap_single(p->dev, p->at, 64, DMA_TO_DEVICE);";
    assertThat(rules(text.replace("UNDO", undo))).isEmpty();
    assertThat(rules(text.replace("UNDO", ""))).containsExactly("pending-dma-allocations");
  }
}
