// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a run leaves mapped is held against a driver only where nobody else undoes it: each case
/// with a mistake beside it that is one.
class UndoneElsewhereTest {

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  @Test
  void whatACallerUndoesIsNoLeakThoughItDoesNotRunHere() {
    String text =
        """
        struct device_of_acme;
        struct acme { struct device *dev; dma_addr_t at; void *desc; struct device_of_acme *d; };
        void acme_unmap(struct acme *p)
        {
          if (acme_state(p->d))
            dma_unmap_single(p->dev, p->at, 64, DMA_TO_DEVICE);
        }
        int acme_map(struct acme *p, void *buf)
        {
          p->at = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          p->desc = kmalloc(64, GFP_KERNEL);
          if (!p->desc) return -ENOMEM;
          return 0;
        }
        """;
    String caller =
        "int acme_run(struct acme *p) { if (acme_map(p, p->desc)) acme_unmap(p); return 0; }";
    assertThat(rules(text)).containsExactly("pending-dma-allocations");
    assertThat(rules(text + caller)).isEmpty();
  }

  @Test
  void whoUnmapsTheOtherDirectionOfAStructureIsNoPartner() {
    String text =
        """
        struct slot { dma_addr_t at; };
        struct acme { struct device *dev; struct slot slot; };
        int acme_map(struct acme *p, void *buf)
        {
          p->slot.at = dma_map_single(p->dev, buf, 64, DMA_FROM_DEVICE);
          return dma_mapping_error(p->dev, p->slot.at) ? -ENOMEM : 0;
        }
        void acme_sent(struct acme *p)
        {
          dma_unmap_single(p->dev, p->slot.at, 64, DMA_TO_DEVICE);
        }
        """;
    String send =
        """
        int acme_send(struct acme *p, void *buf)
        {
          p->slot.at = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
          return dma_mapping_error(p->dev, p->slot.at) ? -ENOMEM : 0;
        }
        """;
    assertThat(rules(text)).contains("frees-dma-memory-with-different-direction");
    assertThat(rules(text + send)).isEmpty();
  }

  @Test
  void whatACallMayUnmapThatIsNotFollowedIsNotMissed() {
    String text =
        """
        struct unmap { struct device *dev; dma_addr_t addr[4]; };
        int acme_map(struct unmap *u)
        {
          void *buf = kmalloc(64, GFP_KERNEL);
          if (!buf) return -ENOMEM;
          u->addr[0] = dma_map_single(u->dev, buf, 64, DMA_TO_DEVICE);
          if (!dma_mapping_error(u->dev, u->addr[0]))
            CALL(u);
          kfree(buf);
          return 0;
        }
        """;
    assertThat(rules(text.replace("CALL", "engine_unmap_put")))
        .first()
        .asString()
        .contains("not followed, and may unmap");
    assertThat(rules(text.replace("CALL", "engine_get"))).containsExactly("frees-mapped-memory");
    assertThat(rules(text.replace("CALL", "set_unmap"))).containsExactly("frees-mapped-memory");
  }

  @Test
  void aPointerThatIsTakenOutIsNotCleanedUp() {
    String text =
        """
        struct acme { struct device *dev; void *buf; dma_addr_t at; };
        struct acme *acme_map(struct device *dev)
        {
          struct acme *p __free(kfree) = kzalloc(sizeof(*p), GFP_KERNEL);
          void *buf __free(kfree) = NULL;
          if (!p) return NULL;
          buf = kzalloc(64, GFP_KERNEL);
          if (!buf) return NULL;
          p->at = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, p->at)) return NULL;
          p->buf = TAKE(buf);
          return_ptr(p);
        }
        """;
    assertThat(rules(text.replace("TAKE", "no_free_ptr"))).isEmpty();
    assertThat(rules(text.replace("TAKE", ""))).contains("frees-mapped-memory");
  }

