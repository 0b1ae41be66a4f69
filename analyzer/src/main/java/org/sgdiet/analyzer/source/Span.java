// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import org.jspecify.annotations.Nullable;

/// A half-open range of bytes of one source file.
///
/// @param start first byte, 0-based, counted in the original file
/// @param end the byte after the last one; never less than `start`
public record Span(int start, int end) {

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("span [" + start + ", " + end + ") is not a byte range");
    }
  }

  /// Number of bytes covered.
  public int length() {
    return end - start;
  }

  /// Whether `other` lies wholly inside this span.
  public boolean contains(Span other) {
    return start <= other.start && other.end <= end;
  }

  /// Whether the byte at `offset` lies inside this span.
  public boolean contains(int offset) {
    return start <= offset && offset < end;
  }

  /// The smallest span that covers both.
  public Span union(Span other) {
    return new Span(Math.min(start, other.start), Math.max(end, other.end));
  }

  // A scan compares and hashes millions of spans; what the compiler makes for a record is slow
  // until it is optimised.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Span span && start == span.start && end == span.end;
  }

  @Override
  public int hashCode() {
    return 31 * start + end;
  }
}
