// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a run shows is held against a driver only where the driver is to blame: each case with a
/// mistake beside it that is one.
class RightlyAccusedTest {

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
}
