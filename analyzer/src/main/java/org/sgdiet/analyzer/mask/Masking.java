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

  /// Brackets nested deeper than this are no code that anybody wrote.
  public static final int MAX_NESTING = 500;

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
    return mask(code, span, Surroundings.NONE);
  }

  /// Masks any bytes of a file, such as the body of a macro, as the inside of a function;
  /// preprocessor operators become blanks.
  public static MaskedText maskFragment(SourceFile file, Span span) {
    return mask(StrippedText.fragment(file, span), span, Surroundings.FUNCTION);
  }

  /// What the parser reads around an item.
  private enum Surroundings {
    NONE("", ""),
    FUNCTION("void f(void){", ";}");

    final String before;
    final String after;

    Surroundings(String before, String after) {
      this.before = before;
      this.after = after;
    }
  }

  /// Masks stripped bytes that stand at `span`; `code` is changed.
  private static MaskedText mask(byte[] code, Span span, Surroundings around) {
    Restorations restorations = new Restorations();
    Tokens tokens = new Tokens(code, span.start(), around == Surroundings.FUNCTION);
    int nesting = tokens.depth();
    if (nesting <= MAX_NESTING) {
      for (Remedy remedy : REMEDIES) {
        if (remedy.apply(tokens, restorations)) {
          tokens.refresh();
        }
      }
    }
    CompactText parsed = CompactText.of(tokens, span, around.before, around.after);
    return new MaskedText(code, span, restorations, nesting, parsed);
  }

  private static void blank(byte[] code, int from, int to) {
    for (int i = from; i < to; i++) {
      if (code[i] != '\n') {
        code[i] = ' ';
      }
    }
  }
}
