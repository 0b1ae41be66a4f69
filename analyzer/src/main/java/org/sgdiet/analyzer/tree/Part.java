// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.model.call.HeaderStructs;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.ParsedFile;

/// One directory on its way through a scan: analysed, or remembered as long as nothing that its
/// result hung on has changed. Given to one thread at a time.
final class Part {

  private final String prefix;
  private final String directory;
  private final List<String> paths;
  private final List<String> all;
  private final Survey survey;
  private final ScanMemory memory;
  private final DirectoryScan scan;
  private final Set<String> consulted = ConcurrentHashMap.newKeySet();

  private Optional<ScanMemory.Directory> before = Optional.empty();
  private Optional<DirectoryScan.Result> result = Optional.empty();
  private Set<String> open = Set.of();
  private Set<String> frameworks = Set.of();
  private Set<String> abroad = Set.of();

  /// @param prefix path of the directory with its final `/`, empty at the top
  /// @param paths the files of the directory
  /// @param all those of the tree
  Part(
      String prefix,
      List<String> paths,
      List<String> all,
      Survey survey,
      ScanMemory memory,
      Function<String, Optional<SourceFile>> source,
      ScanWords words,
      HeaderStructs headers,
      KernelApi api,
      Function<SourceFile, ParsedFile> parser,
      Predicate<String> wanted,
      boolean judges) {
    this.prefix = prefix;
    this.directory = prefix.isEmpty() ? prefix : prefix.substring(0, prefix.length() - 1);
    this.paths = paths;
    this.all = all;
    this.survey = survey;
    this.memory = memory;
    this.scan =
        new DirectoryScan(
            directory,
            paths,
            survey.candidates(),
            survey::sites,
            source,
            words,
            headers.telling(consulted::add),
            api,
            parser,
            wanted,
            judges);
  }

  /// Whether everything that a remembered result hung on is what it was.
  private boolean holds(ScanMemory.Directory kept) {
    return survey.isSame(prefix, paths, all)
        && kept.consulted().stream().allMatch(path -> survey.isSame(path, all))
        && kept.abroad().stream().allMatch(path -> survey.isSame(path, all));
  }

  String directory() {
    return directory;
  }

  /// Whether a result is remembered, but files of the directory are not what they were.
  boolean isOutdated() {
    return memory.directories().containsKey(directory) && !survey.isSame(prefix, paths, all);
  }

  /// How long it may take, in bytes.
  long weight() {
    return paths.stream().filter(survey::hasSites).mapToLong(survey::length).sum();
  }

  /// Analyses the directory by itself, unless it is remembered.
  void alone() {
    if (result.isPresent()) {
      return;
    }
    before = memory.directory(directory).filter(this::holds);
    if (before.isPresent()) {
      open = before.get().open();
      frameworks = before.get().frameworks();
      consulted.addAll(before.get().consulted());
      return;
    }
    result = Optional.of(scan.run());
    open = result().open();
    frameworks = new TreeSet<>();
    result().sites().stream().flatMap(s -> Abroad.framework(s).stream()).forEach(frameworks::add);
  }

  /// Names that lead out of the directory.
  Set<String> names() {
    Set<String> names = new TreeSet<>(open);
    names.addAll(frameworks);
    return names;
  }

  /// Analyses the directory with the files that its names lead to.
  void withFiles(Abroad found) {
    abroad = found.of(open, paths);
    if (before.isPresent() && before.get().abroad().equals(abroad)) {
      result = Optional.of(before.get().read());
    } else if (!abroad.isEmpty() || before.isPresent()) {
      result = Optional.of(scan.run(abroad));
    }
  }

  /// Whether the result is not the remembered one.
  boolean isNew() {
    return before.isEmpty() || !before.get().abroad().equals(abroad);
  }

  DirectoryScan.Result result() {
    return result.orElseThrow();
  }

  /// What to keep of it.
  byte[] kept() {
    return isNew()
        ? new ScanMemory.Directory(
                consulted, open, frameworks, abroad, ScanMemory.Directory.write(result()))
            .write()
        : memory.directories().getOrDefault(directory, new byte[0]);
  }
}
