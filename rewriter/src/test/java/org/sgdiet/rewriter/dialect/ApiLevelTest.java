// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sgdiet.rewriter.MemoryTree;

class ApiLevelTest {

  private static ApiLevel level(String dmaMapping, String dmaengine) {
    return ApiLevel.of(
        MemoryTree.of(
            Map.of(
                "include/linux/dma-mapping.h", dmaMapping,
                "include/linux/dmaengine.h", dmaengine)));
  }

  @Test
  void wordsAreReadFromTheHeaders() {
    ApiLevel level =
        level(
            """
            int dma_map_sgtable(struct device *dev, struct sg_table *sgt);
            dma_addr_t dma_map_phys(struct device *dev, phys_addr_t p);
            """,
            "struct dma_vec {\n\tdma_addr_t addr;\n\tsize_t len;\n};\n");
    assertThat(level.features())
        .containsExactlyInAnyOrder(Feature.MAP_SGTABLE, Feature.MAP_PHYS, Feature.DMA_VEC);
    assertThat(level.known()).isTrue();
  }

  @Test
  void commentsAndUsesDeclareNothing() {
    ApiLevel level =
        level(
            "int dma_map_sgtable(void); /* like dma_map_phys() */\n// dma_iova_try_alloc()\n",
            "void f(struct dma_vec *v);\n");
    assertThat(level.features()).containsExactly(Feature.MAP_SGTABLE);
  }

  @Test
  void aTreeWithoutTheHeadersHasTheBaseline() {
    ApiLevel level = ApiLevel.of(MemoryTree.of(Map.of()));
    assertThat(level.known()).isFalse();
    assertThat(level.has(Feature.MAP_SGTABLE)).isTrue();
    assertThat(level.has(Feature.MAP_PHYS)).isFalse();
  }
}
