// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.call.HeaderStructs;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.ParsedFile;

/// One directory on its way through a scan. Of its drivers those are analysed of which something
/// has changed that their result hung on; the others are remembered. Given to one thread at a time.
final class Part {

  private final String prefix;
  private final String directory;
  private final List<String> paths;
  private final List<String> all;
  private final Survey survey;
  private final ScanMemory memory;
  private final DirectoryScan scan;
  private final Set<String> consulted = ConcurrentHashMap.newKeySet();

  private boolean isOpen;
  private boolean isSame;
  private List<Share> shares = List.of();

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
            paths,
            survey,
            source,
            words,
            headers.telling(consulted::add),
            api,
            parser,
            wanted,
            judges);
  }

  String directory() {
    return directory;
  }

  /// Whether a result is remembered, but files of the directory are not what they were.
  boolean isOutdated() {
    return memory.directories().containsKey(directory)
        && !survey.changedIn(prefix, paths, all).isEmpty();
  }

  /// How long it may take, in bytes.
  long weight() {
    return paths.stream().filter(survey::hasSites).mapToLong(survey::length).sum();
  }

  /// Analyses the drivers of the directory by themselves.
  void alone() {
    if (isOpen) {
      return;
    }
    isOpen = true;
    Set<String> changed = survey.changedIn(prefix, paths, all);
    Optional<ScanMemory.Directory> kept =
        memory.directory(directory).filter(_ -> changed.stream().noneMatch(DriverFile::isHeader));
    Optional<ScanMemory.Directory> before =
        kept.filter(k -> k.consulted().stream().allMatch(path -> survey.isSame(path, all)));
    before.ifPresent(k -> consulted.addAll(k.consulted()));
    isSame = before.isPresent() && changed.isEmpty();
    Map<Set<String>, ScanMemory.Driver> holding = new HashMap<>();
    for (ScanMemory.Driver driver : before.map(ScanMemory.Directory::drivers).orElse(List.of())) {
      if (driver.files().stream().noneMatch(changed::contains)
          && driver.abroad().stream().allMatch(path -> survey.isSame(path, all))) {
        holding.put(driver.files(), driver);
      }
    }
    shares =
        (isSame
                ? before.get().drivers().stream().map(ScanMemory.Driver::files)
                : scan.drivers().stream())
            .map(files -> new Share(files, scan, Optional.ofNullable(holding.get(files))))
            .toList();
    shares.forEach(Share::alone);
    scan.forget();
  }

  /// Names that lead out of the directory.
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    shares.forEach(share -> names.addAll(share.names()));
    return names;
  }

  /// Analyses the drivers with the files that their names lead to.
  void withFiles(Abroad found) {
    shares.forEach(share -> share.withFiles(found, paths));
    scan.forget();
  }

  /// Whether the result is not the remembered one.
  boolean isNew() {
    return !isSame || shares.stream().anyMatch(Share::isNew);
  }

  /// What was found, driver by driver.
  Stream<DirectoryScan.Result> results() {
    return shares.stream().map(Share::result);
  }

  /// What to keep of it.
  byte[] kept() {
    return isNew()
        ? new ScanMemory.Directory(consulted, shares.stream().map(Share::kept).toList()).write()
        : memory.directories().getOrDefault(directory, new byte[0]);
  }
}
