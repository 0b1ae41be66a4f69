// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.mask.Restorations.Restoration;
import org.sgdiet.analyzer.source.Span;

/// A macro with a body, `for_each_sg(sgl, sg, n, i) {`, `scoped_guard(mutex, &lock)`, becomes
/// `while`, its arguments a comma expression; a macro that stands as a statement without `;` gets
/// one.
///
/// Known by the name and, for a macro nobody listed, by the shape: nothing else in C is a name, a
/// parenthesis and then a brace or another word.
final class MacroBlocks implements Masking.Remedy {

  private static final String LOOP = "while";
  private static final String ENDLESS = "while(1)";

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i < tokens.count(); i++) {
      int close = tokens.kind(i + 1) == '(' ? tokens.match(i + 1) : -1;
      if (close < 0 || !isMacro(tokens, i)) {
        continue;
      }
      if (hasBody(tokens, i, close)) {
        changed |= loop(tokens, i, close, restorations);
      } else if (isUnfinished(tokens, close)) {
        changed |= tokens.insertAfter(close, ';');
      }
    }
    return changed;
  }

  private static boolean isMacro(Tokens tokens, int i) {
    return tokens.isWord(i)
        && tokens.context(i) == Tokens.BLOCK
        && !CWords.isKeyword(tokens, i)
        && !(tokens.isWord(i - 1) && !tokens.isWord(i - 1, CWords.STATEMENT_FOLLOWS))
        && (tokens.startsStatement(i) || isAfterInsertion(tokens, i));
  }

  /// After another macro without `;` on the line before.
  private static boolean isAfterInsertion(Tokens tokens, int i) {
    return tokens.kind(i - 1) == ')'
        && tokens.isWord(tokens.match(i - 1) - 1)
        && tokens.newlineAfter(i - 1);
  }

  private static boolean hasBody(Tokens tokens, int i, int close) {
    byte after = tokens.kind(close + 1);
    if (after == '{') {
      return true;
    }
    if (after == ';') { // most calls are statements
      return false;
    }
    String name = tokens.text(i);
    if (CWords.isLoopName(name)) {
      return true;
    }
    if (CWords.isScopeName(name)) {
      return after == Tokens.WORD || after == '*';
    }
    return after == Tokens.WORD && isIndentedDeeper(tokens, i, close + 1);
  }

  private static boolean isIndentedDeeper(Tokens tokens, int macro, int next) {
    return tokens.newlineAfter(next - 1)
        && !tokens.isWord(next, "else")
        && tokens.column(next) > tokens.column(macro)
        && tokens.isFirstOnLine(macro);
  }

  private static boolean isUnfinished(Tokens tokens, int close) {
    byte after = tokens.kind(close + 1);
    boolean statement =
        after == Tokens.WORD || after == '}' || (after == '*' && tokens.newlineAfter(close));
    return statement
        && (tokens.newlineAfter(close) || tokens.isWord(close + 1, "else") || after == '}');
  }

  private static boolean loop(Tokens tokens, int i, int close, Restorations restorations) {
    boolean empty = close == i + 2;
    int room = empty ? tokens.end(close) - tokens.start(i) : tokens.start(i + 1) - tokens.start(i);
    String replacement = empty ? ENDLESS : LOOP;
    if (room < replacement.length()) {
      return false;
    }
    String name = tokens.text(i);
    Span span = tokens.span(i, i);
    restorations.put(
        tokens.start(i),
        CWords.isScopeName(name)
            ? new Restoration.Scope(name, span)
            : new Restoration.Loop(name, span));
    if (empty) {
      tokens.replace(i, close, ENDLESS);
    } else {
      tokens.replace(i, LOOP);
    }
    return true;
  }
}
