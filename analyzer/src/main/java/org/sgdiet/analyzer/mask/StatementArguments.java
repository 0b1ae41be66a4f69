// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

/// A macro that passes statements or a declaration on, `DEB(int i);`, `DBG(print(x); count++);`,
/// `DEB(if (x) print(x));`, is unwrapped: what it holds stands as if the macro kept it.
final class StatementArguments implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i < tokens.count(); i++) {
      int close = tokens.kind(i + 1) == '(' ? tokens.match(i + 1) : -1;
      boolean macro =
          close > i + 2
              && tokens.isWord(i)
              && !CWords.isKeyword(tokens, i)
              && tokens.startsStatement(i);
      if (!macro || !(isDeclaration(tokens, i + 2, close) || isStatements(tokens, i + 2, close))) {
        continue;
      }
      tokens.blank(i, i + 1);
      tokens.blank(close, close);
      changed = true;
    }
    return changed;
  }

  /// Whether a type and a name stand first, and nothing separates arguments before the name.
  private static boolean isDeclaration(Tokens tokens, int first, int close) {
    int i = first;
    while (tokens.isWord(i, CWords.PRIMITIVES) || tokens.isWord(i, CWords.SPECIFIERS)) {
      i++;
    }
    if (tokens.isWord(i, CWords.TAGS)) {
      i += 2;
    }
    boolean typed = i > first;
    while (tokens.kind(i) == '*') {
      i++;
    }
    byte after = tokens.kind(i + 1);
    return typed && tokens.isWord(i) && (i + 1 == close || after == '=' || after == '[');
  }

  private static boolean isStatements(Tokens tokens, int first, int close) {
    if (tokens.isWord(first, CWords.CONDITION_FOLLOWS)) {
      return true;
    }
    for (int i = first; i < close; i++) {
      if (tokens.kind(i) == ',') {
        return false;
      }
      if (tokens.kind(i) == ';') {
        return true;
      }
      if (tokens.match(i) > i) {
        i = tokens.match(i);
      }
    }
    return false;
  }
}
