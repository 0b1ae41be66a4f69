// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.cache.CacheDirectory;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.model.call.HeaderStructs;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.ParsedFile;
import org.sgdiet.analyzer.syntax.SyntaxReader;
import org.sgdiet.analyzer.tree.ScanReport.SkippedFile;
import org.sgdiet.analyzer.tree.ScanReport.UnreadRange;

/// Reads a tree on all cores and reports its mapping sites and findings.
///
/// Files without any name that matters are read and left; the others are analysed driver by driver,
/// as far as the files of a directory have to do with each other.
public final class Scan {

  private final SourceTree tree;
  private final KernelApi api;
  private final Predicate<String> wanted;
  private final Optional<CacheDirectory> cache;
  private final Function<SourceFile, ParsedFile> parser;
  private final boolean judges;

  /// A scan of the whole tree.
  public Scan(SourceTree tree, KernelApi api) {
    this(tree, api, _ -> true);
  }

  /// A scan that reports on the files for which `wanted` holds; others are still read where they
  /// help.
  public Scan(SourceTree tree, KernelApi api, Predicate<String> wanted) {
    this(tree, api, wanted, Optional.empty(), SyntaxReader::read, true);
  }

  private Scan(
      SourceTree tree,
      KernelApi api,
      Predicate<String> wanted,
      Optional<CacheDirectory> cache,
      Function<SourceFile, ParsedFile> parser,
      boolean judges) {
    this.tree = tree;
    this.api = api;
    this.wanted = wanted;
    this.cache = cache;
    this.parser = parser;
    this.judges = judges;
  }

  /// The same scan, which reads and analyses only what is not what it was at the last scan of the
  /// whole tree, and keeps its own results when it is one.
  public Scan keptIn(CacheDirectory directory) {
    return new Scan(tree, api, wanted, Optional.of(directory), parser, judges);
  }

  /// The same scan, which parses together with others what they have in common.
  public Scan sharing(Parses parses) {
    return new Scan(tree, api, wanted, cache, parses::of, judges);
  }

  /// The same scan for one who wants the sites alone: what it finds is not complete, and not kept.
  public Scan ofSites() {
    return new Scan(tree, api, wanted, cache, parser, false);
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
    List<String> asked = paths.stream().filter(wanted).toList();
    boolean all = asked.size() == paths.size();
    ScanMemory before = cache.map(c -> ScanMemory.load(c, tree, api)).orElse(ScanMemory.NOTHING);
    Survey survey = new Survey(tree, words, before);
    List<Part> parts = parts(paths, asked, survey, words, before, progress);
    Cores.forEach(parts, Part::alone);
    Abroad abroad = abroad(paths, parts, survey, before);
    Cores.forEach(parts, p -> p.withFiles(abroad));
    if (all && judges && cache.isPresent()) {
      survey.lookAtAll(paths);
      if (!survey.isRemembered() || parts.stream().anyMatch(Part::isNew)) {
        Map<String, byte[]> kept = new ConcurrentHashMap<>();
        Cores.forEach(parts, p -> kept.put(p.directory(), p.kept()));
        new ScanMemory(survey.kept(), kept, ScanMemory.writeUsers(abroad.users()))
            .save(cache.get(), tree, api);
      }
    }
    return report(asked, parts, survey, abroad);
  }

  /// Where the names lead that leave the directories. Only who follows one has to know what has
  /// changed elsewhere.
  private Abroad abroad(List<String> paths, List<Part> parts, Survey survey, ScanMemory before) {
    Set<String> names = new TreeSet<>();
    parts.forEach(p -> names.addAll(p.names()));
    if (!names.isEmpty() && !before.isNothing()) {
      survey.lookAtAll(paths);
    }
    return Abroad.of(
        paths, tree, names, names.isEmpty() ? Map.of() : before.usersByName(), survey.changed());
  }

  private ScanReport report(List<String> asked, List<Part> parts, Survey survey, Abroad abroad) {
    List<Site> sites = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    List<UnreadRange> unread = new ArrayList<>();
    for (Part part : parts) {
      part.results()
          .forEach(result -> {
            result.sites().forEach(site -> sites.add(abroad.withUsers(site)));
            findings.addAll(result.findings());
            unread.addAll(result.unread());
          });
    }
    sites.removeIf(site -> !wanted.test(site.file()));
    findings.removeIf(finding -> !wanted.test(finding.file()));
    unread.removeIf(range -> !wanted.test(range.file()));
    sites.sort(Site.ORDER);
    findings.sort(Finding.ORDER);
    unread.sort(Comparator.comparing(UnreadRange::file).thenComparingInt(UnreadRange::line));
    List<SkippedFile> skipped = new ArrayList<>();
    int read = 0;
    for (String path : asked) {
      String why = survey.skipped(path);
      if (why.isEmpty()) {
        read++;
      } else {
        skipped.add(new SkippedFile(path, why));
      }
    }
    return new ScanReport(sites, findings, unread, skipped, read);
  }

  /// The directories that hold wanted sites, largest first, so that no core is left with one at the
  /// end. One that has changed since it was remembered is analysed at once, while the others are
  /// still looked at.
  private List<Part> parts(
      List<String> paths,
      List<String> asked,
      Survey survey,
      ScanWords words,
      ScanMemory before,
      Progress progress) {
    HeaderStructs headers =
        new HeaderStructs(path -> isC(path) ? source(path).map(parser) : Optional.empty());
    Map<String, List<String>> files = new TreeMap<>();
    asked.forEach(p -> files.computeIfAbsent(Paths.directory(p), _ -> new ArrayList<>()).add(p));
    Queue<Part> found = new ConcurrentLinkedQueue<>();
    AtomicInteger done = new AtomicInteger();
    Cores.forEach(
        List.copyOf(files.entrySet()),
        directory -> {
          survey.look(directory.getValue());
          progress.read(done.addAndGet(directory.getValue().size()), asked.size());
          if (directory.getValue().stream().anyMatch(survey::hasSites)) {
            Part part =
                new Part(
                    directory.getKey(),
                    Paths.in(paths, directory.getKey()),
                    paths,
                    survey,
                    before,
                    this::source,
                    words,
                    headers,
                    api,
                    parser,
                    wanted,
                    judges);
            found.add(part);
            if (part.isOutdated()) {
              part.alone();
            }
          }
        });
    return found.stream()
        .sorted(Comparator.comparingLong(Part::weight).reversed().thenComparing(Part::directory))
        .toList();
  }

  private static boolean isC(String path) {
    return path.endsWith(".h") || path.endsWith(".c");
  }

  private Optional<SourceFile> source(String path) {
    return tree.read(path) instanceof SourceTree.Content.Bytes(byte[] bytes)
        ? Optional.of(new SourceFile(path, bytes))
        : Optional.empty();
  }
}
