// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.util.Arrays;
import java.util.List;

/// Makes an item of kernel C parsable without moving a byte: every remedy overwrites what the
/// grammar does not know with something of the same length that it does, and notes in the side
/// table what stood there.
public final class Masking {

  /// In this order: later remedies rely on what earlier ones removed.
  private static final List<Remedy> REMEDIES = List.of();

  private Masking() {}

  /// One construct that the grammar does not know, and what is done about it.
  interface Remedy {

    /// Overwrites the construct wherever it stands in the item.
    void apply(Tokens tokens, Restorations restorations);
  }

  /// Masks the bytes of `slice`, reading the `#if` branches of its view.
  public static MaskedText mask(StrippedText text, Conditionals conditionals, Slice slice) {
    Span span = slice.span();
    byte[] code = Arrays.copyOfRange(text.code(), span.start(), span.end());
    for (Span dropped : conditionals.dropped(span, slice.view())) {
      blank(code, dropped.start() - span.start(), dropped.end() - span.start());
    }
    return mask(code, span);
  }

  /// Masks any bytes of a file, such as the body of a macro; preprocessor operators become blanks.
  public static MaskedText maskFragment(SourceFile file, Span span) {
    return mask(StrippedText.fragment(file, span), span);
  }

  /// Masks stripped bytes that stand at `span`; `code` is changed.
  static MaskedText mask(byte[] code, Span span) {
    Restorations restorations = new Restorations();
    Tokens tokens = new Tokens(code, span.start());
    int nesting = tokens.depth();
    for (Remedy remedy : REMEDIES) {
      remedy.apply(tokens, restorations);
      tokens.scan();
    }
    return new MaskedText(code, span, restorations, nesting);
  }

  private static void blank(byte[] code, int from, int to) {
    for (int i = from; i < to; i++) {
      if (code[i] != '\n') {
        code[i] = ' ';
      }
    }
  }
}
