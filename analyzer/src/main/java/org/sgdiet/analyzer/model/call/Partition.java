// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Files in groups, by path; a path is alone until it is joined with another.
final class Partition {

  private final Map<String, SortedSet<String>> groups = new HashMap<>();

  /// Puts the groups of two paths together.
  void join(String a, String b) {
    if (same(a, b)) {
      return;
    }
    boolean first = group(a).size() >= group(b).size();
    SortedSet<String> larger = group(first ? a : b);
    SortedSet<String> smaller = group(first ? b : a);
    larger.addAll(smaller);
    smaller.forEach(path -> groups.put(path, larger));
  }

  /// Whether two paths are in one group.
  boolean same(String a, String b) {
    return group(a).contains(b);
  }

  /// The group that a path is in. Not a copy: it grows as others are joined with it.
  SortedSet<String> group(String path) {
    return groups.computeIfAbsent(path, p -> new TreeSet<>(List.of(p)));
  }

  /// A path that stands for its group.
  String head(String path) {
    return group(path).getFirst();
  }

  /// All groups, by their first path.
  Collection<SortedSet<String>> groups() {
    Map<String, SortedSet<String>> found = new TreeMap<>();
    groups.values().forEach(g -> found.put(g.getFirst(), g));
    return found.values();
  }
}
