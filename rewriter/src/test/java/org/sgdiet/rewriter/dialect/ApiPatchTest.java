// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.MemoryTree;

/// The API patch on files that have only what it stands next to.
class ApiPatchTest {

  private static Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    files.put("include/linux/types.h", "typedef u64 dma_addr_t;\n\n#endif /*  __ASSEMBLY__ */\n");
    files.put("include/linux/dma-mapping.h", "int dma_map_sgtable(void);\n#endif\n");
    files.put(
        "include/linux/dmaengine.h",
        """
        /**
         * struct dma_vec - DMA vector
         */
        struct dma_vec {
        	dma_addr_t addr;
        };

        struct dma_chan;
        """);
    files.put("kernel/dma/Makefile", "obj-$(CONFIG_HAS_DMA)\t\t\t+= mapping.o direct.o\n");
    files.put("kernel/dma/Kconfig", "config DMA_MAP_BENCHMARK\n");
    files.put("Documentation/core-api/index.rst", "   dma-attributes\n");
    files.put(
        "include/scsi/scsi_cmnd.h",
        """
        struct scsi_cmnd {
        	unsigned int extra_len;	/* padding */
        };
        extern void scsi_dma_unmap(struct scsi_cmnd *cmd);
        static inline void scsi_dma_unmap(struct scsi_cmnd *cmd) { }
        static inline unsigned scsi_sg_count(struct scsi_cmnd *cmd)
        """);
    files.put("drivers/scsi/scsi_lib_dma.c", "void scsi_dma_unmap(struct scsi_cmnd *cmd)\n{\n}\n");
    files.put(
        "include/linux/mmc/core.h",
        "#include <linux/types.h>\nstruct mmc_data {\n\tstruct scatterlist\t*sg;\n};\n");
    files.put(
        "include/linux/bsg-lib.h",
        "#include <linux/blkdev.h>\nstruct bsg_buffer {\n\tstruct scatterlist *sg_list;\n};\n");
    files.put(
        "include/scsi/libsas.h",
        """
        #include <linux/pci.h>
        struct sas_smp_task {
        	struct scatterlist smp_req;
        	struct scatterlist smp_resp;
        };
        struct sas_task {
        	struct scatterlist *scatter;
        };
        """);
    files.put(
        "include/linux/memstick.h",
        "#include <linux/device.h>\nstruct memstick_request {\n\tstruct scatterlist sg;\n};\n");
    files.put(
        "include/target/target_core_base.h",
        "#include <linux/pci.h>\nstruct se_cmd {\n\tstruct scatterlist\t*t_data_sg;\n};\n");
    return files;
  }

  private static String text(SourceTree tree, String path) {
    return switch (tree.read(path)) {
      case SourceTree.Content.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.ISO_8859_1);
      case SourceTree.Content.Skipped(String reason) -> throw new AssertionError(path + reason);
    };
  }

  @Test
  void theVectorIsMovedNotDefinedTwice() {
    SourceTree tree = PhyrTree.of(MemoryTree.of(files()));
    assertThat(text(tree, "include/linux/types.h")).containsOnlyOnce("struct dma_vec {");
    assertThat(text(tree, "include/linux/dmaengine.h")).isEqualTo("struct dma_chan;\n");
  }

  @Test
  void aTreeThatHasItIsLeftAlone() {
    SourceTree once = PhyrTree.of(MemoryTree.of(files()));
    assertThat(ApiPatch.of(once, ApiLevel.of(once)))
        .isEqualTo(new ApiPatch.Result.Made(new ApiPatch(java.util.List.of(), java.util.Map.of())));
  }

  @Test
  void theNewFilesBelongToTheSectionOfTheMappingCalls() {
    Map<String, String> files = new HashMap<>(files());
    files.put(
        "MAINTAINERS",
        """
        DMA MAPPING HELPERS
        M:	Ada <ada@example.org>
        F:	include/asm-generic/dma-mapping.h
        F:	include/linux/dma-map-ops.h
        F:	include/linux/dma-mapping.h
        F:	kernel/dma/
        """);
    assertThat(text(PhyrTree.of(MemoryTree.of(files)), "MAINTAINERS"))
        .endsWith(
            """
            F:	Documentation/core-api/dma-vec.rst
            F:	include/asm-generic/dma-mapping.h
            F:	include/linux/dma-map-ops.h
            F:	include/linux/dma-mapping.h
            F:	include/linux/dma-vec.h
            F:	kernel/dma/
            """);
  }

  @Test
  void aLoopDeclaresOnlyWhereTheCompilerTakesIt() {
    Map<String, String> files = new HashMap<>(files());
    files.put("Makefile", "KBUILD_CFLAGS += -std=gnu89\n");
    assertThat(text(PhyrTree.of(MemoryTree.of(files)), "include/linux/dma-vec.h"))
        .contains("\tfor ((i) = 0, (v) = (vecs); (i) < (n); (i)++, (v)++)\n")
        .doesNotContain("dma_vec_walk", "@WALK@", "@LOOP@");
    files.put("Makefile", "KBUILD_CFLAGS += -std=gnu11\n");
    assertThat(text(PhyrTree.of(MemoryTree.of(files)), "include/linux/dma-vec.h"))
        .contains("struct dma_vec_walk {", "\t     __walk.at++, __walk.vec++)\n\n");
  }

  @Test
  void lentListsGetTheirVectorsBesideThem() {
    SourceTree tree = PhyrTree.of(MemoryTree.of(files()));
    assertThat(text(tree, "include/linux/mmc/core.h"))
        .contains("\tstruct scatterlist\t*sg;\n\tstruct dma_vecs dma_vecs;")
        .contains("#include <linux/dma-vec.h>");
  }

  @Test
  void whatTheTreeCannotDoIsNotCalled() {
    String batch = text(PhyrTree.of(MemoryTree.of(files())), "kernel/dma/batch.c");
    assertThat(batch).contains("dma_map_page_attrs(").doesNotContain("dma_iova_");
    Map<String, String> newer = new HashMap<>(files());
    newer.put(
        "include/linux/dma-mapping.h",
        "bool dma_iova_try_alloc(void);\ndma_addr_t dma_map_phys(void);\n#endif\n");
    assertThat(text(PhyrTree.of(MemoryTree.of(newer)), "kernel/dma/batch.c"))
        .contains("dma_iova_link(");
  }

  @Test
  void aFileThatIsNotAsExpectedIsNamed() {
    Map<String, String> files = files();
    files.put("kernel/dma/Makefile", "obj-y += mapping.o\n");
    MemoryTree tree = MemoryTree.of(files);
    assertThat(ApiPatch.of(tree, ApiLevel.of(tree)))
        .isEqualTo(
            new ApiPatch.Result.Impossible(
                "kernel/dma/Makefile does not build mapping.o and direct.o on one line"));
  }
}
