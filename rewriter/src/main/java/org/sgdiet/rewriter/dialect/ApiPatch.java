// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.FileEdits;

/// The patch that gives a tree the words of the phyr dialect: `struct phyr` and `struct dma_vec` in
/// `types.h` (moved there where the tree has one elsewhere, never defined twice), the mapping calls
/// of `dma-vec.h` on what the tree has to map with, the SCSI layer's wrappers, a KUnit test and
/// documentation.
///
/// @param edits to files that the tree has
/// @param created files that it does not have, by path
public record ApiPatch(List<FileEdits> edits, Map<String, byte[]> created) {

  private static final String TYPES = "include/linux/types.h";
  private static final String COMMAND = "include/scsi/scsi_cmnd.h";
  private static final Pattern DMA_VEC =
      Pattern.compile(
          "(?:/\\*\\*\\n"
              + " \\* struct dma_vec\\b(?:(?!\\*/).)*\\*/\\n)?struct dma_vec \\{[^}]*\\};\\n\\n?",
          Pattern.DOTALL);

  private static final String PHYR =
      """

      /**
       * struct phyr - physical range, the in side of a DMA mapping
       * @start: physical address of the first byte
       * @len: length in bytes
       */
      struct phyr {
      	phys_addr_t start;
      	size_t len;
      };
      """;
  private static final String VEC =
      """

      /**
       * struct dma_vec - DMA vector, the out side of a DMA mapping
       * @addr: Bus address of the start of the vector
       * @len: Length in bytes of the DMA vector
       */
      struct dma_vec {
      	dma_addr_t addr;
      	size_t len;
      };
      """;
  private static final String VECTORS_OF_A_COMMAND =
      """
      static inline struct dma_vec *scsi_dma_vecs(struct scsi_cmnd *cmd)
      {
      	return cmd->dma_vecs.vec;
      }

      """;
  private static final String OBJECTS =
      """
      obj-$(CONFIG_HAS_DMA)			+= vec.o batch.o
      obj-$(CONFIG_DMA_VEC_KUNIT_TEST)	+= vec_test.o
      """;
  private static final String WRAPPERS =
      """
      int scsi_dma_map_vecs(struct scsi_cmnd *cmd);
      void scsi_dma_unmap_vecs(struct scsi_cmnd *cmd);
      """;
  private static final String NO_WRAPPERS =
      """
      static inline int scsi_dma_map_vecs(struct scsi_cmnd *cmd) { return -EIO; }
      static inline void scsi_dma_unmap_vecs(struct scsi_cmnd *cmd) { }
      """;
  private static final String WALK =
      """
      /**
       * struct dma_vec_walk - where a loop over DMA vectors is
       * @vec: the vector at hand
       * @at: its index
       */
      struct dma_vec_walk {
      	struct dma_vec *vec;
      	int at;
      };

      """;
  private static final String DECLARING_LOOP =
      """
      	for (struct dma_vec_walk __walk = { .vec = (vecs) };		\\
      	     (v) = __walk.vec, ((i) = __walk.at) < (n);			\\
      	     __walk.at++, __walk.vec++)\
      """;
  private static final String PLAIN_LOOP = "\tfor ((i) = 0, (v) = (vecs); (i) < (n); (i)++, (v)++)";
  private static final String TEST_OPTION =
      """

      config DMA_VEC_KUNIT_TEST
      	tristate "KUnit test for DMA vectors" if !KUNIT_ALL_TESTS
      	depends on KUNIT && HAS_DMA
      	default KUNIT_ALL_TESTS
      	help
      	  Tests the DMA mapping calls that keep the addresses and lengths a
      	  device sees apart from the memory they stand for: single ranges,
      	  lists and tables, and batches. The tests map memory for a device
      	  that does not exist, so they run on any machine.

      	  If unsure, say N.
      """;

  public ApiPatch {
    edits = List.copyOf(edits);
    created = Map.copyOf(created);
  }

