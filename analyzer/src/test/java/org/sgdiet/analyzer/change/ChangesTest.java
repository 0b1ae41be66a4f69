// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.fact.WrittenTree;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.syntax.SyntaxReader;

/// Changes of a driver whose handles lie in descriptors, so that no rule knows what belongs to
/// what, and what is told of them.
class ChangesTest {
  private static final String PATH = "drivers/acme/acme.c";

  private static final String DRIVER =
      """
      int acme_post(struct acme_ring *ring, void *wqe, struct acme_buf *buf)
      {
      \tdma_addr_t addr = dma_map_single(ring->dev, buf->data, buf->len, DMA_TO_DEVICE);
      \tint ret;

      \tif (dma_mapping_error(ring->dev, addr)) {
      \t\tring->errors++;
      \t\tret = -ENOMEM;
      \t\tgoto drop;
      \t}
      \tif (acme_ring_full(ring)) {
      \t\tret = -ENOSPC;
      \t\tgoto unmap;
      \t}
      \tacme_wqe_set(wqe, addr);
      \treturn 0;
      unmap:
      \tdma_unmap_single(ring->dev, addr, buf->len, DMA_TO_DEVICE);
      drop:
      \tacme_drop(buf);
      \treturn ret;
      }
      void acme_take(struct acme_ring *ring, void *wqe, struct acme_buf *done)
      {
      \tdma_unmap_single(ring->dev, acme_wqe_get(wqe), done->len, DMA_TO_DEVICE);
      \tkfree(done->data);
      }
      void acme_reset(struct acme_ring *ring, struct acme_buf *bufs)
      {
      \tint left = ring->count;

      \twhile (left--)
      \t\tdma_unmap_single(ring->dev, bufs[left].addr, bufs[left].len, DMA_TO_DEVICE);
      }
      void acme_send_again(struct acme_ring *ring, struct acme_buf *buf)
      {
      \tdma_addr_t addr = acme_wqe_get(buf->wqe);

      \tdma_sync_single_for_cpu(ring->dev, buf->addr, buf->len, DMA_TO_DEVICE);
      \tacme_fill(buf);
      \tdma_sync_single_for_device(ring->dev, addr, buf->len, DMA_TO_DEVICE);
      \tacme_wqe_set(buf->wqe, addr);
      }
      """;

  private static List<String> told(String before, String after) {
    WrittenTree fresh = WrittenTree.of(after);
    TreeModel old = new TreeModel(WrittenTree.of(before));
    return new Changes(old, old.of(fresh), fresh.paths(), SyntaxReader::read, false)
        .findings(List.of(PATH)).stream()
            .map(f -> "%s: %s [%s]".formatted(f.function(), f.message(), f.rule()))
            .toList();
  }

  /// What is told when the driver's `from` becomes `to`.
  private static List<String> change(String from, String to) {
    assertThat(DRIVER).contains(from);
    return told(DRIVER, DRIVER.replace(from, to));
  }

  @Test
  void anUnmapGetsAnotherSizeThanTheMappingKeeps() {
    assertThat(change("done->len, D", "done->len - 4, D"))
        .containsExactly(
            "acme_take: the change gives dma_unmap_single() 'done->len - 4', and dma_map_single() in"
                + " acme_post() still gets 'buf->len' [frees-dma-memory-with-different-size]");
    assertThat(change("buf->data, buf->len, D", "buf->data, buf->len + 8, D"))
        .singleElement()
        .asString()
        .startsWith("acme_post: the change gives dma_map_single() 'buf->len + 8', and");
  }

  @Test
  void aConstantOfTheDriverIsTheSameInItsWholeFile() {
    String ring = DRIVER.replace("buf->len, D", "ACME_BUF_SIZE, D");
    String reset = "bufs[left].len, D";
    assertThat(
            told(
                ring.replace(reset, "ACME_BUF_SIZE, D"),
                ring.replace(reset, "ACME_BUF_SIZE - 4, D")))
        .singleElement()
        .asString()
        .startsWith("acme_reset: the change gives dma_unmap_single() 'ACME_BUF_SIZE - 4', and");
    // The kernel's own are many things.
    assertThat(
            told(
                ring.replace(reset, "PAGE_SIZE, D").replace("ACME_BUF_SIZE", "PAGE_SIZE"),
                ring.replace(reset, "PAGE_SIZE << 1, D").replace("ACME_BUF_SIZE", "PAGE_SIZE")))
        .isEmpty();
  }

