// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.mask.Restorations.Restoration;

/// A cast to a typedef name in front of an operator that also joins two values, `(u32)-1`,
/// `(u32)(x)`, becomes `~`, which binds as a cast does: the grammar would read a difference, or a
/// call.
final class Casts implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i + 3 < tokens.count(); i++) {
      if (tokens.kind(i) != '(' || tokens.match(i) < 0 || isOperand(tokens, i - 1)) {
        continue;
      }
      int close = tokens.match(i);
      if (!isAmbiguous(tokens, close + 1) || !isTypeName(tokens, i + 1, close - 1, restorations)) {
        continue;
      }
      restorations.put(tokens.start(i), new Restoration.Cast(tokens.span(i + 1, close - 1)));
      tokens.replace(i, close, "~");
      changed = true;
    }
    return changed;
  }

  private static boolean isOperand(Tokens tokens, int i) {
    return switch (tokens.kind(i)) {
      case ')' ->
          !tokens.isWord(tokens.match(i) - 1, CWords.CONDITION_FOLLOWS) && !isCast(tokens, i);
      case ']', Tokens.NUMBER, Tokens.STRING, Tokens.CHAR -> true;
      case Tokens.WORD -> !tokens.isWord(i, CWords.VALUE_FOLLOWS) || tokens.isWord(i, "sizeof");
      default -> false;
    };
  }

  /// Whether a parenthesis closes a cast to a type that is no name alone: `(void *)(u32)(x)`.
  private static boolean isCast(Tokens tokens, int close) {
    int open = tokens.match(close);
    return open >= 0
        && tokens.kind(open - 1) != Tokens.WORD
        && tokens.kind(open - 1) != ')'
        && open + 1 <= close - 1
        && TypeArguments.isType(tokens, open + 1, close - 1);
  }

  private static boolean isAmbiguous(Tokens tokens, int i) {
    return switch (tokens.kind(i)) {
      case '(', '-', '+', '*', '&' -> true;
      case Tokens.OPERATOR -> tokens.text(i).equals("++") || tokens.text(i).equals("--");
      default -> false;
    };
  }

  private static boolean isTypeName(Tokens tokens, int first, int last, Restorations restorations) {
    if (first != last || !tokens.isWord(first)) {
      return false;
    }
    return Typedefs.isKnown(tokens.text(first))
        || restorations.at(tokens.start(first)).orElse(null) instanceof Restoration.TypeOf;
  }
}
