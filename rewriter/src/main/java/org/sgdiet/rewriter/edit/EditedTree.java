// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.tree.SourceTree;

/// A tree with edits made, in memory.
public final class EditedTree implements SourceTree {

  private final SourceTree base;
  private final Map<String, byte[]> changed = new HashMap<>();

  /// `base` with the edits of `files` made.
  ///
  /// @throws IllegalArgumentException when an edited file cannot be read
  public EditedTree(SourceTree base, List<FileEdits> files) {
    this.base = base;
    for (FileEdits edits : files) {
      switch (base.read(edits.path())) {
        case Content.Bytes(byte[] bytes) -> changed.put(edits.path(), edits.apply(bytes));
        case Content.Skipped(String reason) ->
            throw new IllegalArgumentException(edits.path() + " cannot be edited: " + reason);
      }
    }
  }

  @Override
  public List<String> paths() {
    return base.paths();
  }

  @Override
  public Optional<Stamp> stamp(String path) {
    return changed.containsKey(path) ? Optional.empty() : base.stamp(path);
  }

  @Override
  public Content read(String path) {
    byte[] bytes = changed.get(path);
    return bytes == null ? base.read(path) : new Content.Bytes(bytes);
  }
}
