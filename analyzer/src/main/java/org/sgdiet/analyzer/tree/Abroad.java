// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.source.Prefilter;

/// The files of other directories in which the facts of a driver go on: the callers of what it
/// exports, the implementations of the operations it calls.
///
/// @param users the files that mention a name
record Abroad(Map<String, Set<String>> users) {

  /// A name that more files mention says nothing about one driver.
  private static final int MOST_FILES = 24;

  private static final int SHORTEST = 4;

  /// Looks through the whole tree for the names that the scans of its directories left open.
  ///
  /// @param paths the files of the tree, sorted
  /// @param names the names
  /// @param before what an earlier look found
  /// @param changed paths that are not what they were then
  static Abroad of(
      List<String> paths,
      SourceTree tree,
      Set<String> names,
      Map<String, Set<String>> before,
      Set<String> changed) {
    Set<String> again = new TreeSet<>();
    Set<String> first = new TreeSet<>();
    Map<String, Set<String>> users = new ConcurrentHashMap<>();
    for (String name : names) {
      if (name.length() > SHORTEST) {
        Set<String> files = ConcurrentHashMap.newKeySet();
        files.addAll(before.getOrDefault(name, Set.of()));
        files.removeAll(changed);
        users.put(name, files);
        (before.containsKey(name) ? again : first).add(name);
      }
    }
    List<String> now = changed.stream().filter(path -> Paths.contains(paths, path)).toList();
    search(now, tree, again, users);
    search(paths, tree, first, users);
    return new Abroad(users);
  }

  private static void search(
      List<String> paths, SourceTree tree, Set<String> names, Map<String, Set<String>> users) {
    if (names.isEmpty()) {
      return;
    }
    Prefilter filter = new Prefilter(names);
    Cores.forEach(
        paths.stream().filter(p -> p.endsWith(".c")).toList(),
        path ->
            tree.glance(path, new Mentioned(filter))
                .forEach(name -> users.getOrDefault(name, Set.of()).add(path)));
  }

  /// The names that a file mentions.
  private record Mentioned(Prefilter filter) implements SourceTree.Glance<Set<String>> {

    @Override
    public Set<String> at(byte[] buffer, int length) {
      return filter.found(buffer, length);
    }

    @Override
    public Set<String> skipped(String reason) {
      return Set.of();
    }
  }

  /// The files outside of a directory that mention what its scan left open, sorted.
  ///
  /// @param own the files of the directory
  Set<String> of(Set<String> open, List<String> own) {
    Set<String> files = new TreeSet<>();
    for (String name : open) {
      Set<String> known = users.getOrDefault(name, Set.of());
      if (known.size() <= MOST_FILES) {
        files.addAll(known);
      }
    }
    own.forEach(files::remove);
    return files;
  }

  /// A site with the files that use its framework.
  Site withUsers(Site site) {
    return framework(site)
        .map(name -> {
          Set<String> files = new TreeSet<>(users.getOrDefault(name, Set.of()));
          files.remove(site.file());
          return site.withMap(site.map().orElseThrow().withUsers(List.copyOf(files)));
        })
        .orElse(site);
  }

  /// The name that leads to who uses a site's framework.
  static Optional<String> framework(Site site) {
    return site.map().map(m -> m.framework().replace("()", "")).filter(name -> !name.isEmpty());
  }
}
