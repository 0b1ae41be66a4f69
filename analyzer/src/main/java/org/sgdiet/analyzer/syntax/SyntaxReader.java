// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import org.sgdiet.analyzer.source.SourceFile;

/// Opens C files for reading.
public final class SyntaxReader {

  private SyntaxReader() {}

  /// Finds the items of `file`; parses none of them yet. Never fails.
  public static ParsedFile read(SourceFile file) {
    return new ParsedFile(file, false);
  }

  /// As [#read], for a file whose items are asked for again and again.
  public static ParsedFile readKeeping(SourceFile file) {
    return new ParsedFile(file, true);
  }
}
