// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Structures that functions return, and that they are given by value.
class StructureByValueTest {

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  @Test
  void whatAFunctionReturnsIsUnmappedWhereItWasPut() {
    String text =
        """
        struct where { dma_addr_t addr; u64 order : 8; u64 dir : 2; };
        static struct where acme_encode(dma_addr_t addr, int order, enum dma_data_direction dir)
        {
          return (struct where) { .addr = addr, .order = order, .dir = dir, };
        }
        int acme_map(struct device *dev, struct where *at, void *buf)
        {
          dma_addr_t a = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, a)) return -ENOMEM;
          at[1] = acme_encode(a, ORDER, DMA_TO_DEVICE);
          dma_unmap_single(dev, at[1].addr, 16 << at[1].order, at[1].dir);
          return 0;
        }
        """;
    assertThat(rules(text.replace("ORDER", "2"))).isEmpty();
    assertThat(rules(text.replace("ORDER", "3")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aFunctionGetsACopy() {
    String text =
        """
        struct piece { void *buf; unsigned int len; };
        static dma_addr_t acme_one(struct device *dev, struct piece p)
        {
          dma_addr_t a = dma_map_single(dev, p.buf, p.len, DMA_TO_DEVICE);
          p.len = 0;
          return a;
        }
        static struct piece acme_piece(void *buf, int small)
        {
          struct piece one = { buf, 64 }, other = { buf, 32 };
          return small ? other : one;
        }
        int acme_map(struct device *dev, void *buf)
        {
          struct piece piece = acme_piece(buf, SMALL);
          dma_addr_t a = acme_one(dev, piece);
          if (dma_mapping_error(dev, a)) return -ENOMEM;
          dma_unmap_single(dev, a, piece.len == 0 ? 1 : 64, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text.replace("SMALL", "0"))).isEmpty();
    assertThat(rules(text.replace("SMALL", "1")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void whatACallReturnsThatIsNotFollowedMayBeAskedAboutOnly() {
    String text =
        """
        struct where { dma_addr_t addr; unsigned int len; };
        struct ops { struct where (*find)(void *buf); };
        int acme_map(struct device *dev, struct ops *ops, void *buf)
        {
          struct where w = ops->find(buf);
          dma_addr_t a;
          if (!w.addr && w.len == 1) return -EINVAL;
          a = dma_map_single(dev, buf, LENGTH, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, a)) return -ENOMEM;
          dma_unmap_single(dev, a, LENGTH, DMA_FROM_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text.replace("LENGTH", "64")))
        .containsExactly("frees-dma-memory-with-different-direction");
    assertThat(rules(text.replace("LENGTH", "w.len"))).first().asString().contains("not followed");
  }
}
