// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.model.call.HeaderStructs;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;
import org.sgdiet.analyzer.tree.ScanReport.SkippedFile;
import org.sgdiet.analyzer.tree.ScanReport.UnreadRange;

/// Reads a tree on all cores and reports its mapping sites and findings.
///
/// Files without any name that matters are read and left; the others are analysed directory by
/// directory, because a driver is a directory's worth of files.
public final class Scan {

  private final SourceTree tree;
  private final KernelApi api;
  private final Predicate<String> wanted;

  /// A scan of the whole tree.
  public Scan(SourceTree tree, KernelApi api) {
    this(tree, api, _ -> true);
  }

  /// A scan that reports on the files for which `wanted` holds; others are still read where they
  /// help.
  public Scan(SourceTree tree, KernelApi api, Predicate<String> wanted) {
    this.tree = tree;
    this.api = api;
    this.wanted = wanted;
  }

  /// Told how far a scan is; called from several threads.
  @FunctionalInterface
  public interface Progress {

    /// Some more files were read.
    ///
    /// @param done files read so far
    /// @param total files of the tree
    void read(int done, int total);
  }

  /// Scans without telling about it.
  public ScanReport run() {
    return run((_, _) -> {});
  }

  /// Scans the tree.
  public ScanReport run(Progress progress) {
    ScanWords words = new ScanWords(api);
    List<String> paths = tree.paths();
    Map<String, SourceFile> candidates = new ConcurrentHashMap<>();
    Map<String, String> skipped = new ConcurrentHashMap<>();
    AtomicInteger done = new AtomicInteger();
    Cores.forEach(
        paths,
        path -> {
          if (wanted.test(path)) {
            switch (tree.read(path)) {
              case SourceTree.Content.Bytes(byte[] bytes) -> {
                if (words.sites().matches(bytes)) {
                  candidates.put(path, new SourceFile(path, bytes));
                }
              }
              case SourceTree.Content.Skipped(String reason) -> skipped.put(path, reason);
            }
          }
          progress.read(done.incrementAndGet(), paths.size());
        });
    return analyse(words, paths, candidates, skipped, done.get());
  }

  private ScanReport analyse(
      ScanWords words,
      List<String> paths,
      Map<String, SourceFile> candidates,
      Map<String, String> skipped,
      int read) {
    HeaderStructs headers = new HeaderStructs(path -> source(path).map(SyntaxReader::read));
    List<DirectoryScan> directories = directories(words, paths, candidates, headers);
    Map<String, DirectoryScan.Result> results = new ConcurrentHashMap<>();
    Cores.forEach(directories, d -> results.put(d.directory(), d.run()));
    Abroad abroad = Abroad.of(paths, this::source, results.values());
    Cores.forEach(
        directories,
        d ->
            results.computeIfPresent(
                d.directory(),
                (_, r) -> {
                  List<String> files = abroad.of(r, d.paths());
                  return files.isEmpty() ? r : d.run(files);
                }));
    List<Site> sites = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    List<UnreadRange> unread = new ArrayList<>();
    for (DirectoryScan.Result result : results.values()) {
      result.sites().forEach(site -> sites.add(abroad.withUsers(site)));
      findings.addAll(result.findings());
      unread.addAll(result.unread());
    }
    sites.removeIf(site -> !wanted.test(site.file()));
    findings.removeIf(finding -> !wanted.test(finding.file()));
    unread.removeIf(range -> !wanted.test(range.file()));
    sites.sort(Site.ORDER);
    findings.sort(Finding.ORDER);
    unread.sort(Comparator.comparing(UnreadRange::file).thenComparingInt(UnreadRange::line));
    List<SkippedFile> left =
        new TreeMap<>(skipped)
            .entrySet().stream().map(e -> new SkippedFile(e.getKey(), e.getValue())).toList();
    return new ScanReport(sites, findings, unread, left, read - left.size());
  }

  /// The directories that hold candidates, largest first, so that no core is left with one at the
  /// end.
  private List<DirectoryScan> directories(
      ScanWords words,
      List<String> paths,
      Map<String, SourceFile> candidates,
      HeaderStructs headers) {
    Map<String, List<String>> byDirectory = new TreeMap<>();
    for (String path : paths) {
      byDirectory.computeIfAbsent(directory(path), _ -> new ArrayList<>()).add(path);
    }
    List<DirectoryScan> found = new ArrayList<>();
    byDirectory.forEach((directory, files) -> {
      if (files.stream().anyMatch(candidates::containsKey)) {
        found.add(
            new DirectoryScan(directory, files, candidates, this::source, words, headers, api));
      }
    });
    found.sort(
        Comparator.comparingLong(DirectoryScan::weight)
            .reversed()
            .thenComparing(DirectoryScan::directory));
    return found;
  }

  private Optional<SourceFile> source(String path) {
    return tree.read(path) instanceof SourceTree.Content.Bytes(byte[] bytes)
        ? Optional.of(new SourceFile(path, bytes))
        : Optional.empty();
  }

  static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
