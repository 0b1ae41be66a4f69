// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of a program's text form, read one by one.
final class TextTokens {

  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\n]*|\\s+|(?<word>[A-Za-z_$][\\w$]*|-?0x[0-9a-fA-F]+|-?\\d+|\"(?:[^\"\\\\]|\\\\.)*\""
              + "|->|\\.\\.|<<|>>|<=|>=|==|!=|[^\\s\\w])");

  private record Token(String text, int line) {}

  private final List<Token> tokens = new ArrayList<>();
  private int next;

  TextTokens(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int line = 1;
    int at = 0;
    while (at < text.length() && matcher.find(at)) {
      String word = matcher.group("word");
      if (word != null) {
        tokens.add(new Token(word, line));
      }
      line += (int) matcher.group().chars().filter(c -> c == '\n').count();
      at = matcher.end();
    }
  }

  boolean atEnd() {
    return next >= tokens.size();
  }

  String peek() {
    return peek(0);
  }

  String peek(int ahead) {
    return next + ahead < tokens.size() ? tokens.get(next + ahead).text() : "";
  }

  String take() {
    String word = peek();
    if (atEnd()) {
      throw error("the text ends too early");
    }
    next++;
    return word;
  }

  boolean accept(String word) {
    if (!atEnd() && peek().equals(word)) {
      next++;
      return true;
    }
    return false;
  }

  /// As [#accept], but only on the line of the word before.
  boolean acceptHere(String word) {
    boolean here = !atEnd() && next > 0 && tokens.get(next).line() == tokens.get(next - 1).line();
    return here && accept(word);
  }

  void expect(String word) {
    if (!accept(word)) {
      throw error("expected '" + word + "' before '" + peek() + "'");
    }
  }

  boolean atNumber() {
    return peek().matches("-?(0x[0-9a-fA-F]+|\\d+)");
  }

  long number() {
    if (!atNumber()) {
      throw error("expected a number before '" + peek() + "'");
    }
    String word = take();
    return word.startsWith("0x")
        ? Long.parseUnsignedLong(word.substring(2), 16)
        : Long.parseLong(word);
  }

  int integer() {
    return Math.toIntExact(number());
  }

  String quoted() {
    String word = take();
    return word.substring(1, word.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
  }

  IllegalArgumentException error(String message) {
    int line = tokens.isEmpty() ? 1 : tokens.get(Math.min(next, tokens.size() - 1)).line();
    return new IllegalArgumentException("program text, line " + line + ": " + message);
  }
}
