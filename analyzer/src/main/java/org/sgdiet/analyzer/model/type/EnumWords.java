// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.HashSet;
import java.util.Set;

/// The identifiers between the braces of enums, found without parsing: what a name must be among to
/// be an enumerator of a file.
final class EnumWords {

  private EnumWords() {}

  static Set<String> of(String text) {
    Set<String> words = new HashSet<>();
    int at = 0;
    while ((at = text.indexOf("enum", at)) >= 0) {
      int open = at + "enum".length();
      boolean whole = !isWord(text, at - 1) && !isWord(text, open);
      while (open < text.length()
          && (isWord(text, open) || Character.isWhitespace(text.charAt(open)))) {
        open++;
      }
      if (whole && open < text.length() && text.charAt(open) == '{') {
        int close = text.indexOf('}', open);
        collect(text, open, close < 0 ? text.length() : close, words);
      }
      at = Math.max(open, at + 1);
    }
    return words;
  }

  private static void collect(String text, int from, int to, Set<String> words) {
    int start = -1;
    for (int i = from; i <= to; i++) {
      boolean word = i < to && isWord(text, i);
      if (word && start < 0) {
        start = i;
      } else if (!word && start >= 0) {
        if (!Character.isDigit(text.charAt(start))) {
          words.add(text.substring(start, i));
        }
        start = -1;
      }
    }
  }

  private static boolean isWord(String text, int at) {
    return at >= 0
        && at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
  }
}
