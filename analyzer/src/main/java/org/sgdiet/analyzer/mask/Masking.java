// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.util.Arrays;
import java.util.List;
import org.sgdiet.analyzer.source.Conditionals;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.StrippedText;

/// Makes an item of kernel C parsable without moving a byte: every remedy overwrites what the
/// grammar does not know with something of the same length that it does, and notes in the side
/// table what stood there.
public final class Masking {

  /// In this order: later remedies rely on what earlier ones removed.
  private static final List<Remedy> REMEDIES =
      List.of(
          new InlineAssembly(),
          new TypeOf(),
          new Attributes(),
          new TrailingAttributes(),
          new StringGlue(),
          new ReservedWords(),
          new StatementArguments(),
          new HeadMacros(),
          new AnonymousBits(),
          new StructMembers(),
          new InitializerCommas(),
          new PastedNumbers(),
          new TrailingCommas(),
          new TypeArguments(),
          new SurplusWords(),
          new Casts(),
          new MacroBlocks(),
          new CaseRanges(),
          new EndLabels());

  private Masking() {}

  /// One construct that the grammar does not know, and what is done about it.
  interface Remedy {

    /// Overwrites the construct wherever it stands in the item; false when it stands nowhere.
    boolean apply(Tokens tokens, Restorations restorations);
  }

  /// Masks the bytes of `slice`, reading the `#if` branches of its view.
  public static MaskedText mask(StrippedText text, Conditionals conditionals, Slice slice) {
    Span span = slice.span();
    byte[] code = Arrays.copyOfRange(text.code(), span.start(), span.end());
    for (Span dropped : conditionals.dropped(span, slice.view())) {
      blank(code, dropped.start() - span.start(), dropped.end() - span.start());
    }
    return mask(code, span, false);
  }

  /// Masks any bytes of a file, such as the body of a macro; preprocessor operators become blanks.
  public static MaskedText maskFragment(SourceFile file, Span span) {
    return mask(StrippedText.fragment(file, span), span, true);
  }

  /// Masks stripped bytes that stand at `span`; `code` is changed.
  static MaskedText mask(byte[] code, Span span, boolean fragment) {
    Restorations restorations = new Restorations();
    Tokens tokens = new Tokens(code, span.start(), fragment);
    int nesting = tokens.depth();
    for (Remedy remedy : REMEDIES) {
      if (remedy.apply(tokens, restorations)) {
        tokens.scan();
      }
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
