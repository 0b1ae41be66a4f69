// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.ParsedFile;
import org.sgdiet.analyzer.tree.Paths;

/// The comparison of two versions of some files.
///
/// @param old names of the version before
/// @param fresh names of the version after
/// @param paths the files of the version after, sorted
/// @param forgets whether what was read of a directory is let go once it was compared
public record Changes(
    TreeModel old,
    TreeModel fresh,
    List<String> paths,
    Function<SourceFile, ParsedFile> parser,
    boolean forgets) {

  public Changes {
    paths = List.copyOf(paths);
  }

  /// What is told of changed files that map, unmap or sync in either version, directory by
  /// directory.
  public List<Finding> findings(List<String> changed) {
    Map<String, List<String>> directories =
        changed.stream()
            .filter(p -> p.endsWith(".c") || p.endsWith(".h"))
            .collect(Collectors.groupingBy(Paths::directory, TreeMap::new, Collectors.toList()));
    return List.copyOf(directories.entrySet()).parallelStream()
        .flatMap(e -> of(e.getKey(), e.getValue()))
        .toList();
  }

  private Stream<Finding> of(String directory, List<String> changed) {
    List<String> neighbours =
        Paths.in(paths, directory).stream()
            .filter(p -> p.endsWith(".c") || p.endsWith(".h"))
            .filter(p -> !changed.contains(p))
            .toList();
    DirectoryCalls before = new DirectoryCalls(old, parser, List.of());
    DirectoryCalls after = new DirectoryCalls(fresh, parser, neighbours);
    List<CallEdits> edits = new ArrayList<>();
    List<FunctionEdit> functions = new ArrayList<>();
    for (String path : changed) {
      Map<String, List<FoundCall>> then = before.byFunction(path);
      Map<String, List<FoundCall>> all = new LinkedHashMap<>(then);
      Map<String, List<FoundCall>> now = after.byFunction(path);
      now.forEach(all::putIfAbsent);
      all.keySet().stream()
          .map(f ->
              CallEdits.between(then.getOrDefault(f, List.of()), now.getOrDefault(f, List.of())))
          .filter(e -> !e.isEmpty())
          .forEach(edits::add);
      now.forEach((f, calls) ->
          before
              .function(path, f)
              .map(b -> new FunctionEdit(b, calls.getFirst().body(), calls))
              .ifPresent(functions::add));
    }
    List<CallEdits.Edit> edited = edits.stream().flatMap(e -> e.edited().stream()).toList();
    Findings findings = new Findings();
    new EditedArguments(before, after, edited).tell(findings);
    new EditedSyncs(after, edited).tell(findings);
    for (FunctionEdit function : functions) {
      new EditedGotos(function).tell(findings);
      new TakenErrors(function).tell(findings);
      new EditedLoops(function).tell(findings);
      new EditedOrder(function).tell(findings);
      new EditedWalks(function).tell(findings);
    }
    new TakenCalls(before, after, edits).tell(findings);
    if (forgets) {
      Stream.concat(changed.stream(), neighbours.stream())
          .forEach(path -> {
            old.forget(path);
            fresh.forget(path);
          });
    }
    return findings.sorted().stream();
  }
}
