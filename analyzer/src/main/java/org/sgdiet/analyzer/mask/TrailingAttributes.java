// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

/// Attributes that nobody listed, known by where they stand: between a declared name and the end of
/// its declaration, `u8 x[4] OMAP_ALIGNED;`, or between a function's parameters and its body.
final class TrailingAttributes implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 1; i < tokens.count(); i++) {
      if (!tokens.isWord(i)) {
        continue;
      }
      int close = tokens.kind(i + 1) == '(' ? tokens.match(i + 1) : i;
      boolean stands = close == i ? isWord(tokens, i) : close > i && isCall(tokens, i, close);
      if (stands && !CWords.isKeyword(tokens, i)) {
        tokens.blank(i, close);
        changed = true;
        i = close;
      }
    }
    return changed;
  }

  private static boolean isWord(Tokens tokens, int i) {
    byte before = tokens.kind(i - 1);
    boolean head =
        tokens.context(i) == Tokens.FILE
            && before == ')'
            && tokens.kind(i + 1) == '{'
            && tokens.firstByte(i) == '_';
    return head || (before == ']' && endsDeclaration(tokens.kind(i + 1)));
  }

  private static boolean isCall(Tokens tokens, int i, int close) {
    byte before = tokens.kind(i - 1);
    byte after = tokens.kind(close + 1);
    if (tokens.context(i) == Tokens.FILE && before == ')') {
      return after == '{' || after == ';' || after == Tokens.WORD;
    }
    boolean name = tokens.isWord(i - 1) && !CWords.isKeyword(tokens, i - 1);
    boolean typed =
        tokens.kind(i - 2) == '*' || (tokens.isWord(i - 2) && !isBeforeType(tokens, i - 2));
    return endsDeclaration(after) && ((name && typed) || before == ']');
  }

  private static boolean endsDeclaration(byte kind) {
    return kind == ';' || kind == '=' || kind == ',';
  }

  private static boolean isBeforeType(Tokens tokens, int i) {
    return tokens.isWord(i, CWords.TAGS)
        || tokens.isWord(i, CWords.SPECIFIERS)
        || tokens.isWord(i, CWords.STATEMENTS);
  }
}
