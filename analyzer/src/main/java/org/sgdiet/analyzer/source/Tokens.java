// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The tokens of one item and the bytes the parser will get for it. Remedies look at the tokens and
/// change the bytes; offsets are those of the file. Confined to one thread.
final class Tokens {

  static final byte WORD = 'w';
  static final byte NUMBER = '0';
  static final byte STRING = '"';
  static final byte CHAR = '\'';

  /// `...`; other punctuation is its first byte, or [#OPERATOR] when it has two or more.
  static final byte ELLIPSIS = 'e';

  static final byte ARROW = '>' + 1;

  /// `==`, `+=`, `&&`, `++` and the like.
  static final byte OPERATOR = 'o';

  private static final int NONE = -1;

  private final byte[] text;
  private final int shift;
  private byte[] kinds = new byte[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] matches = new int[0];
  private int count;

  /// Tokens of `text`, whose first byte stands at `shift` in the file.
  Tokens(byte[] text, int shift) {
    this.text = text;
    this.shift = shift;
    scan();
  }

  /// Reads the tokens again after bytes have changed, and matches the brackets.
  void scan() {
    count = 0;
    int at = 0;
    while (at < text.length) {
      byte b = text[at];
      if (b <= ' ') {
        at++;
      } else {
        at = token(b, at);
      }
    }
    match();
  }

