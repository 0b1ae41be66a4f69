// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One C file as it lies in the tree: its path and its bytes, any encoding, any line ending.
///
/// Text is read as latin-1, so that one byte is one character and an offset means the same in both.
public final class SourceFile {

  private final String path;
  private final byte[] bytes;
  private volatile int[] lineStarts = {};

  /// A file of `bytes`, which must not be changed afterwards.
  ///
  /// @param path relative to the tree, with `/`
  public SourceFile(String path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /// A file holding `text`, one byte a character.
  public static SourceFile of(String path, String text) {
    return new SourceFile(path, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Relative to the tree, with `/`.
  public String path() {
    return path;
  }

  /// The file's bytes; the array is the caller's to read, not to change.
  public byte[] bytes() {
    return bytes;
  }

  /// Number of bytes.
  public int length() {
    return bytes.length;
  }

  /// The bytes of `span` as the user wrote them, one character a byte.
  public String text(Span span) {
    return new String(bytes, span.start(), span.length(), StandardCharsets.ISO_8859_1);
  }

  /// The characters of a span without white space, one a byte.
  public String dense(Span span) {
    byte[] kept = new byte[span.length()];
    int count = 0;
    for (int i = span.start(); i < span.end(); i++) {
      byte b = bytes[i];
      if (b != ' ' && (b < '\t' || b > '\r')) {
        kept[count++] = b;
      }
    }
    return new String(kept, 0, count, StandardCharsets.ISO_8859_1);
  }

  /// The whole file, one character a byte.
  public String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// The line on which the byte at `offset` stands, 1-based.
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts(), offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// The column of the byte at `offset`, 1-based, in bytes.
  public int column(int offset) {
    return offset - lineStarts()[line(offset) - 1] + 1;
  }

  /// Number of lines; a last line without newline counts.
  public int lineCount() {
    return lineStarts().length;
  }

  /// The bytes of a line without its line ending.
  ///
  /// @param line 1-based
  public Span lineSpan(int line) {
    int[] starts = lineStarts();
    int start = starts[line - 1];
    int end = line < starts.length ? starts[line] - 1 : bytes.length;
    if (end > start && bytes[end - 1] == '\r') {
      end--;
    }
    return new Span(start, end);
  }

  @Override
  public String toString() {
    return path;
  }

  private int[] lineStarts() {
    if (lineStarts.length == 0) {
      lineStarts = lineStarts(bytes);
    }
    return lineStarts;
  }

  private static int[] lineStarts(byte[] bytes) {
    int[] starts = new int[Math.max(16, bytes.length / 24)];
    int count = 1;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
