// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.FileEdits;

/// The patch that gives a tree the words of the phyr dialect: `struct phyr` and `struct dma_vec` in
/// `types.h` (moved there where the tree has one elsewhere, never defined twice), `dma_map_phyr()`
/// and `dma_unmap_vecs()` on what the tree has to map one range with.
///
/// @param edits to files that the tree has
/// @param created files that it does not have, by path
public record ApiPatch(List<FileEdits> edits, Map<String, byte[]> created) {

  private static final String TYPES = "include/linux/types.h";
  private static final String MAPPING = "include/linux/dma-mapping.h";
  private static final String MAKEFILE = "kernel/dma/Makefile";
  private static final Pattern DMA_VEC =
      Pattern.compile(
          "(?:/\\*\\*\\n"
              + " \\* struct dma_vec\\b(?:(?!\\*/).)*\\*/\\n)?struct dma_vec \\{[^}]*\\};\\n\\n?",
          Pattern.DOTALL);
  private static final Pattern END_OF_C =
      Pattern.compile("\\n#endif /\\*\\s*__ASSEMBL(?:Y|ER)__ ?\\*/\\n");
  private static final Pattern LAST_ENDIF = Pattern.compile("\\n#endif[^\\n]*\\n\\s*\\z");

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

  public ApiPatch {
    edits = List.copyOf(edits);
    created = Map.copyOf(created);
  }

  /// The patch for `tree`, or the reason why it cannot be made.
  public static Result of(SourceTree tree, ApiLevel api) {
    if (api.has(Feature.PHYR) && api.has(Feature.MAP_PHYR)) {
      return new Result.Made(new ApiPatch(List.of(), Map.of()));
    }
    Draft draft = new Draft();
    for (String path : List.of(TYPES, MAPPING, MAKEFILE)) {
      Optional<String> missing = edit(tree, path, draft);
      if (missing.isPresent()) {
        return new Result.Impossible(missing.get());
      }
    }
    if (api.has(Feature.DMA_VEC)) {
      file(tree, "include/linux/dmaengine.h").ifPresent(f -> dropVec(f, draft));
    }
    Map<String, byte[]> created = new TreeMap<>();
    created.put("include/linux/dma-vec.h", bytes(template("dma-vec.h")));
    created.put("kernel/dma/vec.c", bytes(body(api)));
    return new Result.Made(new ApiPatch(draft.files(), created));
  }

  /// What came of the attempt.
  public sealed interface Result {

    /// The patch; empty when the tree has everything.
    record Made(ApiPatch patch) implements Result {}

    /// No patch, with the file that was not as expected.
    record Impossible(String reason) implements Result {}
  }

  private static Optional<String> edit(SourceTree tree, String path, Draft draft) {
    Optional<SourceFile> file = file(tree, path);
    if (file.isEmpty()) {
      return Optional.of(path + " is not in the tree");
    }
    String text = file.get().text();
    switch (path) {
      case TYPES -> {
        Matcher end = END_OF_C.matcher(text);
        if (!end.find()) {
          return Optional.of(path + " does not end as expected");
        }
        boolean here = DMA_VEC.matcher(text).find();
        draft.insert(
            file.get(),
            end.start(),
            "\n" + PHYR.stripTrailing() + (here ? "" : "\n\n" + VEC.stripTrailing()) + "\n");
      }
      case MAPPING -> {
        Matcher end = LAST_ENDIF.matcher(text);
        if (!end.find()) {
          return Optional.of(path + " does not end as expected");
        }
        draft.insert(file.get(), end.start() + 1, "#include <linux/dma-vec.h>\n\n");
      }
      default -> {
        Matcher line = Pattern.compile("mapping\\.o direct\\.o\\n").matcher(text);
        if (!line.find()) {
          return Optional.of(path + " does not build mapping.o and direct.o on one line");
        }
        draft.replace(file.get(), new Span(line.start(), line.end()), "mapping.o direct.o vec.o\n");
      }
    }
    return Optional.empty();
  }

  private static void dropVec(SourceFile file, Draft draft) {
    Matcher vec = DMA_VEC.matcher(file.text());
    if (vec.find()) {
      draft.replace(file, new Span(vec.start(), vec.end()), "");
    }
  }

  private static String body(ApiLevel api) {
    boolean phys = api.has(Feature.MAP_PHYS);
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
    List<String> missing = new ArrayList<>();
    try (InputStream in = ApiPatch.class.getResourceAsStream(name)) {
      if (in != null) {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      }
      missing.add(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("template " + missing + " is not on the class path");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