  private int token(byte b, int at) {
    if (isDigit(b) || (b == '.' && at + 1 < text.length && isDigit(text[at + 1]))) {
      return add(NUMBER, at, numberEnd(at));
    }
    if (Words.isWordByte(b)) {
      int end = at + 1;
      while (end < text.length && Words.isWordByte(text[end])) {
        end++;
      }
      return add(WORD, at, end);
    }
    if (b == '"' || b == '\'') {
      int end = at + 1;
      while (end < text.length && text[end] != b && text[end] != '\n') {
        end++;
      }
      return add(b, at, Math.min(text.length, end + 1));
    }
    int length = operatorLength(at);
    byte kind =
        length == 1 ? b : length == 3 && b == '.' ? ELLIPSIS : isArrow(at) ? ARROW : OPERATOR;
    return add(kind, at, at + length);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private int numberEnd(int at) {
    int end = at + 1;
    while (end < text.length) {
      boolean exponentSign =
          (text[end] == '+' || text[end] == '-')
              && (text[end - 1] | 0x20) == 'e'
              && !(text[at] == '0' && (text[at + 1] | 0x20) == 'x');
      boolean fraction = text[end] == '.' && !(end + 1 < text.length && text[end + 1] == '.');
      if (!Words.isWordByte(text[end]) && !fraction && !exponentSign) {
        break;
      }
      end++;
    }
    return end;
  }

  private boolean isArrow(int at) {
    return text[at] == '-' && at + 1 < text.length && text[at + 1] == '>';
  }

  private int operatorLength(int at) {
    byte b = text[at];
    byte second = at + 1 < text.length ? text[at + 1] : 0;
    byte third = at + 2 < text.length ? text[at + 2] : 0;
    if (b == '.' && second == '.' && third == '.') {
      return 3;
    }
    if ((b == '<' || b == '>') && second == b) {
      return third == '=' ? 3 : 2;
    }
    boolean doubled = second == b && (b == '+' || b == '-' || b == '&' || b == '|' || b == '#');
    boolean assigned = second == '=' && "=!<>+-*/%&|^".indexOf(b) >= 0;
    boolean arrow = b == '-' && second == '>';
    return doubled || assigned || arrow ? 2 : 1;
  }

  private int add(byte kind, int start, int end) {
    if (count == kinds.length) {
      kinds = Arrays.copyOf(kinds, count * 2);
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = end;
    count++;
    return end;
  }

  private void match() {
    matches = new int[count];
    Arrays.fill(matches, NONE);
    int[] open = new int[count + 1];
    int depth = 0;
    for (int i = 0; i < count; i++) {
      switch (kinds[i]) {
        case '(', '[', '{' -> open[depth++] = i;
        case ')', ']', '}' -> {
          if (depth > 0 && closes(kinds[open[depth - 1]], kinds[i])) {
            depth--;
            matches[i] = open[depth];
            matches[open[depth]] = i;
          }
        }
        default -> {}
      }
    }
  }

  private static boolean closes(byte open, byte close) {
    return switch (open) {
      case '(' -> close == ')';
      case '[' -> close == ']';
      default -> close == '}';
    };
  }

  /// The deepest nesting of brackets.
  int depth() {
    int deepest = 0;
    int depth = 0;
    for (int i = 0; i < count; i++) {
      switch (kinds[i]) {
        case '(', '[', '{' -> deepest = Math.max(deepest, ++depth);
        case ')', ']', '}' -> depth--;
        default -> {}
      }
    }
    return deepest;
  }

  int count() {
    return count;
  }

  /// The kind of token `i`; 0 outside of the item.
  byte kind(int i) {
    return i < 0 || i >= count ? 0 : kinds[i];
  }

  boolean isWord(int i) {
    return kind(i) == WORD;
  }

  boolean isWord(int i, Words words) {
    return kind(i) == WORD && words.contains(text, starts[i], ends[i]);
  }

  boolean isWord(int i, String word) {
    if (kind(i) != WORD || ends[i] - starts[i] != word.length()) {
      return false;
    }
    for (int k = 0; k < word.length(); k++) {
      if (text[starts[i] + k] != word.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  /// The token's bytes as they are now.
  String text(int i) {
    return new String(text, starts[i], ends[i] - starts[i], StandardCharsets.ISO_8859_1);
  }

  byte firstByte(int i) {
    return text[starts[i]];
  }

  /// The bracket that belongs to bracket `i`, or -1.
  int match(int i) {
    return i < 0 || i >= count ? NONE : matches[i];
  }

  /// Offset of token `i` in the file.
  int start(int i) {
    return starts[i] + shift;
  }

  /// Offset of the byte after token `i` in the file.
  int end(int i) {
    return ends[i] + shift;
  }

  int length(int i) {
    return ends[i] - starts[i];
  }

  /// The bytes of tokens `first` to `last`, both included.
  Span span(int first, int last) {
    return new Span(start(first), end(last));
  }

  /// Whether tokens `i` and `i + 1` stand on different lines.
  boolean newlineAfter(int i) {
    int end = i + 1 < count ? starts[i + 1] : text.length;
    for (int k = ends[i]; k < end; k++) {
      if (text[k] == '\n') {
        return true;
      }
    }
    return false;
  }

  /// Blanks tokens `first` to `last`, both included, and what stands between them.
  void blank(int first, int last) {
    blankBytes(starts[first], ends[last]);
  }

  private void blankBytes(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] != '\n') {
        text[i] = ' ';
      }
    }
  }

  /// Writes `replacement` over token `i`, padded with blanks; it must not be longer.
  void replace(int i, String replacement) {
    replace(i, i, replacement);
  }

  /// Writes `replacement` over tokens `first` to `last`, both included, and blanks what is left. It
  /// must fit on the first line.
  void replace(int first, int last, String replacement) {
    int at = starts[first];
    blankBytes(at, ends[last]);
    for (int k = 0; k < replacement.length(); k++) {
      text[at + k] = (byte) replacement.charAt(k);
    }
  }

  /// Makes one identifier of tokens `first` to `last`: every byte that cannot stand in a word
  /// becomes `_`. What stands on further lines is blanked.
  void join(int first, int last) {
    int at = starts[first];
    boolean firstLine = true;
    for (int i = at; i < ends[last]; i++) {
      if (text[i] == '\n') {
        firstLine = false;
      } else if (!firstLine) {
        text[i] = ' ';
      } else if (!Words.isWordByte(text[i])) {
        text[i] = '_';
      }
    }
    text[at] = '_';
  }

  /// Puts `b` on a blank between tokens `i` and `i + 1`; false when there is none.
  boolean insertAfter(int i, char b) {
    int end = i + 1 < count ? starts[i + 1] : text.length;
    for (int k = ends[i]; k < end; k++) {
      if (text[k] == ' ' || text[k] == '\t' || text[k] == '\r') {
        text[k] = (byte) b;
        return true;
      }
    }
    return false;
  }
}
