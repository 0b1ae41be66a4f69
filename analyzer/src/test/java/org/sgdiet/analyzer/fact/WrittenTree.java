// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.SourceTree;

/// A tree of files written in a test.
public record WrittenTree(Map<String, String> files) implements SourceTree {

  /// One file.
  public static WrittenTree of(String text) {
    return new WrittenTree(Map.of("drivers/acme/acme.c", text));
  }

  /// This tree and one more file.
  public WrittenTree with(String path, String text) {
    Map<String, String> more = new TreeMap<>(files);
    more.put(path, text);
    return new WrittenTree(more);
  }

  /// Every site.
  List<Site> sites() {
    return new Scan(this, KernelApi.builtIn()).run().sites();
  }

  /// The facts of the only call that maps a list.
  MapFacts facts() {
    List<MapFacts> found = sites().stream().flatMap(s -> s.map().stream()).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " calls map a list");
    }
    return found.getFirst();
  }

  @Override
  public List<String> paths() {
    return files.keySet().stream().sorted().toList();
  }

  @Override
  public Content read(String path) {
    String text = files.get(path);
    return text == null
        ? new Content.Skipped("not written")
        : new Content.Bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
