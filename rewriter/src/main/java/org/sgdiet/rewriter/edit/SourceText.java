// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import java.nio.charset.StandardCharsets;
import org.sgdiet.analyzer.source.Span;

/// A file as latin-1 text, with the questions about lines and columns that formatting asks.
///
/// @param text one character a byte
public record SourceText(String text) {

  /// Columns a tab stop is apart, as the kernel's coding style has it.
  public static final int TAB = 8;

  /// The text of a file's bytes.
  public static SourceText of(byte[] bytes) {
    return new SourceText(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /// What is written at `span`.
  public String at(Span span) {
    return text.substring(span.start(), span.end());
  }

  /// What is written at `span`, each run of white space as one space.
  public String joined(Span span) {
    return joined(at(span));
  }

  /// `text` with each run of white space as one space, and none inside parentheses and brackets.
  static String joined(String text) {
    return text.replaceAll("\\s+", " ")
        .replaceAll("([(\\[]) ", "$1")
        .replaceAll(" ([)\\],;])", "$1");
  }

  /// The line end of the file: `\r\n` when its first line has it, else `\n`.
  public String lineEnd() {
    int first = text.indexOf('\n');
    return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  /// 1-based line of a byte.
  public int line(int offset) {
    int line = 1;
    for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
      line++;
    }
    return line;
  }

  /// Offset of the first byte of the line that holds `offset`.
  public int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /// Offset of the byte after the line that holds `offset`, its line end included.
  public int lineAfter(int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end + 1;
  }

  /// Tabs and spaces at the head of the line that holds `offset`.
  public String indent(int offset) {
    int from = lineStart(offset);
    int to = from;
    while (to < text.length() && (text.charAt(to) == '\t' || text.charAt(to) == ' ')) {
      to++;
    }
    return text.substring(from, to);
  }

  /// 0-based column of a byte, tabs expanded.
  public int column(int offset) {
    return width(text.substring(lineStart(offset), offset), 0);
  }

  /// The whole lines that `span` stands on, last line end included.
  public Span lines(Span span) {
    int last = span.length() == 0 ? span.start() : span.end() - 1;
    return new Span(lineStart(span.start()), lineAfter(last));
  }

  /// Whether nothing but white space shares the lines of `span`.
  public boolean aloneOnItsLines(Span span) {
    Span lines = lines(span);
    return text.substring(lines.start(), span.start()).isBlank()
        && text.substring(span.end(), lines.end()).isBlank();
  }

  /// Column after `text` when it starts at `column`.
  public static int width(String text, int column) {
    int at = column;
    for (int i = 0; i < text.length(); i++) {
      at = text.charAt(i) == '\t' ? (at / TAB + 1) * TAB : at + 1;
    }
    return at;
  }

  /// Tabs, then spaces, that reach `column`.
  static String reach(int column) {
    return "\t".repeat(column / TAB) + " ".repeat(column % TAB);
  }
}
