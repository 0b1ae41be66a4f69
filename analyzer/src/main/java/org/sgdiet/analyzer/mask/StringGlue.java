// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.source.Words;

/// Macros that the preprocessor would glue to a string, `KERN_ERR MYNAM "..."`,
/// `"x"__stringify(y)`, become blanks.
final class StringGlue implements Masking.Remedy {

  private static final Words PREFIXES = Words.of("L u U u8 R");
  private static final Words NOT_GLUE = Words.of("extern asm __asm__");

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i < tokens.count(); i++) {
      if (tokens.kind(i) == Tokens.STRING) {
        changed |= before(tokens, i);
        changed |= after(tokens, i);
      }
    }
    return changed;
  }

  private static boolean isGlue(Tokens tokens, int i) {
    return tokens.isWord(i)
        && !tokens.isWord(i, CWords.STATEMENTS)
        && !tokens.isWord(i, NOT_GLUE)
        && !tokens.isWord(i, PREFIXES);
  }

  private static boolean before(Tokens tokens, int string) {
    int first = string;
    while (first > 0) {
      if (isGlue(tokens, first - 1)) {
        first--;
      } else if (tokens.kind(first - 1) == ')' && isGlue(tokens, tokens.match(first - 1) - 1)) {
        int callee = tokens.match(first - 1) - 1;
        if (tokens.startsStatement(callee)) {
          break;
        }
        first = callee;
      } else {
        break;
      }
    }
    if (first < string) {
      tokens.blank(first, string - 1);
    }
    return first < string;
  }

  private static boolean after(Tokens tokens, int string) {
    int last = string;
    while (isGlue(tokens, last + 1)) {
      int close = tokens.kind(last + 2) == '(' ? tokens.match(last + 2) : last + 1;
      if (close < 0) {
        break;
      }
      last = close;
    }
    if (last > string) {
      tokens.blank(string + 1, last);
    }
    return last > string;
  }
}
