// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.Words;

/// The tokens of one item and the bytes the parser will get for it. Remedies look at the tokens and
/// change the bytes; offsets are those of the file. Confined to one thread.
final class Tokens {

  static final byte WORD = 'w';
  static final byte NUMBER = '0';
  static final byte STRING = '"';
  static final byte CHAR = '\'';

  /// `...`; other punctuation is its first byte, or [#OPERATOR] when it has two or more.
  static final byte ELLIPSIS = 'e';

  /// `->`.
  static final byte ARROW = 'a';

  /// `==`, `+=`, `&&`, `++` and the like.
  static final byte OPERATOR = 'o';

  /// What the innermost braces around a token are.
  static final byte FILE = 0;

  static final byte BLOCK = 1;
  static final byte TYPE = 2;
  static final byte INIT = 3;

  /// A token that masking has removed; gone after [#refresh].
  private static final byte GONE = 1;

  /// How many tokens back the beginning of a statement is looked for.
  static final int LOOK_BACK = 256;

  private static final int NONE = -1;

  private final byte[] text;
  private final int shift;
  private final boolean fragment;
  private byte[] kinds = new byte[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] matches = new int[0];
  private byte[] contexts = new byte[0];
  private int count;
  private boolean rescan;

  /// Tokens of `text`, whose first byte stands at `shift` in the file.
  ///
  /// @param fragment whether the text stands inside of a function
  Tokens(byte[] text, int shift, boolean fragment) {
    this.text = text;
    this.shift = shift;
    this.fragment = fragment;
    scan();
  }

