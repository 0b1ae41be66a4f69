// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which calls undo or sync a mapping.
class UndoingTest {

  private static List<String> certain(String text, String function) {
    return WrittenTree.of(text).sites().stream()
        .filter(s -> s.kind() == SiteKind.MAP && s.function().equals(function))
        .flatMap(s -> s.certain().stream())
        .map(p -> p.function() + ":" + p.line())
        .toList();
  }

  @Test
  void aHandleIsFollowedThroughALocalAndTheByteOrderOfADescriptor() {
    String text =
        """
        struct desc { __le32 addr; };
        int map(struct acme *a, struct desc *d, void *buf)
        {
          dma_addr_t addr = dma_map_single(a->dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(a->dev, addr)) return -ENOMEM;
          d->addr = cpu_to_le32(addr);
          return 0;
        }
        void done(struct acme *a, struct desc *d)
        {
          dma_unmap_single(a->dev, le32_to_cpu(d->addr), 64, DMA_TO_DEVICE);
        }
        """;
    assertThat(certain(text, "map")).containsExactly("done:11");
  }

  @Test
  void aStateThatIsPassedOnIsTheSameState() {
    String text =
        """
        struct buf { struct dma_iova_state state; };
        static int map(struct device *dev, struct dma_iova_state *s, phys_addr_t p)
        {
          return dma_iova_link(dev, s, p, 0, 4096, DMA_TO_DEVICE, 0);
        }
        static void unmap(struct device *dev, struct dma_iova_state *s)
        {
          dma_iova_destroy(dev, s, 4096, DMA_TO_DEVICE, 0);
        }
        int get(struct buf *b) { return map(b->dev, &b->state, b->phys); }
        void put(struct buf *b) { unmap(b->dev, &b->state); }
        """;
    assertThat(certain(text, "map")).containsExactly("unmap:8");
  }

  @Test
  void anUnmapBehindAMappingOfItsOwnUndoesThatOne() {
    String text =
        """
        int whole(struct acme *a, struct mmc_data *d)
        {
          if (!dma_map_sg(a->dev, d->sg, d->sg_len, DMA_TO_DEVICE)) return -EIO;
          return start(a);
        }
        int part(struct acme *a, struct mmc_data *d)
        {
          if (!dma_map_sg(a->dev, d->sg, d->sg_len, DMA_TO_DEVICE)) return -EIO;
          dma_unmap_sg(a->dev, d->sg, d->sg_len, DMA_TO_DEVICE);
          return 0;
        }
        void done(struct acme *a, struct mmc_data *d)
        {
          dma_unmap_sg(a->dev, d->sg, d->sg_len, DMA_TO_DEVICE);
        }
        """;
    assertThat(certain(text, "whole")).containsExactly("done:14");
    assertThat(certain(text, "part")).containsExactly("part:9", "done:14");
  }

  @Test
  void anUnmapOfALikeNamedListIsLikelyOnly() {
    String text =
        """
        int tx(struct acme *a)
        {
          struct scatterlist *sgl = a->tx;
          return dma_map_sg(a->dev, sgl, 1, DMA_TO_DEVICE);
        }
        void rx(struct acme *a)
        {
          struct scatterlist *sgl = a->rx;
          dma_unmap_sg(a->dev, sgl, 1, DMA_FROM_DEVICE);
        }
        """;
    assertThat(certain(text, "tx")).isEmpty();
    assertThat(WrittenTree.of(text).sites().getFirst().unmaps()).hasSize(1);
  }

  @Test
  void theListsOfARequestAndItsReplyAreTwo() {
    String text =
        """
        struct payload { struct scatterlist *list; int n; };
        struct job { struct payload request, reply; struct payload *now; };
        int start(struct job *j)
        {
          return dma_map_sg(j->dev, j->request.list, j->request.n, DMA_TO_DEVICE);
        }
        void done(struct job *j)
        {
          dma_unmap_sg(j->dev, j->request.list, j->request.n, DMA_TO_DEVICE);
          dma_unmap_sg(j->dev, j->reply.list, j->reply.n, DMA_FROM_DEVICE);
          dma_unmap_sg(j->dev, j->now->list, j->now->n, DMA_TO_DEVICE);
        }
        """;
    assertThat(certain(text, "start")).containsExactly("done:9", "done:11");
  }
}
