// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.mask.CompactText;
import org.sgdiet.analyzer.mask.Masking;
import org.sgdiet.analyzer.source.Conditionals;
import org.sgdiet.analyzer.source.Outline;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.StrippedText;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;

/// The trees of [PlainParser] beside those of the grammar, over every item of a source tree.
///
/// @param same items whose trees are one
/// @param left items that are left to the grammar
/// @param different items whose trees differ though the grammar finds no error: path, offset and
///   what stands there
record TreeComparison(int same, int left, List<String> different) {

  static TreeComparison of(Path tree) throws IOException {
    DirectoryTree directory = DirectoryTree.of(tree);
    int same = 0;
    int left = 0;
    List<String> different = new ArrayList<>();
    for (String path : directory.paths()) {
      if ((path.endsWith(".c") || path.endsWith(".h"))
          && directory.read(path) instanceof Content.Bytes(byte[] content)) {
        SourceFile file = new SourceFile(path, content);
        StrippedText text = StrippedText.of(file);
        Conditionals conditionals = Conditionals.of(file, text.directives());
        for (Slice slice : Outline.of(file, text, conditionals).slices()) {
          Optional<CompactText> compact = compact(text, conditionals, slice);
          if (compact.isEmpty()) {
            continue;
          }
          Optional<FlatTree> plain = PlainParser.parse(compact.get());
          FlatTree grammar = FlatTree.parse(compact.get(), ItemParser.LIMIT_MILLIS).orElseThrow();
          if (plain.isEmpty()) {
            left++;
            continue;
          }
          Optional<String> difference = difference(plain.get(), grammar, file);
          same += difference.isEmpty() ? 1 : 0;
          if (grammar.errors().isEmpty()) {
            difference.ifPresent(d -> different.add(path + ": " + d));
          }
        }
      }
    }
    return new TreeComparison(same, left, different);
  }

  private static Optional<CompactText> compact(
      StrippedText text, Conditionals conditionals, Slice slice) {
    return switch (slice.kind()) {
      case FUNCTION, STRUCT, UNION, ENUM, TYPEDEF, VARIABLE, PROTOTYPE ->
          Optional.of(Masking.mask(text, conditionals, slice))
              .filter(m -> ItemParser.refusal(m, slice.kind()).isEmpty())
              .map(m -> m.parsed());
      case MACRO, INCLUDE, OTHER -> Optional.empty();
    };
  }

  /// Where two trees differ first, as bytes of the file.
  static Optional<String> difference(FlatTree plain, FlatTree grammar, SourceFile file) {
    for (int i = 0; i < Math.min(plain.size(), grammar.size()); i++) {
      if (!isSame(plain, grammar, i)) {
        int end = Math.min(file.bytes().length, grammar.start(i) + 60);
        String here =
            new String(
                file.bytes(),
                grammar.start(i),
                end - grammar.start(i),
                StandardCharsets.ISO_8859_1);
        return Optional.of(
            "%s for %s at '%s'"
                .formatted(plain.kind(i), grammar.kind(i), here.replaceAll("\\s+", " ")));
      }
    }
    for (int i = 0; i < Math.min(plain.size(), grammar.size()); i++) {
      if (plain.firstChild(i) != grammar.firstChild(i) || plain.next(i) != grammar.next(i)) {
        return Optional.of("%s has other neighbours".formatted(plain.kind(i)));
      }
    }
    return plain.size() == grammar.size()
        ? Optional.empty()
        : Optional.of(plain.size() + " nodes for " + grammar.size());
  }

  private static boolean isSame(FlatTree a, FlatTree b, int node) {
    if (!a.is(node, b.kind(node))
        || a.isNamed(node) != b.isNamed(node)
        || a.start(node) != b.start(node)
        || a.end(node) != b.end(node)) {
      return false;
    }
    for (Kinds.Field field : Kinds.Field.values()) {
      if (a.isField(node, field) != b.isField(node, field)) {
        return false;
      }
    }
    return true;
  }
}
