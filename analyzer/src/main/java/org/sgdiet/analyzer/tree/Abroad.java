// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.SourceFile;

/// The files of other directories in which the facts of a driver go on: the callers of what it
/// exports, the implementations of the operations it calls.
///
/// @param users the files that mention a name
record Abroad(Map<String, Set<String>> users) {

  /// A name that more files mention says nothing about one driver.
  private static final int MOST_FILES = 24;

  private static final int SHORTEST = 4;

  /// Looks through the whole tree for the names that the scans of its directories left open.
  static Abroad of(
      List<String> paths,
      Function<String, Optional<SourceFile>> source,
      Collection<DirectoryScan.Result> results) {
    Set<String> names = new TreeSet<>();
    for (DirectoryScan.Result result : results) {
      names.addAll(result.open());
      result.sites().stream().flatMap(s -> framework(s).stream()).forEach(names::add);
    }
    names.removeIf(n -> n.length() <= SHORTEST);
    Map<String, Set<String>> users = new ConcurrentHashMap<>();
    if (names.isEmpty()) {
      return new Abroad(users);
    }
    Prefilter any = new Prefilter(names);
    Map<String, Prefilter> each = new HashMap<>();
    names.forEach(n -> each.put(n, new Prefilter(Set.of(n))));
    Cores.forEach(
        paths.stream().filter(p -> p.endsWith(".c")).toList(),
        path ->
            source
                .apply(path)
                .filter(f -> any.matches(f.bytes()))
                .ifPresent(f ->
                    each.forEach((name, filter) -> {
                      if (filter.matches(f.bytes())) {
                        users.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet()).add(path);
                      }
                    })));
    return new Abroad(users);
  }

  /// The files outside of a directory that mention what its scan left open, sorted.
  List<String> of(DirectoryScan.Result result, List<String> own) {
    Set<String> files = new TreeSet<>();
    result.open().stream()
        .map(n -> users.getOrDefault(n, Set.of()))
        .filter(f -> f.size() <= MOST_FILES)
        .forEach(files::addAll);
    own.forEach(files::remove);
    return List.copyOf(files);
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

  private static Optional<String> framework(Site site) {
    return site.map().map(m -> m.framework().replace("()", "")).filter(name -> !name.isEmpty());
  }
}
