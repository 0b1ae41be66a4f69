// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.sgdiet.analyzer.mask.Lexeme;

/// The tokens of a compact text, each with what it is as a number: of a name, a literal, or the
/// token itself.
final class PlainTokens {

  /// Behind the last token.
  static final int END = 0;

  static final int NAME = 1;
  static final int NUMBER = 2;
  static final int STRING = 3;
  static final int CHAR = 4;

  /// Tokens by their text. Those of one kind stand together, so that a kind is a range of numbers.
  private static final String[] TEXTS =
      """
      END a 1 "" 'x' ( ) [ ] { } ; , : ? . -> ... ~ ! ++ -- * & + - / % << >> < > <= >= == != ^ | && ||
      = *= /= %= += -= <<= >>= &= ^= |=
      void char int float double bool size_t ssize_t ptrdiff_t intptr_t uintptr_t charptr_t nullptr_t
      max_align_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t char8_t char16_t
      char32_t char64_t
      signed unsigned long short struct union enum
      extern static auto register inline __inline __inline__ __forceinline thread_local __thread
      const constexpr volatile restrict __restrict__ _Atomic _Noreturn noreturn _Nonnull
      true TRUE false FALSE NULL nullptr
      if else switch case default while do for return break continue goto sizeof typedef
      """
          .strip()
          .split("\\s+");

  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  /// Numbers of tokens of one byte, by the byte.
  private static final int[] SINGLE = new int[128];

  static {
    for (int i = 1; i < TEXTS.length; i++) {
      NUMBERS.put(TEXTS[i], i);
      if (TEXTS[i].length() == 1) {
        SINGLE[TEXTS[i].charAt(0)] = i;
      }
    }
    SINGLE['f'] = NAME; // of the function that is put around a fragment
  }

  static final int OPEN = of("(");
  static final int CLOSE = of(")");
  static final int BRACKET = of("[");
  static final int END_BRACKET = of("]");
  static final int BRACE = of("{");
  static final int END_BRACE = of("}");
  static final int COMMA = of(",");
  static final int COLON = of(":");
  static final int QUESTION = of("?");
  static final int DOT = of(".");
  static final int ARROW = of("->");
  static final int ELLIPSIS = of("...");
  static final int TILDE = of("~");
  static final int NOT = of("!");
  static final int INCREMENT = of("++");
  static final int DECREMENT = of("--");
  static final int STAR = of("*");
  static final int AMPERSAND = of("&");
  static final int PLUS = of("+");
  static final int MINUS = of("-");
  static final int EQUALS = of("=");
  static final int LAST_ASSIGNMENT = of("|=");
  static final int SIZEOF_WORD = of("sizeof");
  static final int SEMICOLON = of(";");
  static final int FIRST_PRIMITIVE = of("void");
  static final int LAST_PRIMITIVE = of("char64_t");
  static final int FIRST_SIZE = of("signed");
  static final int LAST_SIZE = of("short");
  static final int STRUCT_WORD = of("struct");
  static final int UNION_WORD = of("union");
  static final int ENUM_WORD = of("enum");
  static final int FIRST_STORAGE = of("extern");
  static final int LAST_STORAGE = of("__thread");
  static final int FIRST_QUALIFIER = of("const");
  static final int LAST_QUALIFIER = of("_Nonnull");
  static final int CASE_WORD = of("case");
  static final int DEFAULT_WORD = of("default");
  static final int ELSE_WORD = of("else");
  static final int WHILE_WORD = of("while");
  static final int TYPEDEF = of("typedef");

  private final byte[] code;
  private int[] kinds;
  private int[] starts;
  private int[] ends;
  private int count;

  /// @throws NotPlain when a token is none of the known ones
  PlainTokens(byte[] code) {
    this.code = code;
    this.kinds = new int[code.length / 2 + 8];
    this.starts = new int[kinds.length];
    this.ends = new int[kinds.length];
    int at = 0;
    while (at < code.length) {
      at = code[at] == ' ' ? at + 1 : scan(at);
    }
    add(END, code.length, code.length);
  }

  /// The number of the token with this text.
  static int of(String text) {
    Integer number = NUMBERS.get(text);
    if (number == null) {
      throw new IllegalArgumentException("no token " + text);
    }
    return number;
  }

  /// Every token number.
  static IntStream all() {
    return IntStream.range(0, TEXTS.length);
  }

  /// The text of a token number.
  static String text(int kind) {
    return TEXTS[kind];
  }

  int kind(int token) {
    return token < count ? kinds[token] : END;
  }

  /// Offset of the first byte in the compact text.
  int start(int token) {
    return starts[token];
  }

  /// Offset of the byte after the token in the compact text.
  int end(int token) {
    return ends[token];
  }

  private int scan(int at) {
    int end = Lexeme.end(code, at);
    int kind =
        switch (code[at]) {
          case '"' -> STRING;
          case '\'' -> CHAR;
          default -> end - at == 1 ? single(code[at]) : known(at, end);
        };
    return add(kind, at, end);
  }

  private static int single(byte b) {
    int kind = b < 0 ? 0 : SINGLE[b];
    if (kind == 0) {
      throw new NotPlain();
    }
    return kind;
  }

  private int known(int from, int to) {
    Integer kind = NUMBERS.get(new String(code, from, to - from, StandardCharsets.ISO_8859_1));
    if (kind == null) {
      throw new NotPlain();
    }
    return kind;
  }

  private int add(int kind, int start, int end) {
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
}
