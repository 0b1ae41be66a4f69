// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.fact.WrittenTree;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.runtime.program.ProgramText;

/// What a function becomes when it is lifted out of its C text.
class ExtractorTest {

  private static Extraction extract(String text, String function) {
    WrittenTree tree = WrittenTree.of(text);
    return new Extractor(new TreeModel(tree))
        .extract("drivers/acme/acme.c", function, Partners.in(tree));
  }

  private static String program(String text, String function) {
    return switch (extract(text, function)) {
      case Extraction.Extracted(var program, var _) -> ProgramText.print(program);
      case Extraction.Unsupported(var reason, var _, var _) -> throw new AssertionError(reason);
    };
  }

  @Test
  void anInitialiserBringsInTheVariablesItNames() {
    String program =
        program(
            """
            struct limits { unsigned int most; };
            struct kind { const struct limits *limits; };
            static const struct limits small = { .most = 48 };
            static const struct kind first = { .limits = &small };
            int acme_map(struct device *dev, void *buf)
            {
              dma_addr_t a;
              a = dma_map_single(dev, buf, first.limits->most, DMA_TO_DEVICE);
              if (dma_mapping_error(dev, a)) return -ENOMEM;
              dma_unmap_single(dev, a, first.limits->most, DMA_TO_DEVICE);
              return 0;
            }
            """,
            "acme_map");
    assertThat(program).contains("first").contains("small").contains("48");
  }

  @Test
  void theHelpersOfErrPointersAreOperations() {
    String program =
        program(
            """
            void *acme_map(struct device *dev, void *buf, void *other)
            {
              dma_addr_t a;
              if (IS_ERR_OR_NULL(other)) return ERR_PTR(-EINVAL);
              a = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
              if (dma_mapping_error(dev, a)) return ERR_PTR(-ENOMEM);
              dma_unmap_single(dev, a, 64, DMA_TO_DEVICE);
              return IS_ERR(other) ? ERR_PTR(PTR_ERR(other)) : other;
            }
            """,
            "acme_map");
    assertThat(program)
        .contains("err_ptr(", "is_err(", "is_err_or_null(", "ptr_err(")
        .doesNotContain("opaque");
  }

  @Test
  void aListPreparedThroughTheChannelsDeviceIsPrepared() {
    String program =
        program(
            """
            struct dma_chan;
            struct dma_device {
              struct dma_async_tx_descriptor *(*device_prep_slave_sg)(struct dma_chan *chan,
                  struct scatterlist *sgl, unsigned int n, int dir, unsigned long flags, void *c);
            };
            struct dma_chan { struct dma_device *device; };
            int acme_map(struct device *dev, struct dma_chan *chan, struct scatterlist *sgl, int n)
            {
              int mapped = dma_map_sg(dev, sgl, n, DMA_TO_DEVICE);
              if (!mapped) return -ENOMEM;
              if (!chan->device->device_prep_slave_sg(chan, sgl, mapped, DMA_MEM_TO_DEV, 0, NULL)) {
                dma_unmap_sg(dev, sgl, n, DMA_TO_DEVICE);
                return -EIO;
              }
              return 0;
            }
            """,
            "acme_map");
    assertThat(program).contains("dmaengine_prep_slave_sg(chan, sgl, mapped, ");
  }

  @Test
  void theFunctionThatUnmapsIsThePartner() {
    Extraction extraction =
        extract(
            """
            struct acme { struct device *dev; dma_addr_t a; };
            int acme_map(struct acme *p, void *buf)
            {
              p->a = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
              return dma_mapping_error(p->dev, p->a) ? -ENOMEM : 0;
            }
            void acme_done(struct acme *p)
            {
              dma_unmap_single(p->dev, p->a, 64, DMA_TO_DEVICE);
            }
            """,
            "acme_map");
    assertThat(extraction)
        .isInstanceOfSatisfying(
            Extraction.Extracted.class,
            e ->
                assertThat(e.partners())
                    .extracting(Extraction.Partner::function)
                    .containsExactly("acme_done"));
  }

  @Test
  void aFunctionThatIsNotThereIsNamed() {
    assertThat(extract("int acme_map(void);", "acme_map"))
        .isInstanceOfSatisfying(
            Extraction.Unsupported.class,
            u -> assertThat(u.reason()).isEqualTo("no function acme_map is defined here"));
  }

  @Test
  void inputsAreChosenByWhatKeptARunFromTheMapping() {
    String program =
        program(
            """
            struct acme { struct device *dev; u32 type; u32 room; unsigned on : 1, fast : 1; };
            int acme_map(struct acme *p, void *buf, u32 used)
            {
              dma_addr_t a;
              if (!(p->on && p->fast) || ((p->type >> 4) & 15) < 6 || used >= p->room)
                return -EINVAL;
              a = dma_map_single(p->dev, buf, 64, DMA_TO_DEVICE);
              if (dma_mapping_error(p->dev, a)) return -ENOMEM;
              dma_unmap_single(p->dev, a, 64, DMA_TO_DEVICE);
              return 0;
            }
            """,
            "acme_map");
    assertThat(program)
        .contains("bind acme.fast = fixed 1", "bind acme.on = fixed 1")
        .contains("bind acme.type = fixed 96", "bind acme.room = fixed 255");
  }

  @Test
  void aCallerThatMapsAndUnmapsRunsInstead() {
    String program =
        program(
            """
            static dma_addr_t acme_map(struct device *dev, void *buf)
            {
              return dma_map_single(dev, buf, 64, DMA_TO_DEVICE);
            }
            int acme_send(struct device *dev, void *buf)
            {
              dma_addr_t a = acme_map(dev, buf);
              if (dma_mapping_error(dev, a)) return -ENOMEM;
              dma_unmap_single(dev, a, 64, DMA_TO_DEVICE);
              return 0;
            }
            """,
            "acme_map");
    assertThat(program).contains("run map acme_send(").doesNotContain("run unmap");
  }

  @Test
  void theHandleThatIsReturnedIsOneArgument() {
    String text =
        """
        dma_addr_t acme_map(struct device *dev, void *buf, size_t len, unsigned long attrs)
        {
          return dma_map_single_attrs(dev, buf, len, DMA_TO_DEVICE, attrs);
        }
        void acme_unmap(struct device *dev, dma_addr_t at, size_t len, unsigned long attrs)
        {
          dma_unmap_single_attrs(dev, at, len, DMA_TO_DEVICE, attrs);
        }
        """;
    String path = "drivers/acme/acme.c";
    Extraction extraction =
        new Extractor(new TreeModel(WrittenTree.of(text)))
            .extract(path, "acme_map", List.of(new Extraction.Partner(path, "acme_unmap")));
    assertThat(extraction)
        .isInstanceOfSatisfying(
            Extraction.Extracted.class,
            e ->
                assertThat(ProgramText.print(e.program()))
                    .containsPattern("run unmap acme_unmap\\(device, result 0, [^)]*fixed 0\\)"));
  }
}
