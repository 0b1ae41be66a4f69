// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a function is told when it is lifted out of its C text and run.
class ExecutedTest {

  private static final String LISTS =
      """
      struct list_head { struct list_head *next, *prev; };
      typedef struct { int counter; } atomic_t;
      typedef struct refcount_struct { atomic_t refs; } refcount_t;
      struct kref { refcount_t refcount; };
      """;

  /// The rules that the function is said to break; none when it ran and broke none.
  private static List<String> rules(String text, String function) {
    return BrokenRules.of(text, function);
  }

  @Test
  void bitsAreCountedAsTheKernelCountsThem() {
    String text =
        LISTS
            + """
            struct acme { struct device *dev; dma_addr_t at; };
            static unsigned int acme_bytes(unsigned int field)
            {
              return 1U << (ffs(field) - 1);
            }
            int acme_map(struct acme *p, void *buf)
            {
              p->at = dma_map_single(p->dev, buf, acme_bytes(0xc0), DMA_TO_DEVICE);
              if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
              return 0;
            }
            void acme_unmap(struct acme *p)
            {
              dma_unmap_single(p->dev, p->at, LENGTH, DMA_TO_DEVICE);
            }
            """;
    assertThat(rules(text.replace("LENGTH", "64"), "acme_map")).isEmpty();
    assertThat(rules(text.replace("LENGTH", "1 << ilog2(100)"), "acme_map")).isEmpty();
    assertThat(rules(text.replace("LENGTH", "1 << (fls(100) - 1)"), "acme_map")).isEmpty();
    assertThat(rules(text.replace("LENGTH", "128"), "acme_map"))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aPointerIsReadThroughTheMacrosThatHandItOn() {
    String text =
        """
        #define raw_cpu_ptr(p) _Generic((p), default: (p))
        #define page_folio(p) _Generic((p), struct page *: (struct folio *)(p))
        struct folio { struct page page; };
        struct ring { struct device *dev; dma_addr_t at; };
        struct acme { struct ring __percpu *rings; };
        int acme_map(struct acme *p, struct page *page)
        {
          struct ring *ring = raw_cpu_ptr(p->rings);
          struct folio *folio = page_folio(page);
          ring->at = dma_map_page(ring->dev, &folio->page, 0, 64, DMA_TO_DEVICE);
          if (dma_mapping_error(ring->dev, ring->at)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          struct ring *ring = per_cpu_ptr(p->rings, 0);
          dma_unmap_page(ring->dev, ring->at, LENGTH, DMA_TO_DEVICE);
        }
        """;
    assertThat(rules(text.replace("LENGTH", "64"), "acme_map")).isEmpty();
    assertThat(rules(text.replace("LENGTH", "32"), "acme_map"))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aPageThatACallAnswersCanBeMapped() {
    String text =
        """
        struct page *pool_page(int index);
        int acme_map(struct device *dev, dma_addr_t *at)
        {
          for (int i = 0; i < 2; i++) {
            struct page *page = pool_page(i);
            if (!page) return -ENOMEM;
            at[i] = dma_map_page(dev, page, 0, 64, DMA_FROM_DEVICE);
            if (dma_mapping_error(dev, at[i])) {
              __free_page(page);
              if (i)
                dma_unmap_page(dev, at[0], LENGTH, DMA_FROM_DEVICE);
              return -ENOMEM;
            }
          }
          return 0;
        }
        """;
    assertThat(rules(text.replace("LENGTH", "64"), "acme_map"))
        .as("without an unmap nothing is said but of the error exits")
        .isEmpty();
    assertThat(rules(text.replace("LENGTH", "32"), "acme_map"))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void chunksThatHangOnAListAreUnmappedThroughIt() {
    String text =
        LISTS
            + """
            struct chunk { struct list_head list; dma_addr_t at; };
            struct acme { struct device *dev; struct list_head chunks; };
            int acme_map(struct acme *p, void *buf)
            {
              struct chunk *c = kzalloc(sizeof(*c), GFP_KERNEL);
              if (!c) return -ENOMEM;
              INIT_LIST_HEAD(&p->chunks);
              c->at = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
              if (dma_mapping_error(p->dev, c->at)) { kfree(c); return -ENOMEM; }
              list_add_tail(&c->list, &p->chunks);
              return 0;
            }
            void acme_unmap(struct acme *p)
            {
              struct chunk *c, *n;
              list_for_each_entry_safe(c, n, &p->chunks, list) {
                dma_unmap_single(p->dev, c->at, LENGTH, DMA_TO_DEVICE);
                list_del(&c->list);
                kfree(c);
              }
            }
            """;
    assertThat(rules(text.replace("LENGTH", "64"), "acme_map")).isEmpty();
    assertThat(rules(text.replace("LENGTH", "32"), "acme_map"))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aCountThatAnotherCallSetsIsNoDriversMistake() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *sg; unsigned int n; };
        int acme_map(struct acme *p, unsigned long long bytes)
        {
          unsigned int n;
          p->sg = sgl_alloc(bytes, GFP_KERNEL, OUT);
          if (!p->sg) return -ENOMEM;
          p->n = dma_map_sg(p->dev, p->sg, n, DMA_TO_DEVICE);
          if (!p->n) return -EIO;
          return 0;
        }
        """;
    assertThat(rules(text.replace("OUT", "&n"), "acme_map"))
        .containsExactly(
            "not-executable: dma_map_sg() gets a count that a call sets which is not followed");
    assertThat(rules(text.replace("OUT", "0"), "acme_map")).contains("undefined-argument");
  }

  @Test
  void theLastReferenceUnmaps() {
    String text =
        LISTS
            + """
            struct req { struct kref refs; struct device *dev; dma_addr_t at; };
            static void req_free(struct kref *k)
            {
              struct req *r = container_of(k, struct req, refs);
              dma_unmap_single(r->dev, r->at, 64, DMA_TO_DEVICE);
              kfree(r);
            }
            int acme_map(struct device *dev, void *buf, int (*start)(void))
            {
              struct req *r = kzalloc(sizeof(*r), GFP_KERNEL);
              if (!r) return -ENOMEM;
              kref_init(&r->refs);
              r->dev = dev;
              r->at = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
              if (dma_mapping_error(dev, r->at)) { kfree(r); return -ENOMEM; }
              PUT
              return 0;
            }
            """;
    assertThat(rules(text.replace("PUT", "kref_put(&r->refs, req_free);"), "acme_map")).isEmpty();
    String held = "kref_get(&r->refs); kref_put(&r->refs, req_free); kref_put(&r->refs, req_free);";
    assertThat(rules(text.replace("PUT", held), "acme_map")).isEmpty();
  }

  @Test
  void aFlagOfTheCallerDecidesTheDirectionOfTheUnmap() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *sg; int n, in_place, mapped; };
        int acme_map(struct acme *p)
        {
          p->mapped = dma_map_sg(p->dev, p->sg, p->n, DMA_BIDIRECTIONAL);
          return p->mapped ? 0 : -ENOMEM;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_sg(p->dev, p->sg, p->n, p->in_place ? DMA_BIDIRECTIONAL : OTHER);
        }
        """;
    assertThat(rules(text.replace("OTHER", "DMA_FROM_DEVICE"), "acme_map")).isEmpty();
    String wrong = text.replace("p->in_place ? DMA_BIDIRECTIONAL : OTHER", "DMA_FROM_DEVICE");
    assertThat(rules(wrong, "acme_map"))
        .containsExactly("frees-dma-memory-with-different-direction");
  }

  @Test
  void limitsAreWideAndABugOnFailureIsHeld() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *sg; int n, most; u32 len[64]; };
        int acme_map(struct acme *p)
        {
          int i, n = dma_map_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
          struct scatterlist *s;
          CHECK
          dma_unmap_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
          return n;
        }
        """;
    assertThat(rules(text.replace("CHECK", "if (!n) return 0; BUG_ON(n > p->most);"), "acme_map"))
        .isEmpty();
    assertThat(rules(text.replace("CHECK", "if (!n) return 0; BUG_ON(n > 2);"), "acme_map"))
        .as("a caller may never give more")
        .isEmpty();
    assertThat(rules(text.replace("CHECK", "BUG_ON(n > p->most || !n);"), "acme_map"))
        .containsExactly("bug-on");
  }

  @Test
  void aSecondPointerToAListMayBeTheSameList() {
    String text =
        """
        struct req { struct scatterlist *sg; };
        struct acme { struct device *dev; struct scatterlist *now; int n; __le32 *desc; };
        int acme_map(struct acme *p, struct req *r)
        {
          int n = dma_map_sg(p->dev, p->now, 1, DMA_TO_DEVICE);
          if (!n) return -ENOMEM;
          p->desc[0] = cpu_to_le32(sg_dma_address(FROM));
          dma_unmap_sg(p->dev, p->now, 1, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text.replace("FROM", "r->sg"), "acme_map")).isEmpty();
    assertThat(rules(text.replace("FROM", "&p->now[1]"), "acme_map")).isNotEmpty();
  }