  /// What came of the attempt.
  public sealed interface Result {

    /// The patch; empty when the tree has everything.
    record Made(ApiPatch patch) implements Result {}

    /// No patch, with the file that was not as expected.
    record Impossible(String reason) implements Result {}
  }

  /// The patch for `tree`, or the reason why it cannot be made.
  public static Result of(SourceTree tree, ApiLevel api) {
    if (api.has(Feature.PHYR) && api.has(Feature.MAP_PHYR)) {
      return new Result.Made(new ApiPatch(List.of(), Map.of()));
    }
    Draft draft = new Draft();
    for (Addition addition : additions(tree)) {
      Optional<SourceFile> file = file(tree, addition.path());
      Optional<String> missing =
          file.isEmpty()
              ? Optional.of(addition.path() + " is not in the tree")
              : addition.edit(file.get(), draft);
      if (missing.isPresent()) {
        return new Result.Impossible(missing.get());
      }
    }
    if (api.has(Feature.DMA_VEC)) {
      file(tree, "include/linux/dmaengine.h").ifPresent(f -> dropVec(f, draft));
    }
    file(tree, "MAINTAINERS").ifPresent(f -> maintain(f, draft));
    return new Result.Made(new ApiPatch(draft.files(), created(tree, api)));
  }

  private static List<Addition> additions(SourceTree tree) {
    boolean here = file(tree, TYPES).filter(f -> DMA_VEC.matcher(f.text()).find()).isPresent();
    List<Addition> list = new ArrayList<>();
    list.add(
        Addition.before(
            TYPES,
            "^#endif /\\*\\s*__ASSEMBL(?:Y|ER)__ ?\\*/$",
            (PHYR + (here ? "" : VEC)).substring(1) + "\n",
            "does not end as expected"));
    list.add(
        Addition.before(
            "include/linux/dma-mapping.h",
            "^#endif[^\\n]*\\n\\s*\\z",
            "#include <linux/dma-vec.h>\n\n",
            "does not end as expected"));
    list.add(
        Addition.after(
            "kernel/dma/Makefile",
            "^obj-\\$\\(CONFIG_HAS_DMA\\)(\\s*)\\+= mapping\\.o direct\\.o\\n",
            OBJECTS,
            "does not build mapping.o and direct.o on one line"));
    list.add(Addition.after("kernel/dma/Kconfig", "\\z", TEST_OPTION, "has no end"));
    list.add(
        Addition.after(
            "Documentation/core-api/index.rst",
            "^   dma-attributes\\n",
            "   dma-vec\n",
            "does not list dma-attributes"));
    list.add(
        Addition.after(
            COMMAND,
            "^\\tunsigned int extra_len;[^\\n]*\\n",
            "\n\tstruct dma_vecs dma_vecs;\t/* what the device sees of the data */\n",
            "has no extra_len in struct scsi_cmnd"));
    list.add(
        Addition.after(
            COMMAND,
            "^extern void scsi_dma_unmap\\(struct scsi_cmnd \\*cmd\\);\\n",
            WRAPPERS,
            "does not declare scsi_dma_unmap()"));
    list.add(
        Addition.after(
            COMMAND,
            "^static inline void scsi_dma_unmap\\(struct scsi_cmnd \\*cmd\\) \\{ \\}\\n",
            NO_WRAPPERS,
            "does not declare scsi_dma_unmap() without CONFIG_SCSI_DMA"));
    list.add(
        Addition.before(
            COMMAND,
            "^static inline unsigned scsi_sg_count\\(",
            VECTORS_OF_A_COMMAND,
            "does not define scsi_sg_count()"));
    list.add(
        Addition.after(
            "drivers/scsi/scsi_lib_dma.c",
            "^void scsi_dma_unmap\\(struct scsi_cmnd \\*cmd\\)\\n\\{\\n",
            "\tif (cmd->dma_vecs.nr) {\n\t\tscsi_dma_unmap_vecs(cmd);\n\t\treturn;\n\t}\n\n",
            "does not define scsi_dma_unmap()"));
    list.add(
        Addition.after(
            "drivers/scsi/scsi_lib_dma.c", "\\z", template("scsi-vecs.c"), "has no end"));
    for (LentList lent : LentList.values()) {
      list.add(lent.declaration());
    }
    Arrays.stream(LentList.values())
        .map(LentList::include)
        .collect(Collectors.toMap(Addition::path, a -> a, (a, _) -> a, TreeMap::new))
        .values()
        .forEach(list::add);
    return list;
  }