  @Test
  void anUnmapGetsTheStatusOfAnotherCallForItsCount() {
    String driver =
        """
        int acme_reserve(struct acme_dev *acme, struct acme_task *task)
        {
        \tunsigned int count = task->nents;
        \tint ret;

        \tret = dma_map_sg(acme->dev, task->sgl, count, DMA_FROM_DEVICE);
        \tif (ret != count)
        \t\treturn -ENOMEM;
        \tret = acme_program(acme, task);
        \tif (ret < 0) {
        \t\tdma_unmap_sg(acme->dev, task->sgl, count, DMA_FROM_DEVICE);
        \t\treturn ret;
        \t}
        \treturn 0;
        }
        """;
    String unmap = "dma_unmap_sg(acme->dev, task->sgl, count, D";
    assertThat(told(driver, driver.replace(unmap, unmap.replace("count", "ret"))))
        .containsExactly(
            "acme_reserve: the change gives dma_unmap_sg() 'ret', and dma_map_sg() in acme_reserve()"
                + " still gets 'count' [frees-sg-list-with-different-entry-count]");
    String wrong = driver.replace(unmap, unmap.replace("count", "ret"));
    assertThat(told(wrong, driver)).isEmpty();
  }

  @Test
  void theSameSizeInOtherWordsIsNone() {
    assertThat(change("done->len, D", "(size_t)(done->len), D")).isEmpty();
    assertThat(
            change(
                "\tdma_unmap_single(ring->dev, acme_wqe_get(wqe), done->len",
                "\tsize_t len = done->len;\n\n"
                    + "\tdma_unmap_single(ring->dev, acme_wqe_get(wqe), len"))
        .isEmpty();
    assertThat(told(DRIVER, DRIVER.replace("->len", "->len + ring->pad"))).isEmpty();
  }

  @Test
  void aMemberThatTheChangeSetsMayBeTheOldOne() {
    String other = DRIVER.replace("done->len, D", "done->dma_len, D");
    assertThat(told(DRIVER, other)).hasSize(1);
    assertThat(
            told(DRIVER, other.replace("\treturn 0;", "\tbuf->dma_len = buf->len;\n\treturn 0;")))
        .isEmpty();
  }

  @Test
  void whoMendsAnArgumentIsToldNothing() {
    String wrong = DRIVER.replace("done->len, D", "done->len - 4, D");
    assertThat(told(wrong, DRIVER)).isEmpty();
    assertThat(told(DRIVER.replace("ring->dev, acme", "ring->dev->parent, acme"), DRIVER))
        .isEmpty();
  }

  @Test
  void anUnmapGetsAnotherDeviceOrDirection() {
    assertThat(change("ring->dev, acme_wqe_get(wqe)", "ring->dev->parent, acme_wqe_get(wqe)"))
        .singleElement()
        .asString()
        .endsWith("still gets 'ring->dev' [frees-dma-memory-of-different-device]");
    assertThat(change("done->len, DMA_TO", "done->len, DMA_FROM"))
        .singleElement()
        .asString()
        .endsWith("still gets 'DMA_TO_DEVICE' [frees-dma-memory-with-different-direction]");
    assertThat(told(DRIVER, DRIVER.replace("DMA_TO_DEVICE", "DMA_BIDIRECTIONAL"))).isEmpty();
    assertThat(
            told(
                DRIVER,
                "#define ACME_DIR DMA_TO_DEVICE\n"
                    + DRIVER.replace("done->len, DMA_TO_DEVICE", "done->len, ACME_DIR")))
        .isEmpty();
  }

  @Test
  void theSizeTellsWhichOfTwoHandlesOfOneNameIsMeant() {
    String sent =
        """
        int acme_rx_map(struct acme_rx *rx, struct acme_buf *buf)
        {
        \tbuf->addr = dma_map_single(rx->dev, buf->data, rx->buf_size, DMA_FROM_DEVICE);
        \treturn dma_mapping_error(rx->dev, buf->addr);
        }
        void acme_rx_free(struct acme_rx *rx, struct acme_buf *buf)
        {
        \tdma_unmap_single(rx->dev, buf->addr, rx->buf_size, DMA_FROM_DEVICE);
        }
        void acme_tx_free(struct acme_tx *tx, struct acme_buf *buf)
        {
        \tdma_unmap_single(tx->dev, buf->addr, buf->len, DMA_TO_DEVICE);
        }
        """;
    String unmap = "buf->addr, rx->buf_size, DMA_";
    assertThat(told(sent, sent.replace(unmap + "FROM", unmap + "TO")))
        .singleElement()
        .asString()
        .startsWith("acme_rx_free: the change gives dma_unmap_single() 'DMA_TO_DEVICE', and");
  }

