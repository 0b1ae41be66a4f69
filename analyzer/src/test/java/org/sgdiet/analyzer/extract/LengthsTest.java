// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A length that the run does not know is chosen so that something is mapped, and is held against
/// nobody; each case with a mistake beside it that is one.
class LengthsTest {

  private static final String OTHER_WAY = "frees-dma-memory-with-different-direction";

  private static List<String> rules(String text) {
    return BrokenRules.of(text, "acme_map");
  }

  /// Maps and unmaps as `acme` does, in `DIR` at the end.
  private static void rightAndWrong(String text) {
    assertThat(rules(text.replace("DIR", "DMA_TO_DEVICE"))).isEmpty();
    assertThat(rules(text.replace("DIR", "DMA_FROM_DEVICE"))).containsExactly(OTHER_WAY);
  }

  @Test
  void aCallThatIsNotFollowedAnswersALength() {
    rightAndWrong(
        """
        struct acme { struct device *dev; dma_addr_t at; unsigned int len; };
        unsigned int acme_room(void *buf);
        int acme_map(struct acme *p, void *buf)
        {
          p->len = acme_room(buf);
          p->at = dma_map_single(p->dev, buf, p->len, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, p->len, DIR);
        }
        """);
  }

  /// An IV has the 16 bytes that the algorithm gives it, no more than the member that holds it.
  @Test
  void aSizeThatAnAlgorithmHasIsKnown() {
    rightAndWrong(
        """
        struct acme { struct device *dev; u8 iv[16]; dma_addr_t at; dma_addr_t next; };
        unsigned int crypto_skcipher_ivsize(struct crypto_skcipher *tfm);
        int acme_map(struct acme *p, struct crypto_skcipher *tfm)
        {
          unsigned int bytes = crypto_skcipher_ivsize(tfm);
          p->at = dma_map_single(p->dev, p->iv, bytes, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, 16, DIR);
        }
        """);
  }

  @Test
  void twoNumbersThatNobodyKnowsMayBeOne() {
    String text =
        """
        struct acme { struct device *dev; dma_addr_t at; unsigned int frames; };
        unsigned int acme_bytes(void *buf);
        int acme_map(struct acme *p, void *buf)
        {
          p->at = dma_map_single(p->dev, buf, MAPPED, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, p->frames, DMA_TO_DEVICE);
        }
        """;
    assertThat(rules(text.replace("MAPPED", "acme_bytes(buf)"))).isEmpty();
    assertThat(rules(text.replace("MAPPED", "48")))
        .containsExactly("frees-dma-memory-with-different-size");
  }

  @Test
  void aLengthKeepsToTheLimitOfTheDriver() {
    rightAndWrong(
        """
        struct acme { struct device *dev; dma_addr_t at; };
        struct packet { void *data; unsigned int len; };
        int acme_map(struct acme *p, struct packet *packet)
        {
          if (packet->len > 1536)
            return -EMSGSIZE;
          p->at = dma_map_single(p->dev, packet->data, packet->len, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p, struct packet *packet)
        {
          dma_unmap_single(p->dev, p->at, packet->len, DIR);
        }
        """);
  }

  @Test
  void aFieldOfAByteHoldsALength() {
    rightAndWrong(
        """
        struct acme { struct device *dev; dma_addr_t at; u8 key[64]; u8 len; u64 done; };
        int acme_map(struct acme *p)
        {
          p->at = dma_map_single(p->dev, p->key, p->len, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          p->done++;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->at, p->len, DIR);
        }
        """);
  }

  @Test
  void aLengthIsFollowedThroughABitField() {
    rightAndWrong(
        """
        struct buff { u32 len : 16; u32 flags : 16; dma_addr_t at; };
        struct frame { void *data; u16 len; };
        int acme_map(struct device *dev, struct buff *b, struct frame *frame)
        {
          b->len = frame->len;
          b->at = dma_map_single(dev, frame->data, b->len, DMA_TO_DEVICE);
          if (dma_mapping_error(dev, b->at)) return -ENOMEM;
          dma_unmap_single(dev, b->at, b->len, DIR);
          return 0;
        }
        """);
  }

  @Test
  void aVariableDoesNotHideTheMacroOfItsName() {
    rightAndWrong(
        """
        struct acme { struct device *dev; dma_addr_t at; };
        int acme_map(struct acme *p, void *buf, int len)
        {
          int min;
          min = min(len, 0xff00);
          p->at = dma_map_single(p->dev, buf, min, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          dma_unmap_single(p->dev, p->at, min, DIR);
          return 0;
        }
        """);
  }

  @Test
  void whatIsAllocatedHasRoom() {
    rightAndWrong(
        """
        struct slot { dma_addr_t at; void *buf; };
        struct acme { struct device *dev; struct slot *slots; int count, bytes; };
        int acme_map(struct acme *p)
        {
          p->slots = kcalloc(p->count, sizeof(*p->slots), GFP_KERNEL);
          if (!p->slots) return -ENOMEM;
          p->slots[0].buf = kmalloc(p->bytes, GFP_KERNEL);
          if (!p->slots[0].buf) { kfree(p->slots); return -ENOMEM; }
          p->slots[0].at = dma_map_single(p->dev, p->slots[0].buf, p->bytes, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->slots[0].at)) {
            kfree(p->slots[0].buf);
            kfree(p->slots);
            return -EIO;
          }
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_single(p->dev, p->slots[0].at, p->bytes, DIR);
        }
        """);
  }

