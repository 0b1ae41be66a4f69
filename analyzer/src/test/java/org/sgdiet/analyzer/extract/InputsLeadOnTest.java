// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Inputs and answers are chosen so that a run comes by the mapping and by what uses it.
class InputsLeadOnTest {

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  @Test
  void aRegisterSaysWhatLeadsOn() {
    String text =
        """
        struct acme { struct device *dev; void __iomem *regs; dma_addr_t at; };
        int acme_map(struct acme *p, void *buf)
        {
          if (!(0x400 & readl(p->regs + 8))) return -EIO;
          while (readl(p->regs + 12) & 1)
            cpu_relax();
          p->at = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, LENGTH, DMA_TO_DEVICE);
        }
        """;
    assertThat(rules(text.replace("LENGTH", "64"))).isEmpty();
    assertThat(rules(text.replace("LENGTH", "32")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aRegisterKeepsWhatIsWrittenThere() {
    String text =
        """
        struct acme { struct device *dev; void __iomem *regs; };
        int acme_map(struct acme *p, void *buf)
        {
          dma_addr_t at;
          writel(0, p->regs);
          if (!(readl(p->regs) & 4)) return -EIO;
          at = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, at)) return -ENOMEM;
          dma_unmap_single(p->dev, at, 64, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text))
        .singleElement()
        .asString()
        .startsWith("not-executable: no run reaches a mapping: ");
  }

  /// A list that lies in a structure inside the one that a pointer leads to.
  @Test
  void aListInsideOfWhatAPointerLeadsToHoldsABuffer() {
    String text =
        """
        struct smp { struct scatterlist req; };
        struct task { int kind; struct smp smp; };
        struct acme { struct device *dev; struct task *task; u32 first; };
        int acme_map(struct acme *p)
        {
          struct scatterlist *sg = &p->task->smp.req;
          u32 *to;
          if (!dma_map_sg(p->dev, sg, 1, DMA_TO_DEVICE)) return -ENOMEM;
          to = kmap_atomic(sg_page(sg));
          p->first = to[0];
          kunmap_atomic(to);
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_sg(p->dev, &p->task->smp.req, 1, DIR);
        }
        """;
    assertThat(rules(text.replace("DIR", "DMA_TO_DEVICE"))).isEmpty();
    assertThat(rules(text.replace("DIR", "DMA_FROM_DEVICE")))
        .containsExactly("frees-dma-memory-with-different-direction");
  }

  @Test
  void aLoopThatUsesTheMappingHasARound() {
    String text =
        """
        struct acme {
          struct device *dev; struct scatterlist *sg; void __iomem *regs; int n, steps, state;
        };
        static int acme_ready(struct acme *p)
        {
          switch (p->state) {
          case 0:
          case 1:
            return -EAGAIN;
          case 3:
            return 0;
          }
          return -EIO;
        }
        int acme_map(struct acme *p)
        {
          int i;
          if (!dma_map_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE)) return -ENOMEM;
          if (acme_ready(p)) goto out;
          for (i = 0; i < p->steps; i++) {
            writel(sg_dma_address(p->sg) + i, p->regs);
            writel(LENGTH, p->regs + 4);
          }
        out:
          dma_unmap_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text.replace("LENGTH", "sg_dma_len(p->sg)"))).isEmpty();
    assertThat(rules(text.replace("LENGTH", "p->sg->length")))
        .containsExactly("length-of-input-side");
  }
}
