// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sgdiet.analyzer.tree.Paths;
import org.sgdiet.analyzer.tree.SourceTree;

/// A tree with some of its files replaced, added or gone, in memory.
public final class PatchedTree implements SourceTree {

  private final SourceTree base;
  private final NavigableMap<String, Optional<byte[]>> changed;
  private final List<String> paths;

  private PatchedTree(SourceTree base, NavigableMap<String, Optional<byte[]>> changed) {
    this.base = base;
    this.changed = changed;
    this.paths = paths(base.paths(), changed);
  }

  /// The paths of the base where no file comes or goes.
  private static List<String> paths(
      List<String> before, NavigableMap<String, Optional<byte[]>> changed) {
    List<String> comes = new ArrayList<>();
    Set<String> goes = new HashSet<>();
    changed.forEach((path, content) -> {
      boolean had = Paths.contains(before, path);
      if (content.isEmpty() && had) {
        goes.add(path);
      } else if (content.isPresent() && !had && (path.endsWith(".c") || path.endsWith(".h"))) {
        comes.add(path);
      }
    });
    if (comes.isEmpty() && goes.isEmpty()) {
      return before;
    }
    return Stream.concat(before.stream().filter(path -> !goes.contains(path)), comes.stream())
        .sorted()
        .toList();
  }

  /// `base` with files as in `changed`; an empty content takes the file away.
  public static PatchedTree of(SourceTree base, NavigableMap<String, Optional<byte[]>> changed) {
    return new PatchedTree(base, new TreeMap<>(changed));
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  /// Of the base, so that what was kept of it serves for the files that are not replaced.
  @Override
  public Optional<String> identity() {
    return base.identity();
  }

  @Override
  public String version() {
    return base.version();
  }

  @Override
  public Optional<Stamp> stamp(String path) {
    return changed.containsKey(path) ? Optional.empty() : base.stamp(path);
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
