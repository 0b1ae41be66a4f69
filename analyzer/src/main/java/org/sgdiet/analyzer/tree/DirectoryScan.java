// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.call.Drivers;
import org.sgdiet.analyzer.model.call.HeaderStructs;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.ParsedFile;
import org.sgdiet.analyzer.tree.ScanReport.UnreadRange;

/// The scan of the drivers of one directory. Given to one thread at a time.
final class DirectoryScan {

  private final List<String> paths;
  private final Survey survey;
  private final Function<String, Optional<SourceFile>> source;
  private final ScanWords words;
  private final HeaderStructs headers;
  private final KernelApi api;
  private final Function<SourceFile, ParsedFile> parser;
  private final Predicate<String> wanted;
  private final boolean judges;
  private final Map<String, DriverFile> read = new HashMap<>();

  /// @param paths every C file of the directory
  /// @param judges whether the rules are asked
  DirectoryScan(
      List<String> paths,
      Survey survey,
      Function<String, Optional<SourceFile>> source,
      ScanWords words,
      HeaderStructs headers,
      KernelApi api,
      Function<SourceFile, ParsedFile> parser,
      Predicate<String> wanted,
      boolean judges) {
    this.paths = paths;
    this.survey = survey;
    this.source = source;
    this.words = words;
    this.headers = headers;
    this.api = api;
    this.parser = parser;
    this.wanted = wanted;
    this.judges = judges;
  }

  /// @param open names that lead out of the directory where the facts of the driver end
  record Result(
      List<Site> sites, List<Finding> findings, List<UnreadRange> unread, Set<String> open) {}

  /// Splits the directory into its drivers, the files of each by path; those without a wanted site
  /// are left out.
  List<SortedSet<String>> drivers() {
    List<DriverFile> files = files();
    return Drivers.of(files, words.sites()).stream()
        .filter(own -> own.stream().anyMatch(path -> wanted.test(path) && hasSites(path)))
        .toList();
  }

  /// Forgets the files that were read.
  void forget() {
    read.clear();
  }

  /// Scans a driver.
  ///
  /// @param own its files
  /// @param abroad files of other directories that its lists come from or go to
  Result run(Set<String> own, Set<String> abroad) {
    List<DriverFile> files =
        paths.stream()
            .filter(path -> own.contains(path) || DriverFile.isHeader(path))
            .flatMap(path -> file(path).stream())
            .toList();
    List<DriverFile> foreign =
        abroad.stream().flatMap(p -> source.apply(p).stream()).map(this::parsed).toList();
    DriverFacts facts = new DriverFacts(new Driver(files, foreign, headers), api);
    Predicate<String> asked = path -> own.contains(path) && wanted.test(path);
    return new Result(
        facts.sites(asked),
        judges
            ? Rules.findings(facts).stream().filter(f -> asked.test(f.file())).toList()
            : List.of(),
        files.stream()
            .filter(f -> asked.test(f.path()) && hasSites(f.path()))
            .flatMap(DirectoryScan::unread)
            .toList(),
        facts.openNames());
  }

  private static Stream<UnreadRange> unread(DriverFile file) {
    SourceFile source = file.source();
    return file.unread().stream()
        .map(u ->
            new UnreadRange(
                source.path(),
                source.line(u.span().start()),
                source.line(Math.max(u.span().start(), u.span().end() - 1)),
                u.reason()));
  }

  /// The files that are worth reading, by path. Where lists are mapped every file of the directory
  /// is looked at, so that one has the same facts whether it is scanned alone or with the tree.
  private List<DriverFile> files() {
    Map<String, DriverFile> files = new TreeMap<>();
    List<SourceFile> others = new ArrayList<>();
    boolean lists = paths.stream().anyMatch(p -> hasSites(p) && mentions(words.lists(), p));
    Set<String> shared = new TreeSet<>();
    for (String path : paths) {
      boolean header = DriverFile.isHeader(path); // has no functions that others could call
      boolean worth = header || hasSites(path);
      Optional<SourceFile> file = worth || lists ? source(path) : Optional.empty();
      file.ifPresent(f -> {
        boolean near = lists && !header && words.near().matches(f.bytes());
        if (!near && !worth) {
          others.add(f);
          return;
        }
        DriverFile driver = keep(f);
        files.put(path, driver);
        if (near) {
          driver.sharedFunctions().flatMap(n -> n.name().stream()).forEach(shared::add);
        }
      });
    }
    users(shared, others).forEach(f -> files.put(f.path(), keep(f)));
    return List.copyOf(files.values());
  }

  private boolean mentions(Prefilter words, String path) {
    return source(path).filter(f -> words.matches(f.bytes())).isPresent();
  }

  /// The files that say nothing about lists but name a function of a file that deals with them: an
  /// operations table, a step between the maker of a list and its user.
  ///
  /// @param shared the functions of the files that deal with lists
  private static Stream<SourceFile> users(Collection<String> shared, List<SourceFile> others) {
    List<String> names = shared.stream().filter(n -> n.length() > 3).toList();
    if (names.isEmpty() || others.isEmpty()) {
      return Stream.of();
    }
    Prefilter users = new Prefilter(names);
    return others.stream().filter(f -> users.matches(f.bytes()));
  }

  private boolean hasSites(String path) {
    return survey.sites(path).orElseGet(() -> mentions(words.sites(), path));
  }

  private Optional<SourceFile> source(String path) {
    return Optional.ofNullable(survey.candidates().get(path)).or(() -> source.apply(path));
  }

  private Optional<DriverFile> file(String path) {
    DriverFile known = read.get(path);
    return known != null ? Optional.of(known) : source(path).map(this::keep);
  }

  private DriverFile keep(SourceFile file) {
    DriverFile driver = parsed(file);
    read.put(file.path(), driver);
    return driver;
  }

  private DriverFile parsed(SourceFile file) {
    return new DriverFile(parser.apply(file), words.near());
  }
}
