// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.mask.Restorations.Restoration;

/// The head of a function by macro, `SYSCALL_DEFINE1(name, int, fd) {`, becomes `void f() {`; its
/// name is the macro's first argument.
final class HeadMacros implements Masking.Remedy {

  private static final String HEAD = "void f()";

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    int macro = 0;
    while (tokens.isWord(macro, CWords.SPECIFIERS)) {
      macro++;
    }
    int close = tokens.kind(macro + 1) == '(' ? tokens.match(macro + 1) : -1;
    boolean head =
        tokens.context(macro) == Tokens.FILE
            && tokens.isWord(macro)
            && !CWords.isKeyword(tokens, macro)
            && close > 0
            && tokens.kind(close + 1) == '{'
            && tokens.isWord(macro + 2)
            && isUpperCase(tokens.text(macro));
    if (!head || tokens.end(close) - tokens.start(macro) < HEAD.length()) {
      return false;
    }
    int name = tokens.start(macro) + HEAD.indexOf('f');
    restorations.put(name, new Restoration.FunctionName(tokens.span(macro + 2, macro + 2)));
    tokens.replace(macro, close, HEAD);
    return true;
  }

  private static boolean isUpperCase(String word) {
    return word.chars().noneMatch(c -> c >= 'a' && c <= 'z');
  }
}
