// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.source.Words;

/// Where one token of C ends, and what it is.
public final class Lexeme {

  private Lexeme() {}

  /// The byte after the token that starts at `at`.
  public static int end(byte[] text, int at) {
    byte b = text[at];
    if (isNumber(text, at)) {
      return numberEnd(text, at);
    }
    if (Words.isWordByte(b)) {
      int end = at + 1;
      while (end < text.length && Words.isWordByte(text[end])) {
        end++;
      }
      return end;
    }
    if (b == '"' || b == '\'') {
      int end = at + 1;
      while (end < text.length && text[end] != b && text[end] != '\n') {
        end++;
      }
      return Math.min(text.length, end + 1);
    }
    return at + operatorLength(text, at);
  }

  /// The kind of the token from `at` to before `end`, as [Tokens] names it.
  static byte kind(byte[] text, int at, int end) {
    byte b = text[at];
    if (isNumber(text, at)) {
      return Tokens.NUMBER;
    }
    if (Words.isWordByte(b)) {
      return Tokens.WORD;
    }
    int length = end - at;
    if (b == '"' || b == '\'' || length == 1) {
      return b;
    }
    return b == '.' ? Tokens.ELLIPSIS : isArrow(text, at) ? Tokens.ARROW : Tokens.OPERATOR;
  }

  private static boolean isNumber(byte[] text, int at) {
    return isDigit(text[at]) || (text[at] == '.' && at + 1 < text.length && isDigit(text[at + 1]));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int numberEnd(byte[] text, int at) {
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

  private static boolean isArrow(byte[] text, int at) {
    return text[at] == '-' && at + 1 < text.length && text[at + 1] == '>';
  }

  private static int operatorLength(byte[] text, int at) {
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
    return doubled || assigned || isArrow(text, at) ? 2 : 1;
  }

  /// Whether a kind is that of `)` or `]`.
  static boolean isClose(byte kind) {
    return kind == ')' || kind == ']';
  }

  /// Whether one bracket closes another.
  static boolean closes(byte open, byte close) {
    return switch (open) {
      case '(' -> close == ')';
      case '[' -> close == ']';
      default -> close == '}';
    };
  }
}
