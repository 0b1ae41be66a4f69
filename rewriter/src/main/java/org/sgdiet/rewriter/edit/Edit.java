// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import org.sgdiet.analyzer.source.Span;

/// Replaces a range of bytes of one original file. An empty range inserts, an empty text deletes.
///
/// @param span the bytes that go, in the original file
/// @param text what stands there instead, one latin-1 character a byte; line ends are `\n` and take
///   the form of the file when the edit is applied
public record Edit(Span span, String text) {

  public Edit {
    text.chars()
        .filter(c -> c > 0xff)
        .findFirst()
        .ifPresent(c -> {
          throw new IllegalArgumentException("character " + c + " is not one byte: " + text);
        });
  }

  /// Inserts before the byte at `offset`.
  public static Edit insert(int offset, String text) {
    return new Edit(new Span(offset, offset), text);
  }

  /// Deletes a range.
  public static Edit delete(Span span) {
    return new Edit(span, "");
  }

  /// Whether a byte of `range` goes or text is inserted among its bytes or before its first one.
  boolean touches(Span range) {
    return span.start() < range.end() && range.start() < Math.max(span.end(), span.start() + 1);
  }
}
