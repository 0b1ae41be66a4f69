// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sgdiet.analyzer.tree.SourceTree;

/// A source tree that a test writes down.
public final class MemoryTree implements SourceTree {

  private final TreeMap<String, String> files;

  private MemoryTree(Map<String, String> files) {
    this.files = new TreeMap<>(files);
  }

  /// A tree of `files`, path to latin-1 text.
  public static MemoryTree of(Map<String, String> files) {
    return new MemoryTree(files);
  }

  @Override
  public List<String> paths() {
    return List.copyOf(files.keySet());
  }

  @Override
  public Content read(String path) {
    String text = files.get(path);
    return text == null
        ? new Content.Skipped("not found")
        : new Content.Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
