// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteFinder;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.ParsedFile;

/// The mapping, unmapping and syncing calls in the files of one directory, in one version. Confined
/// to one thread.
final class DirectoryCalls {
  private static final SiteFinder FINDER = new SiteFinder(KernelApi.builtIn());

  private final TreeModel tree;
  private final Function<SourceFile, ParsedFile> parser;
  private final List<String> neighbours;
  private final Map<String, DriverFile> files = new HashMap<>();
  private final Map<String, List<FoundCall>> calls = new LinkedHashMap<>();

  /// @param neighbours the files of the directory beside those that changed
  DirectoryCalls(TreeModel tree, Function<SourceFile, ParsedFile> parser, List<String> neighbours) {
    this.tree = tree;
    this.parser = parser;
    this.neighbours = neighbours;
  }

  /// The calls of each function of a file, in the order in which they stand.
  Map<String, List<FoundCall>> byFunction(String path) {
    return of(path).stream()
        .collect(
            Collectors.groupingBy(
                c -> c.body().name(), LinkedHashMap::new, Collectors.toUnmodifiableList()));
  }

  /// The calls of the files that were asked about, and of their neighbours.
  List<FoundCall> all() {
    neighbours.forEach(this::of);
    return calls.values().stream().flatMap(List::stream).toList();
  }

  /// The calls of the files that were asked about.
  Stream<FoundCall> asked() {
    return calls.values().stream().flatMap(List::stream);
  }

  /// A function of a file.
  Optional<Body> function(String path, String name) {
    return file(path).functions(name).stream().findFirst();
  }

  /// How often a word stands in the files that were asked about.
  long occurrences(String word) {
    return calls.keySet().stream()
        .mapToLong(path -> occurrences(tree.source(path).text(), word))
        .sum();
  }

  private static long occurrences(String text, String word) {
    long count = 0;
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      boolean starts = at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1));
      int end = at + word.length();
      boolean ends = end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end));
      count += starts && ends ? 1 : 0;
    }
    return count;
  }

  private List<FoundCall> of(String path) {
    List<FoundCall> known = calls.get(path);
    if (known != null) {
      return known;
    }
    List<FoundCall> found =
        KernelApi.builtIn().sites().matches(tree.source(path).bytes())
            ? FINDER.in(file(path)).stream()
                .filter(c -> c.kind() != SiteKind.BUILD)
                .sorted(Comparator.comparingInt(c -> c.call().span().start()))
                .toList()
            : List.of();
    calls.put(path, found);
    return found;
  }

  private DriverFile file(String path) {
    return files.computeIfAbsent(
        path, p -> new DriverFile(parser.apply(tree.source(p)), KernelApi.builtIn().sites()));
  }
}