  /// Gives the new files to the section that has `kernel/dma/`, where there is one.
  private static void maintain(SourceFile file, Draft draft) {
    for (Addition addition :
        List.of(
            Addition.before(
                "MAINTAINERS",
                "^F:\\tinclude/asm-generic/dma-mapping\\.h\\n",
                "F:\tDocumentation/core-api/dma-vec.rst\n",
                "does not list dma-mapping.h"),
            Addition.after(
                "MAINTAINERS",
                "^F:\\tinclude/linux/dma-map[a-z-]*\\.h\\n(?!F:\\tinclude/linux/dma-)",
                "F:\tinclude/linux/dma-vec.h\n",
                "does not list dma-mapping.h"))) {
      Optional<String> _ = addition.edit(file, draft);
    }
  }

  private static Map<String, byte[]> created(SourceTree tree, ApiLevel api) {
    boolean phys = api.has(Feature.MAP_PHYS);
    boolean iova = phys && api.has(Feature.IOVA);
    Map<String, byte[]> created = new TreeMap<>();
    created.put("include/linux/dma-vec.h", bytes(header(tree)));
    created.put("kernel/dma/vec.c", bytes(vectors(phys)));
    created.put("kernel/dma/batch.c", bytes(template(iova ? "batch.c" : "batch-by-page.c")));
    created.put("kernel/dma/vec_test.c", bytes(template("vec_test.c")));
    created.put("Documentation/core-api/dma-vec.rst", bytes(template("dma-vec.rst")));
    return created;
  }

  private static void dropVec(SourceFile file, Draft draft) {
    Matcher vec = DMA_VEC.matcher(file.text());
    if (vec.find()) {
      draft.replace(file, new Span(vec.start(), vec.end()), "");
    }
  }

  /// The header, with a loop that names each of its arguments once where a declaration may stand in
  /// a loop's head.
  private static String header(SourceTree tree) {
    boolean declares =
        file(tree, "Makefile").filter(f -> !f.text().contains("-std=gnu89")).isPresent();
    return template("dma-vec.h")
        .replace("@WALK@", declares ? WALK : "")
        .replace("@LOOP@", declares ? DECLARING_LOOP : PLAIN_LOOP);
  }

  private static String vectors(boolean phys) {
    return template("vec.c")
        .replace(
            "@MAP@",
            phys
                ? "dma_map_phys(dev, in->start, in->len, dir, attrs)"
                : """
                dma_map_page_attrs(dev, pfn_to_page(PHYS_PFN(in->start)),
                				  offset_in_page(in->start), in->len, dir,
                				  attrs)\
                """)
        .replace(
            "@UNMAP@",
            (phys ? "dma_unmap_phys" : "dma_unmap_page_attrs")
                + "(dev, vecs[i].addr, vecs[i].len, dir, attrs)");
  }

  private static Optional<SourceFile> file(SourceTree tree, String path) {
    return switch (tree.read(path)) {
      case SourceTree.Content.Bytes(byte[] bytes) -> Optional.of(new SourceFile(path, bytes));
      case SourceTree.Content.Skipped _ -> Optional.empty();
    };
  }

  private static String template(String name) {
    try (InputStream in = ApiPatch.class.getResourceAsStream(name)) {
      if (in != null) {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("template " + name + " is not on the class path");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
