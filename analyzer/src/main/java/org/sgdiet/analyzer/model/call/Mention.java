// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.source.Words;

/// How a word stands in the text of a function, as far as the bytes around it tell. Parsing costs a
/// hundred times what this look does, and most functions with `->sgl` in them do not set it.
///
/// The look may accept too much, never too little.
public enum Mention {
  /// `word(`
  CALLED,
  /// `word`, not called: passed or stored.
  VALUE,
  /// `->word`, `.word`, or `dma_unmap_addr(..., word)`
  MEMBER,
  /// `->word ... =` in one statement, or `dma_unmap_addr_set(..., word, ...)`
  SET_MEMBER,
  /// `& ... ->word` in one statement
  MEMBER_ADDRESS;

  /// Whether `word` stands like this somewhere in `span`.
  ///
  /// @param code without comments
  boolean isIn(byte[] code, Span span, String word) {
    byte[] name = word.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = span.start(); i + name.length <= span.end(); i++) {
      int end = i + name.length;
      if (code[i] == name[0]
          && Arrays.equals(code, i, end, name, 0, name.length)
          && (i == 0 || !Words.isWordByte(code[i - 1]))
          && (end == code.length || !Words.isWordByte(code[end]))
          && isAt(code, i, end)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAt(byte[] code, int start, int end) {
    return switch (this) {
      case CALLED -> isBefore(code, end, '(');
      case VALUE -> !isBefore(code, end, '(');
      case MEMBER -> isMember(code, start) || isInUnmapState(code, start, "");
      case SET_MEMBER ->
          (isMember(code, start) && isSet(code, end)) || isInUnmapState(code, start, "_set");
      case MEMBER_ADDRESS -> isMember(code, start) && isAddressed(code, start);
    };
  }

  private static boolean isBefore(byte[] code, int end, char wanted) {
    int i = end;
    while (i < code.length && code[i] <= ' ') {
      i++;
    }
    return i < code.length && code[i] == wanted;
  }

  private static boolean isMember(byte[] code, int start) {
    int i = start - 1;
    while (i > 0 && code[i] <= ' ') {
      i--;
    }
    return i >= 0 && (code[i] == '.' || (code[i] == '>' && i > 0 && code[i - 1] == '-'));
  }

  /// Whether the statement up to a word calls one of the macros that take a member's name.
  private static boolean isInUnmapState(byte[] code, int start, String suffix) {
    int from = start;
    while (from > 0 && !endsStatement(code[from - 1])) {
      from--;
    }
    String before = new String(code, from, start - from, StandardCharsets.ISO_8859_1);
    return before.contains("dma_unmap_addr" + suffix) || before.contains("dma_unmap_len" + suffix);
  }

  private static boolean isSet(byte[] code, int end) {
    for (int i = end; i + 1 < code.length && !endsStatement(code[i]); i++) {
      if (code[i] == '=') {
        if (code[i + 1] != '=' && "=!<>".indexOf(code[i - 1]) < 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAddressed(byte[] code, int start) {
    for (int i = start; i >= 0 && !endsStatement(code[i]); i--) {
      if (code[i] == '&') {
        return true;
      }
    }
    return false;
  }

  private static boolean endsStatement(byte b) {
    return b == ';' || b == '{' || b == '}';
  }
}
