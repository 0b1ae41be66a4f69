// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.mask.MaskedText;
import org.sgdiet.analyzer.mask.Masking;
import org.sgdiet.analyzer.source.Conditionals;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.StrippedText;

/// Masks, parses and reads one item.
final class ItemParser {

  /// How long one item may take to parse.
  static final int LIMIT_MILLIS = 5_000;

  static final String TOO_SLOW = "takes longer than 5 s to parse";

  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /// The largest functions of the kernel have half of it. What is asked about a function may grow
  /// with the square of its length.
  private static final int MAX_FUNCTION_BYTES = 128 * 1024;

  private ItemParser() {}

  static List<Item> parse(
      SourceFile file, StrippedText text, Conditionals conditionals, Slice slice) {
    if (slice.kind() == Slice.Kind.MACRO) {
      return List.of(MacroReader.read(file, slice.span()));
    }
    if (slice.kind() == Slice.Kind.INCLUDE) {
      return List.of(new Item.Unread("an #include has no syntax", slice.span()));
    }
    if (slice.name().equals(Optional.of("DEF_SCSI_QCMD"))) {
      return List.of(MacroReader.queueCommand(file, slice.span()));
    }
    MaskedText masked = Masking.mask(text, conditionals, slice);
    Optional<String> refusal = refusal(masked, slice.kind());
    if (refusal.isPresent()) {
      return List.of(new Item.Unread(refusal.get(), slice.span()));
    }
    return FlatTree.read(masked.parsed(), LIMIT_MILLIS)
        .map(tree -> new TreeText(tree, file, masked.restorations()))
        .map(treeText -> new TreeReader(treeText).items().read(slice.span()))
        .orElseGet(() -> List.of(new Item.Unread(TOO_SLOW, slice.span())));
  }

  /// The ERROR and MISSING nodes of the tree that tree-sitter gives for one item.
  static List<Span> errors(StrippedText text, Conditionals conditionals, Slice slice) {
    MaskedText masked = Masking.mask(text, conditionals, slice);
    if (refusal(masked, slice.kind()).isPresent()) {
      return List.of(slice.span());
    }
    return FlatTree.parse(masked.parsed(), LIMIT_MILLIS)
        .map(FlatTree::errors)
        .orElseGet(() -> List.of(slice.span()));
  }

  /// Why a text is not even given to the parser, if it is not.
  static Optional<String> refusal(MaskedText masked, Slice.Kind kind) {
    if (kind == Slice.Kind.FUNCTION && masked.parsed().code().length > MAX_FUNCTION_BYTES) {
      return Optional.of("a function of more than 128 KiB");
    }
    if (masked.code().length > MAX_BYTES) {
      return Optional.of("an item of more than 4 MiB");
    }
    return masked.nesting() > Masking.MAX_NESTING
        ? Optional.of("brackets nested deeper than 500 levels")
        : Optional.empty();
  }
}