  @Test
  void theAddressAndTheSizeChangePlaces() {
    assertThat(
            change(
                "bufs[left].addr, bufs[left].len, DMA_TO_DEVICE",
                "bufs[left].len, bufs[left].addr, DMA_TO_DEVICE"))
        .singleElement()
        .asString()
        .contains("the DMA address and the size of dma_unmap_single() change places");
  }

  @Test
  void anExitGoesPastTheUnmap() {
    assertThat(change("\tgoto unmap;", "\tgoto drop;"))
        .containsExactly(
            "acme_post: the change leads this exit past dma_unmap_single(): what was mapped stays"
                + " mapped [pending-dma-allocations]");
    assertThat(
            told(
                DRIVER.replace(
                    "\tret = -ENOMEM;\n\t\tgoto drop", "\tret = -ENOMEM;\n\t\tgoto unmap"),
                DRIVER))
        .isEmpty();
  }

  @Test
  void anErrorCodeIsLost() {
    assertThat(change("\t\tret = -ENOMEM;\n", ""))
        .singleElement()
        .asString()
        .contains("takes 'ret = -ENOMEM' away", "[failed-to-check-map-error]");
    assertThat(
            told(
                DRIVER,
                DRIVER
                    .replace("\t\tret = -ENOMEM;\n", "")
                    .replace("\tint ret;", "\tint ret = -ENOMEM;")))
        .isEmpty();
  }

  @Test
  void aLoopUnwindsOneLess() {
    assertThat(change("while (left--)", "while (--left > 0)"))
        .singleElement()
        .asString()
        .contains("a round shorter", "[unwinds-wrong-number]");
    assertThat(change("while (left--)", "while (--left >= 0)")).isEmpty();
    assertThat(told(DRIVER.replace("while (left--)", "while (--left > 0)"), DRIVER)).isEmpty();
  }

  @Test
  void memoryIsFreedBeforeTheUnmap() {
    String unmap =
        "\tdma_unmap_single(ring->dev, bufs[left].addr, bufs[left].len, DMA_TO_DEVICE);\n";
    String block = "\twhile (left--) {\n\t" + unmap + "\t\tkfree(bufs[left].data);\n\t}\n";
    String before = DRIVER.replace("\twhile (left--)\n\t" + unmap, block);
    String after =
        before.replace(
            "\t" + unmap + "\t\tkfree(bufs[left].data);\n",
            "\t\tkfree(bufs[left].data);\n\t" + unmap);
    assertThat(after).isNotEqualTo(before);
    assertThat(told(before, after))
        .containsExactly(
            "acme_reset: the change has kfree() come before dma_unmap_single() [frees-mapped-memory]");
    assertThat(told(after, before)).isEmpty();
  }

  @Test
  void aSyncIsTurnedAroundOrTakenAway() {
    String sync = "\tdma_sync_single_for_device(ring->dev, addr, buf->len, DMA_TO_DEVICE);\n";
    assertThat(change("_for_device(", "_for_cpu("))
        .singleElement()
        .asString()
        .contains("dma_sync_single_for_cpu() of dma_sync_single_for_device()")
        .endsWith("[syncs-dma-memory-for-wrong-owner]");
    assertThat(change(sync, ""))
        .singleElement()
        .asString()
        .contains("takes dma_sync_single_for_device() away", "[touches-memory-while-mapped]");
    assertThat(change(sync, "\tacme_sync(ring, addr, buf->len);\n")).isEmpty();
    String idle = sync.replace("DMA_TO", "DMA_FROM");
    assertThat(told(DRIVER.replace(sync, idle), DRIVER.replace(sync, ""))).isEmpty();
  }

  private static final String WALK =
      """
      int acme_walk(struct acme *acme, struct scatterlist *list, int nents)
      {
      \tstruct scatterlist *sg = list;
      \tint i, count = dma_map_sg(acme->dev, list, nents, DMA_TO_DEVICE);

      \tif (!count)
      \t\treturn -EIO;
      \tfor (i = 0; i < count; i++) {
      \t\tdev_dbg(acme->dev, "%u\\n", sg_dma_len(sg));
      \t\tacme->total += sg_dma_len(sg);
      \t\tsg = sg_next(sg);
      \t}
      \treturn 0;
      }
      """;

