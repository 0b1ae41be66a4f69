// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.SyntaxReader;

/// Files and scraps of C text, outlined and ready to be parsed item by item.
final class Outlined {

  private Outlined() {}

  static FileNames of(SourceFile file) {
    return new FileNames(SyntaxReader.read(file));
  }

  /// `text` as the inside of a function.
  static Stmt.Block statements(String text) {
    SourceFile file = SourceFile.of("<macro>", text);
    return SyntaxReader.read(file).statements(new Span(0, file.length()));
  }
}
