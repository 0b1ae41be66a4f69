// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.sgdiet.analyzer.tree.SourceTree.Content;

/// The contents that were last read from an object store: two versions of a tree have most blobs in
/// common, and a file is looked at before it is read. Safe for many threads.
final class RecentBlobs {
  private final long mostBytes;
  private final Map<ObjectId, byte[]> contents = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /// @param mostBytes of all contents together; who was asked for longest ago goes first
  RecentBlobs(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  synchronized Optional<Content> get(ObjectId blob) {
    return Optional.ofNullable(contents.get(blob)).map(Content.Bytes::new);
  }

  /// Keeps what was read; what is skipped costs nothing to skip again.
  synchronized void put(ObjectId blob, Content content) {
    if (content instanceof Content.Bytes(byte[] read) && contents.put(blob, read) == null) {
      bytes += read.length;
      var oldest = contents.values().iterator();
      while (bytes > mostBytes) {
        bytes -= oldest.next().length;
        oldest.remove();
      }
    }
  }
}