  /// Drops the tokens that a remedy removed, and matches the brackets again.
  void refresh() {
    if (rescan) {
      scan();
      return;
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kinds[i] != GONE) {
        kinds[kept] = kinds[i];
        starts[kept] = starts[i];
        ends[kept] = ends[i];
        kept++;
      }
    }
    count = kept;
    match();
  }

  private void scan() {
    rescan = false;
    count = 0;
    int at = 0;
    while (at < text.length) {
      byte b = text[at];
      if (b <= ' ') {
        at++;
      } else {
        int end = Lexeme.end(text, at);
        at = add(Lexeme.kind(text, at, end), at, end);
      }
    }
    match();
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
    contexts = new byte[count];
    Arrays.fill(matches, NONE);
    int[] open = new int[count + 1];
    byte[] outer = new byte[count + 1];
    int depth = 0;
    byte context = fragment ? BLOCK : FILE;
    for (int i = 0; i < count; i++) {
      contexts[i] = context;
      switch (kinds[i]) {
        case '(', '[', '{' -> {
          outer[depth] = context;
          open[depth++] = i;
          context = kinds[i] == '{' ? braceContext(i, context) : context;
        }
        case ')', ']', '}' -> {
          if (depth > 0 && Lexeme.closes(kinds[open[depth - 1]], kinds[i])) {
            depth--;
            matches[i] = open[depth];
            matches[open[depth]] = i;
            context = outer[depth];
          }
        }
        default -> {}
      }
    }
  }

  /// What the braces that open at `brace` are, by what stands in front of them.
  private byte braceContext(int brace, byte around) {
    int before = brace - 1;
    return switch (kind(before)) {
      case '=', ',', '[', ']' -> INIT;
      case '(' -> BLOCK;
      case ')' -> {
        int callee = matches[before] - 1;
        boolean cast = !isWord(callee) || isWord(callee, CWords.VALUE_FOLLOWS);
        yield cast && isAfterOperator(callee) ? INIT : BLOCK;
      }
      case WORD -> isTypeHead(before) ? TYPE : BLOCK;
      default -> around == INIT ? INIT : BLOCK;
    };
  }

  /// Whether a parenthesis after token `i` starts a value, so that what it holds may be a cast.
  private boolean isAfterOperator(int i) {
    byte kind = kind(i);
    return kind != ')' && kind != ']' && kind != ';' && kind != 0;
  }

  /// Whether the words that end at `i` are the head of a struct, union or enum.
  private boolean isTypeHead(int i) {
    for (int k = i; k >= 0 && k > i - 5 && kinds[k] == WORD; k--) {
      if (isWord(k, CWords.TAGS)) {
        return true;
      }
    }
    return false;
  }

  /// What the innermost braces around token `i` are; a brace itself lies outside of its braces.
  byte context(int i) {
    return i < 0 || i >= count ? FILE : contexts[i];
  }

  /// Whether tokens `i` stands where a statement of a block begins.
  boolean startsStatement(int i) {
    if (context(i) != BLOCK) {
      return false;
    }
    int before = i - 1;
    return switch (kind(before)) {
      case 0, ';', '{', '}' -> true;
      case ':' -> isLabelColon(before);
      case WORD -> isWord(before, CWords.STATEMENT_FOLLOWS);
      case ')' ->
          isWord(matches[before] - 1, CWords.CONDITION_FOLLOWS)
              || (isWord(matches[before] - 1) && CWords.isLoopName(text(matches[before] - 1)));
      default -> false;
    };
  }

  private boolean isLabelColon(int colon) {
    int k = colon - 1;
    int limit = Math.max(0, colon - LOOK_BACK);
    while (k >= limit && kinds[k] != ';' && kinds[k] != '{' && kinds[k] != '}' && kinds[k] != '?') {
      if (isWord(k, "case")) {
        return true;
      }
      k = Lexeme.isClose(kinds[k]) && matches[k] > NONE ? matches[k] - 1 : k - 1;
    }
    return k == colon - 2 && kind(k) != '?';
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

  /// The bytes between brackets `open` and `close`.
  Span between(int open, int close) {
    int from = end(open);
    return new Span(from, Math.max(from, start(close)));
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
    Arrays.fill(kinds, first, last + 1, GONE);
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
    blank(first, last);
    write(first, replacement);
    rescan |= replacement.length() > 2 && !Words.isWord(replacement);
    kinds[first] = kindOf(replacement);
    ends[first] = at + replacement.length();
  }

  private static byte kindOf(String token) {
    if (Words.isWord(token)) {
      return WORD;
    }
    return token.length() == 1 ? (byte) token.charAt(0) : OPERATOR;
  }

  /// Makes one identifier of tokens `first` to `last`: every byte that cannot stand in a word
  /// becomes `_`. What stands on further lines is blanked.
  void join(int first, int last) {
    int at = starts[first];
    int end = at;
    boolean firstLine = true;
    for (int i = at; i < ends[last]; i++) {
      if (text[i] == '\n') {
        firstLine = false;
      } else if (!firstLine) {
        text[i] = ' ';
      } else {
        text[i] = Words.isWordByte(text[i]) ? text[i] : (byte) '_';
        end = i + 1;
      }
    }
    text[at] = '_';
    Arrays.fill(kinds, first, last + 1, GONE);
    kinds[first] = WORD;
    ends[first] = end;
  }

  /// Puts `b` on a blank between tokens `i` and `i + 1`; false when there is none.
  boolean insertAfter(int i, char b) {
    int end = i + 1 < count ? starts[i + 1] : text.length;
    for (int k = ends[i]; k < end; k++) {
      if (text[k] == ' ' || text[k] == '\t' || text[k] == '\r') {
        text[k] = (byte) b;
        rescan = true;
        return true;
      }
    }
    return false;
  }

  /// Writes `replacement` from the first byte of token `i` over what follows.
  void write(int i, String replacement) {
    for (int k = 0; k < replacement.length(); k++) {
      text[starts[i] + k] = (byte) replacement.charAt(k);
    }
  }

  /// How far token `i` is indented, tabs to eight.
  int column(int i) {
    int line = lineStart(i);
    int column = 0;
    for (int k = line; k < starts[i]; k++) {
      column = text[k] == '\t' ? (column | 7) + 1 : column + 1;
    }
    return column;
  }

  /// Whether only blanks stand before token `i` on its line.
  boolean isFirstOnLine(int i) {
    return i == 0 || ends[i - 1] <= lineStart(i);
  }

  private int lineStart(int i) {
    int line = starts[i];
    while (line > 0 && text[line - 1] != '\n') {
      line--;
    }
    return line;
  }
}
