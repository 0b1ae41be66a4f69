// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.List;

/// The files of one version of a kernel tree, read by path.
public interface SourceTree {

  /// Paths of all `.c` and `.h` files, relative to the tree with `/`, sorted by code unit.
  List<String> paths();

  /// The bytes of one file, or why they could not be had. Never throws for the state of the tree.
  Content read(String path);

  /// What reading one path gave.
  sealed interface Content {

    /// The whole file. The array is the caller's to read, not to change.
    record Bytes(byte[] bytes) implements Content {}

    /// Not read, with a reason for the user (`binary`, `larger than 16 MiB`, `unreadable`, `link
    /// out of the tree`, `not found`).
    record Skipped(String reason) implements Content {}
  }
}