  @Test
  void whoIsCalledMayKeepAReference() {
    String text =
        """
        typedef struct { int counter; } atomic_t;
        typedef struct refcount_struct { atomic_t refs; } refcount_t;
        struct kref { refcount_t refcount; };
        struct orb { struct kref kref; struct device *dev; dma_addr_t at; u8 request[64]; };
        static void orb_free(struct kref *k)
        {
          kfree(container_of(k, struct orb, kref));
        }
        static void orb_send(struct orb *o, int node)
        {
          unsigned long flags;
          GET
          while (node--)
            schedule();
        }
        int acme_map(struct device *dev, int node)
        {
          struct orb *o = kzalloc(sizeof(*o), GFP_KERNEL);
          if (!o) return -ENOMEM;
          kref_init(&o->kref);
          o->dev = dev;
          o->at = dma_map_single(dev, o->request, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, o->at)) {
            kref_put(&o->kref, orb_free);
            return -EIO;
          }
          orb_send(o, node);
          kref_put(&o->kref, orb_free);
          return 0;
        }
        """;
    String release = "kfree(container_of(k, struct orb, kref));";
    String touches = text.replace(release, release + " /* scatterlist */");
    assertThat(rules(touches.replace("GET", "kref_get(&o->kref);"))).isEmpty();
    assertThat(rules(touches.replace("GET", ""))).containsExactly("frees-mapped-memory");
  }

  @Test
  void whatUndoesOnePieceIsCalledForEach() {
    String text =
        """
        struct piece { dma_addr_t at; unsigned int len; };
        struct acme { struct device *dev; struct piece piece[128]; int n; };
        int acme_map(struct acme *p, struct sg_table *table)
        {
          struct scatterlist *s;
          int i;
          for_each_sgtable_sg(table, s, i) {
            p->piece[i].len = s->length;
            p->piece[i].at =
                dma_map_page(p->dev, sg_page(s), s->offset, s->length, DMA_TO_DEVICE);
            if (dma_mapping_error(p->dev, p->piece[i].at)) {
              while (i--)
                dma_unmap_page(p->dev, p->piece[i].at, p->piece[i].len, DMA_TO_DEVICE);
              return -EIO;
            }
          }
          p->n = table->orig_nents;
          return 0;
        }
        void acme_unmap(struct acme *p, int i)
        {
          UNMAP
        }
        """;
    String one = "dma_unmap_page(p->dev, p->piece[i].at, p->piece[i].len, DMA_TO_DEVICE);";
    assertThat(rules(text.replace("UNMAP", one))).isEmpty();
    String most = "for (i = 0; i < (p->n + 1) / 2; i++) " + one;
    assertThat(rules(text.replace("UNMAP", most))).containsExactly("pending-dma-allocations");
  }

  @Test
  void aCallInTheOtherDirectionHasAnotherPartner() {
    String text =
        """
        struct acme { struct device *dev; dma_addr_t at; void *buf; };
        int acme_fill(struct acme *p, bool rx)
        {
          int dir = rx ? DMA_FROM_DEVICE : DMA_TO_DEVICE;
          p->at = dma_map_single(p->dev, p->buf, 64, MAPPED);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          return 0;
        }
        void acme_tx_clean(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, 64, DMA_TO_DEVICE);
        }
        int acme_start(struct acme *p)
        {
          return acme_fill(p, true);
        }
        """;
    assertThat(BrokenRules.of(text.replace("MAPPED", "dir"), "acme_fill")).isEmpty();
    assertThat(BrokenRules.of(text.replace("MAPPED", "DMA_FROM_DEVICE"), "acme_fill"))
        .contains("frees-dma-memory-with-different-direction");
  }

  @Test
  void theLastPieceOfAMappingEndsIt() {
    String text =
        """
        struct desc { __le64 at; __le32 len; };
        struct slot { dma_addr_t at; u32 whole; };
        struct acme { struct device *dev; struct slot slots[8]; struct desc ring[8]; };
        int acme_map(struct acme *p, void *buf, u32 len)
        {
          dma_addr_t at = dma_map_single(p->dev, buf, len, DMA_TO_DEVICE);
          u32 done = 0, part;
          int i = 0;
          if (dma_mapping_error(p->dev, at)) return -ENOMEM;
          while (done < len && i < 8) {
            part = len - done > 0x10000 ? 0x10000 : len - done;
            p->ring[i].at = cpu_to_le64(at + done);
            p->ring[i].len = cpu_to_le32(part);
            done += part;
            p->slots[i].at = at;
            p->slots[i].whole = done == len ? len : 0;
            i++;
          }
          return 0;
        }
        void acme_give_up(struct acme *p, int index)
        {
          struct slot *slot = &p->slots[index];
          if (ENDS)
            dma_unmap_single(p->dev, slot->at, slot->whole, DMA_TO_DEVICE);
        }
        """;
    assertThat(BrokenRules.of(text.replace("ENDS", "slot->whole"), "acme_map")).isEmpty();
    assertThat(BrokenRules.of(text.replace("ENDS", "slot->whole > 48"), "acme_map"))
        .containsExactly("pending-dma-allocations");
  }
}