  @Test
  void aSelectorGetsWhatTheDriverPasses() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *sg; int n, cookie; };
        static void acme_unmap(struct acme *p, int cookie)
        {
          if (p->cookie == cookie) dma_unmap_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
        }
        static bool acme_map(struct acme *p, int cookie)
        {
          if (!dma_map_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE)) return false;
          p->cookie = cookie ? cookie : 7;
          if (sg_dma_address(p->sg) & 127) {
            acme_unmap(p, cookie);
            return false;
          }
          return true;
        }
        void acme_start(struct acme *p) { acme_map(p, 2); }
        """;
    assertThat(rules(text, "acme_map")).isEmpty();
    assertThat(rules(text.replace("acme_map(p, 2)", "acme_map(p, 0)"), "acme_map"))
        .containsExactly("pending-dma-allocations");
  }

  @Test
  void aCallerMayCleanUpAfterAnError() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *sg; int n, mapped; void *more; };
        int acme_map(struct acme *p)
        {
          p->mapped = dma_map_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
          if (!p->mapped) return -ENOMEM;
          p->more = kzalloc(64, GFP_KERNEL);
          return p->more ? 0 : -ENOMEM;
        }
        void acme_unmap(struct acme *p)
        {
          if (p->mapped) dma_unmap_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
          p->mapped = 0;
        }
        """;
    String caller = "int acme_run(struct acme *p) { if (acme_map(p)) acme_unmap(p); return 0; }";
    assertThat(rules(text, "acme_map")).containsExactly("pending-dma-allocations");
    assertThat(rules(text + caller, "acme_map")).isEmpty();
  }

  @Test
  void theCountThatIsReturnedTellsOfAFailure() {
    String text =
        """
        struct acme { struct device *dev; struct scatterlist *sg; int n; };
        int acme_map(struct acme *p)
        {
          if (!p->sg) return -EINVAL;
          return dma_map_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE);
        }
        void acme_unmap(struct acme *p) { dma_unmap_sg(p->dev, p->sg, p->n, DMA_TO_DEVICE); }
        """;
    assertThat(rules(text, "acme_map")).isEmpty();
  }

  @Test
  void anEnumWithAnAttributeBehindItHasEnumerators() {
    String text =
        """
        #define PACKED __attribute__((packed))
        enum mode { SLOW, FAST = 64 } PACKED;
        int acme_map(struct device *dev, void *buf)
        {
          dma_addr_t a = dma_map_single(dev, buf, FAST, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, a)) return -ENOMEM;
          dma_unmap_single(dev, a, SIZE, DMA_TO_DEVICE);
          return 0;
        }
        """;
    assertThat(rules(text.replace("SIZE", "64"), "acme_map")).isEmpty();
    assertThat(rules(text.replace("SIZE", "SLOW"), "acme_map")).isNotEmpty();
  }
}
