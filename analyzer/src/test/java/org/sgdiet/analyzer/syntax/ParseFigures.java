// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.StrippedText;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;

/// How well the masked files of a kernel tree parse that hold an sg mapping call.
///
/// @param files files with such a call
/// @param bytes of those files
/// @param cleanFiles files without any ERROR or MISSING node
/// @param nodes ERROR and MISSING nodes in those files
/// @param siteFunctions functions with such a call
/// @param touched site functions with an ERROR or MISSING node, as `path:line function`
/// @param unsupported stretches that the outline could not delimit
/// @param damage every node as `path:line`
record ParseFigures(
    int files,
    long bytes,
    int cleanFiles,
    int nodes,
    int siteFunctions,
    List<String> touched,
    List<String> unsupported,
    List<String> damage) {

  private static final List<String> CALLS =
      List.of(
          "dma_map_sg",
          "dma_map_sg_attrs",
          "dma_map_sgtable",
          "scsi_dma_map",
          "ib_dma_map_sg",
          "ib_dma_map_sgtable_attrs");

  private static final Pattern CALL =
      Pattern.compile("\\b(" + String.join("|", CALLS) + ")\\s*\\(");

  /// Parses every item of every such file.
  static ParseFigures of(Path tree) throws IOException {
    Prefilter prefilter = new Prefilter(CALLS);
    DirectoryTree directory = DirectoryTree.of(tree);
    List<String> touched = new ArrayList<>();
    List<String> unsupported = new ArrayList<>();
    List<String> damage = new ArrayList<>();
    int files = 0;
    int clean = 0;
    int functions = 0;
    long bytes = 0;
    for (String path : directory.paths()) {
      if (!path.endsWith(".c")
          || !(directory.read(path) instanceof Content.Bytes(byte[] content))
          || !prefilter.matches(content)) {
        continue;
      }
      SourceFile file = new SourceFile(path, content);
      StrippedText stripped = StrippedText.of(file);
      String code = new String(stripped.code(), java.nio.charset.StandardCharsets.ISO_8859_1);
      if (!CALL.matcher(code).find()) {
        continue;
      }
      ParsedFile parsed = SyntaxReader.read(file);
      parsed.unsupported().forEach(u -> unsupported.add(at(file, u.span()) + " " + u.reason()));
      int before = damage.size();
      int sites = 0;
      for (Slice slice : parsed.outline()) {
        if (!isParsed(slice)) {
          continue;
        }
        List<Span> errors = parsed.errors(slice);
        errors.forEach(e -> damage.add(at(file, e)));
        boolean site =
            slice.kind() == Slice.Kind.FUNCTION
                && !CALLS.contains(slice.name().orElse(""))
                && CALL.matcher(code).region(slice.span().start(), slice.span().end()).find();
        sites += site ? 1 : 0;
        if (site && !errors.isEmpty()) {
          touched.add(at(file, errors.getFirst()) + " " + slice.name().orElse("?"));
        }
      }
      if (sites > 0) {
        files++;
        bytes += content.length;
        functions += sites;
        clean += damage.size() == before ? 1 : 0;
      }
    }
    return new ParseFigures(
        files, bytes, clean, damage.size(), functions, touched, unsupported, damage);
  }

  private static boolean isParsed(Slice slice) {
    return switch (slice.kind()) {
      case FUNCTION, STRUCT, UNION, ENUM, TYPEDEF, VARIABLE, PROTOTYPE -> true;
      case MACRO, INCLUDE, OTHER -> false;
    };
  }

  private static String at(SourceFile file, Span span) {
    return file.path() + ":" + file.line(span.start());
  }

  /// Prints the figures of the tree given.
  public static void main(String[] args) throws IOException {
    long start = System.nanoTime();
    ParseFigures figures = of(Path.of(args[0]));
    long millis = (System.nanoTime() - start) / 1_000_000;
    figures.damage().forEach(System.out::println);
    figures.touched().forEach(t -> System.out.println("site function: " + t));
    figures.unsupported().forEach(u -> System.out.println("outline: " + u));
    System.out.println(figures.summary());
    System.out.println(millis + " ms");
  }

  String summary() {
    return "%d files (%d bytes), %d clean, %d ERROR/MISSING nodes, %d of %d site functions touched, %d outline gaps"
        .formatted(
            files, bytes, cleanFiles, nodes, touched.size(), siteFunctions, unsupported.size());
  }
}