  @Test
  void nothingIsDividedByZero() {
    rightAndWrong(
        """
        struct acme { struct device *dev; dma_addr_t at[4]; u32 next, entries, every; };
        int acme_map(struct acme *p, void *buf)
        {
          u32 next = (p->next + 1) % p->entries;
          if (next % p->every)
            return -EBUSY;
          p->at[next] = dma_map_single(p->dev, buf, 128, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at[next])) return -ENOMEM;
          dma_unmap_single(p->dev, p->at[(p->next + 1) % p->entries], 128, DIR);
          return 0;
        }
        """);
  }

  @Test
  void aSocketBufferInOnePieceIsAListOfOneEntry() {
    String text =
        """
        struct sk_buff { unsigned int len, data_len; unsigned char *data; };
        struct acme { struct device *dev; struct scatterlist sg[4]; int count; };
        int acme_map(struct acme *p, struct sk_buff *skb)
        {
          sg_init_table(p->sg, 4);
          p->count = skb_to_sgvec(skb, p->sg, 0, skb->len);
          if (p->count < 0) return p->count;
          if (!dma_map_sg(p->dev, p->sg, p->count, DMA_TO_DEVICE)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_sg(p->dev, p->sg, p->count, DIR);
        }
        """;
    rightAndWrong(text);
  }

  @Test
  void theKernelAnswersSizesThatAreNotZero() {
    rightAndWrong(
        """
        struct acme { struct device *dev; dma_addr_t at; struct crypto_ahash *tfm; int len; };
        unsigned int crypto_ahash_blocksize(struct crypto_ahash *tfm);
        int acme_map(struct acme *p, void *buf, unsigned int len)
        {
          unsigned int rest = len & (crypto_ahash_blocksize(p->tfm) - 1);
          if (!(len - rest))
            return 0;
          p->at = dma_map_single(p->dev, buf, len, DMA_TO_DEVICE);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          p->len = len;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          if (p->len)
            dma_unmap_single(p->dev, p->at, p->len, DIR);
        }
        """);
  }

  @Test
  void aListHoldsNoMoreThanTheTextOfARequest() {
    rightAndWrong(
        """
        struct aead_request { unsigned int assoclen, cryptlen; struct scatterlist *src; };
        struct acme { struct device *dev; int nents; };
        int acme_map(struct acme *p, struct aead_request *req)
        {
          p->nents = sg_nents_for_len(req->src, req->assoclen + req->cryptlen);
          if (p->nents < 0) return p->nents;
          if (!dma_map_sg(p->dev, req->src, p->nents, DMA_TO_DEVICE)) return -EIO;
          return 0;
        }
        void acme_unmap(struct acme *p, struct aead_request *req)
        {
          dma_unmap_sg(p->dev, req->src, p->nents, DIR);
        }
        """);
  }

  @Test
  void aFragmentLiesInAPage() {
    rightAndWrong(
        """
        struct sk_buff { unsigned int len, data_len; unsigned char *data; };
        struct acme { struct device *dev; dma_addr_t at; unsigned int len; };
        int acme_map(struct acme *p, skb_frag_t *frag)
        {
          p->len = skb_frag_size(frag);
          p->at = dma_map_phys(p->dev, skb_frag_phys(frag), p->len, DMA_TO_DEVICE, 0);
          if (dma_mapping_error(p->dev, p->at)) return -ENOMEM;
          return 0;
        }
        void acme_unmap(struct acme *p)
        {
          dma_unmap_phys(p->dev, p->at, p->len, DIR, 0);
        }
        """);
  }

  @Test
  void aLengthThatTheRunChoseMayNotFitTheWhole() {
    String text =
        """
        struct acme { struct device *dev; struct dma_iova_state state; size_t total; };
        size_t acme_part(void *buf);
        int acme_map(struct acme *p, void *buf, phys_addr_t phys, size_t total)
        {
          if (!dma_iova_try_alloc(p->dev, &p->state, phys, total)) return -ENOMEM;
          if (dma_iova_link(p->dev, &p->state, phys, 0, total, DMA_TO_DEVICE, 0))
            goto fail;
          if (dma_iova_link(p->dev, &p->state, phys, total, MORE, DMA_TO_DEVICE, 0))
            goto fail;
          dma_iova_destroy(p->dev, &p->state, total, DMA_TO_DEVICE, 0);
          return 0;
        fail:
          dma_iova_free(p->dev, &p->state);
          return -EIO;
        }
        """;
    assertThat(rules(text.replace("MORE", "acme_part(buf)"))).doesNotContain("links-outside-range");
    assertThat(rules(text.replace("MORE", "4096"))).contains("links-outside-range");
  }
}
