// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.List;
import java.util.Optional;

/// The files of one version of a kernel tree, read by path.
public interface SourceTree {

  /// Bytes of the largest file that is read.
  int MOST_BYTES = 32 << 20;

  /// Bytes at the start of a file that tell whether it is text.
  int TELLING_BYTES = 8000;

  /// Why a larger one is not.
  String TOO_LARGE = "larger than 32 MiB";

  /// Why one that is not text is not.
  String BINARY = "binary";

  /// Paths of all `.c` and `.h` files, relative to the tree with `/`, sorted by code unit.
  List<String> paths();

  /// The bytes of one file, or why they could not be had. Never throws for the state of the tree.
  Content read(String path);

  /// What `glance` makes of one file. Where most files are looked at once and let go, this is
  /// cheaper than [#read(String)]: a tree may use one buffer for all of them.
  default <T> T glance(String path, Glance<T> glance) {
    return switch (read(path)) {
      case Content.Bytes(byte[] bytes) -> glance.at(bytes, bytes.length);
      case Content.Skipped(String reason) -> glance.skipped(reason);
    };
  }

  /// A look at a file.
  interface Glance<T> {

    /// Looks at the first `length` bytes of `buffer`, which are the whole file until it returns.
    T at(byte[] buffer, int length);

    /// The file is not read, for a reason as in [Content.Skipped].
    T skipped(String reason);
  }

  /// Under which name a scan of the tree is kept for the next one; empty when [#stamp] tells
  /// nothing.
  default Optional<String> identity() {
    return Optional.empty();
  }

  /// Which of several contents the tree has, where it knows without a look at its files: a scan of
  /// each of a few is kept. Empty for a tree that has one content at a time.
  default String version() {
    return "";
  }

  /// What tells one content of a file from another without reading it, where the tree knows: as
  /// long as the stamp is the same, the bytes are.
  default Optional<Stamp> stamp(String path) {
    return Optional.empty();
  }

  /// The name of a blob, or what the file system says about a file that nobody has touched lately.
  record Stamp(long first, long second, long third) {}

  /// What reading one path gave.
  sealed interface Content {

    /// The whole file. The array is the caller's to read, not to change.
    record Bytes(byte[] bytes) implements Content {}

    /// Not read, with a reason for the user (`binary`, `larger than 32 MiB`, `unreadable`, `link
    /// out of the tree`, `not found`).
    record Skipped(String reason) implements Content {}

    /// The bytes of a file, unless they are not text: as for git, the first few thousand tell.
    static Content of(byte[] bytes) {
      return isText(bytes, bytes.length) ? new Bytes(bytes) : new Skipped(BINARY);
    }

    /// Whether the first `length` bytes are text.
    static boolean isText(byte[] bytes, int length) {
      int end = Math.min(length, TELLING_BYTES);
      for (int i = 0; i < end; i++) {
        if (bytes[i] == 0) {
          return false;
        }
      }
      return true;
    }
  }
}
