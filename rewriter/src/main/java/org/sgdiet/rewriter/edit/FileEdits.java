// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/// The edits of one file, sorted and disjoint.
///
/// @param path the file, relative to the tree
/// @param edits by position; two may meet but not overlap, and only one may insert at a position
public record FileEdits(String path, List<Edit> edits) {

  public FileEdits {
    edits =
        edits.stream()
            .sorted(
                Comparator.comparingInt((Edit e) -> e.span().start())
                    .thenComparingInt(e -> e.span().end()))
            .toList();
    for (int i = 1; i < edits.size(); i++) {
      Edit left = edits.get(i - 1);
      Edit right = edits.get(i);
      boolean sameInsertion = left.span().equals(right.span()) && left.span().length() == 0;
      if (left.span().end() > right.span().start() || sameInsertion) {
        throw new IllegalArgumentException(
            path + ": edits overlap: " + left.span() + " and " + right.span());
      }
    }
  }

  /// The file with the edits made. New lines take the line end of the original.
  public byte[] apply(byte[] original) {
    String lineEnd = SourceText.of(original).lineEnd();
    ByteArrayOutputStream out = new ByteArrayOutputStream(original.length + 256);
    int from = 0;
    for (Edit edit : edits) {
      if (edit.span().end() > original.length) {
        throw new IllegalArgumentException(
            path + ": edit " + edit.span() + " is outside " + original.length + " bytes");
      }
      out.write(original, from, edit.span().start() - from);
      String text = edit.text().replace("\r\n", "\n").replace("\n", lineEnd);
      out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      from = edit.span().end();
    }
    out.write(original, from, original.length - from);
    return out.toByteArray();
  }
}
