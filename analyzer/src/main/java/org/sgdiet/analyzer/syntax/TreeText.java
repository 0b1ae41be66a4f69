// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import org.sgdiet.analyzer.mask.Restorations;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;

/// One parsed item together with the original bytes it stands on.
///
/// @param tree the tree of the masked text
/// @param file the original
/// @param restored what masking replaced
record TreeText(FlatTree tree, SourceFile file, Restorations restored) {

  int start(int node) {
    return tree.start(node);
  }

  int end(int node) {
    return Math.max(tree.start(node), tree.end(node));
  }

  Span span(int node) {
    return new Span(start(node), end(node));
  }

  /// The text of a node as the user wrote it.
  String text(int node) {
    return file.text(span(node));
  }
}
