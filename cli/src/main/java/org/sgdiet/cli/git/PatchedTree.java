// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sgdiet.analyzer.tree.SourceTree;

/// A tree with some of its files replaced, added or gone, in memory.
public final class PatchedTree implements SourceTree {

  private final SourceTree base;
  private final NavigableMap<String, Optional<byte[]>> changed;
  private final List<String> paths;

  private PatchedTree(SourceTree base, NavigableMap<String, Optional<byte[]>> changed) {
    this.base = base;
    this.changed = changed;
    TreeSet<String> all = new TreeSet<>(base.paths());
    changed.forEach((path, content) -> {
      if (content.isEmpty()) {
        all.remove(path);
      } else if (path.endsWith(".c") || path.endsWith(".h")) {
        all.add(path);
      }
    });
    this.paths = List.copyOf(all);
  }

  /// `base` with files as in `changed`; an empty content takes the file away.
  public static PatchedTree of(SourceTree base, NavigableMap<String, Optional<byte[]>> changed) {
    return new PatchedTree(base, new TreeMap<>(changed));
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public Content read(String path) {
    Optional<byte[]> content = changed.get(path);
    if (content == null) {
      return base.read(path);
    }
    return content.map(Content::of).orElseGet(() -> new Content.Skipped("not found"));
  }
}
