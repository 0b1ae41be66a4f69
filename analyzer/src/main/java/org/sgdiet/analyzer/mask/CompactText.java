// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.Words;

/// What the parser reads: the tokens of a masked item with as little as possible between them. A
/// grammar does not care what a name is called, so every name is `a`, every number `1` and every
/// string empty; that is a third of the bytes, and the parser's speed is counted in bytes.
///
/// @param code the text for the parser
/// @param startAt for the first byte of a token, where the token starts in the file
/// @param endAt for the byte after a token, where the token ends in the file
@SuppressWarnings("ArrayRecordComponent")
public record CompactText(byte[] code, int[] startAt, int[] endAt) {

  /// Words that the grammar knows.
  private static final Words KEYWORDS =
      Words.of(
          """
          void char short int long float double signed unsigned bool size_t ssize_t ptrdiff_t intptr_t
          uintptr_t charptr_t nullptr_t max_align_t int8_t int16_t int32_t int64_t uint8_t uint16_t
          uint32_t uint64_t char8_t char16_t char32_t char64_t
          struct union enum typedef extern static auto register inline __inline __inline__ __forceinline
          thread_local __thread const constexpr volatile restrict __restrict__ _Atomic _Noreturn noreturn
          _Nonnull alignas _Alignas __extension__ __attribute__ __attribute __declspec __based __cdecl
          __clrcall __stdcall __fastcall __thiscall __vectorcall _unaligned __unaligned
          if else switch case default while do for return break continue goto sizeof
          __try __except __finally __leave __alignof__ __alignof _alignof alignof _Alignof offsetof
          _Generic asm __asm__ __asm __volatile__ true TRUE false FALSE NULL nullptr
          """);

  private static final String[] SINGLE = new String[128];

  static {
    for (int i = 0; i < SINGLE.length; i++) {
      SINGLE[i] = new String(new byte[] {(byte) i}, StandardCharsets.ISO_8859_1);
    }
  }

  /// The tokens with `before` and `after` around them, which stand nowhere in the file.
  static CompactText of(Tokens tokens, Span span, String before, String after) {
    return new Writer(tokens, span).write(before, after);
  }

  /// Writes one compact text; confined to [#of].
  private static final class Writer {
    final Tokens tokens;
    final Span span;
    byte[] code;
    int[] startAt;
    int[] endAt;
    int at;
    int lastEnd;

    Writer(Tokens tokens, Span span) {
      this.tokens = tokens;
      this.span = span;
      this.code = new byte[Math.max(64, tokens.count() * 4)];
      this.startAt = new int[code.length + 1];
      this.endAt = new int[code.length + 1];
      this.lastEnd = span.start();
    }

    CompactText write(String before, String after) {
      add(before, span.start(), span.start());
      boolean wasWord = false;
      for (int i = 0; i < tokens.count(); i++) {
        byte kind = tokens.kind(i);
        boolean word = kind == Tokens.WORD || kind == Tokens.NUMBER;
        if (kind == Tokens.ELLIPSIS || (word == wasWord && (word || needsGap(kind)))) {
          add(" ", lastEnd, lastEnd);
        }
        add(written(i, kind), tokens.start(i), tokens.end(i));
        wasWord = word || kind == Tokens.ELLIPSIS;
      }
      add(after, span.end(), span.end());
      return new CompactText(
          Arrays.copyOf(code, at), Arrays.copyOf(startAt, at + 1), Arrays.copyOf(endAt, at + 1));
    }

    private static boolean needsGap(byte kind) {
      return switch (kind) {
        case '(', ')', '[', ']', '{', '}', ';', ',' -> false;
        default -> true;
      };
    }

    private String written(int i, byte kind) {
      return switch (kind) {
        case Tokens.WORD -> tokens.isWord(i, KEYWORDS) ? tokens.text(i) : "a";
        case Tokens.NUMBER -> "1";
        case Tokens.STRING -> "\"\"";
        case Tokens.CHAR -> "'x'";
        case Tokens.ELLIPSIS, Tokens.ARROW, Tokens.OPERATOR -> tokens.text(i);
        default -> SINGLE[kind];
      };
    }

    private void add(String text, int start, int end) {
      if (at + text.length() >= code.length) {
        int size = (at + text.length()) * 2;
        code = Arrays.copyOf(code, size);
        startAt = Arrays.copyOf(startAt, size + 1);
        endAt = Arrays.copyOf(endAt, size + 1);
      }
      for (int k = 0; k < text.length(); k++) {
        startAt[at] = start;
        endAt[at] = lastEnd;
        code[at++] = (byte) text.charAt(k);
      }
      endAt[at] = end;
      startAt[at] = end;
      lastEnd = end;
    }
  }
}