  @Test
  void aWalkReadsTheOtherSideOrStepsOverLinks() {
    String length = WALK.replace("total += sg_dma_len(sg)", "total += sg->length");
    assertThat(told(WALK, length))
        .singleElement()
        .asString()
        .contains("reads 'sg->length' where sg_dma_len() was", "[mixes-sides-of-an-entry]");
    assertThat(told(length, WALK)).isEmpty();
    String unmap = "\t\tdma_unmap_sg(acme->dev, list, nents, DMA_TO_DEVICE);\n";
    String exit = "\tif (count > 8) {\n" + unmap + "\t\treturn -EFBIG;\n\t}\n\tfor (";
    String done = unmap.substring(1) + "\tfor (";
    assertThat(told(WALK.replace("\tfor (", exit), length.replace("\tfor (", exit))).hasSize(1);
    assertThat(told(WALK.replace("\tfor (", done), length.replace("\tfor (", done))).isEmpty();
    assertThat(told(WALK, WALK.replace("\\n\", sg_dma_len(sg)", "\\n\", sg->length"))).isEmpty();
    String steps = WALK.replace("sg = sg_next(sg)", "sg++");
    assertThat(told(WALK, steps))
        .singleElement()
        .asString()
        .contains("steps 'sg' as in an array", "[steps-over-chain-link]");
    assertThat(told(steps, WALK)).isEmpty();
  }

  @Test
  void aValueWithANameIsTheSameValue() {
    String named =
        DRIVER.replace(
            "\tdma_unmap_single(ring->dev, acme_wqe_get(wqe), done->len",
            "\tsize_t len = done->len;\n\n\tdma_unmap_single(ring->dev, acme_wqe_get(wqe), len");
    assertThat(told(DRIVER, named)).isEmpty();
    assertThat(told(named, named.replace("(wqe), len, D", "(wqe), len - 4, D"))).hasSize(1);
  }

  private static final String LISTS =
      """
      int acme_lists(struct acme *acme, struct acme_req *req)
      {
      \tint ret = dma_map_sg(acme->dev, req->src, req->src_nents, DMA_TO_DEVICE);

      \tif (!ret)
      \t\treturn -ENOMEM;
      \tret = acme_start(acme, req);
      \tdma_unmap_sg(acme->dev, req->src, req->src_nents, DMA_TO_DEVICE);
      \treturn ret;
      }
      void acme_clean(struct acme *acme, struct acme_slot *slot, struct acme_page *page)
      {
      \tif (acme->jumbo)
      \t\tdma_unmap_page(acme->dev, slot->dma, PAGE_SIZE, DMA_FROM_DEVICE);
      \telse
      \t\tdma_unmap_single(acme->dev, slot->dma, acme->room, DMA_FROM_DEVICE);
      \tdma_unmap_page(acme->dev, page->dma, PAGE_SIZE, DMA_FROM_DEVICE);
      }
      int acme_refill(struct acme *acme, struct acme_slot *slot)
      {
      \tslot->dma = dma_map_single(acme->dev, slot->data, acme->room, DMA_FROM_DEVICE);
      \treturn dma_mapping_error(acme->dev, slot->dma) ? -ENOMEM : 0;
      }
      """;

  @Test
  void anUnmapGetsTheResultOfTheMappingForItsCount() {
    String wrong =
        LISTS.replace(
            "dma_unmap_sg(acme->dev, req->src, req->src_nents",
            "dma_unmap_sg(acme->dev, req->src, ret");
    assertThat(told(LISTS, wrong))
        .singleElement()
        .asString()
        .endsWith("[frees-sg-list-with-different-entry-count]");
    assertThat(told(wrong, LISTS)).isEmpty();
  }

  @Test
  void anUnmapGetsWhatAnotherUnmaps() {
    String wrong =
        LISTS.replace(
            "slot->dma, acme->room, DMA_FROM_DEVICE);\n\tdma",
            "page->dma, acme->room, DMA_FROM_DEVICE);\n\tdma");
    assertThat(told(LISTS, wrong))
        .singleElement()
        .asString()
        .contains("what another call unmaps", "[never-unmapped]");
    assertThat(told(wrong, LISTS)).isEmpty();
    assertThat(told(LISTS, LISTS.replace("slot->", "s->").replace("*slot", "*s"))).isEmpty();
  }
}
