// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.call.HeaderStructs;
import org.sgdiet.analyzer.source.Prefilter;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.ParsedFile;
import org.sgdiet.analyzer.tree.ScanReport.UnreadRange;

/// The scan of one directory: the drivers in it, with the headers beside them.
///
/// @param paths every C file of the directory
/// @param candidates files that were read already
/// @param judges whether the rules are asked
/// @param sites whether a file at a path mentions a site, where that is known
record DirectoryScan(
    String directory,
    List<String> paths,
    Map<String, SourceFile> candidates,
    Function<String, Optional<Boolean>> sites,
    Function<String, Optional<SourceFile>> source,
    ScanWords words,
    HeaderStructs headers,
    KernelApi api,
    Function<SourceFile, ParsedFile> parser,
    Predicate<String> wanted,
    boolean judges) {

  /// @param open names that lead out of the directory where the facts end
  record Result(
      List<Site> sites, List<Finding> findings, List<UnreadRange> unread, Set<String> open) {}

  /// Scans the directory by itself.
  Result run() {
    return run(Set.of());
  }

  /// Scans the directory with files of other directories that its lists come from or go to.
  Result run(Set<String> abroad) {
    List<DriverFile> files = new ArrayList<>();
    List<SourceFile> others = new ArrayList<>();
    List<SourceFile> sources = sources();
    boolean lists = sources.stream().anyMatch(f -> words.lists().matches(f.bytes()));
    Set<String> shared = new TreeSet<>();
    for (SourceFile file : sources) {
      boolean header = file.path().endsWith(".h"); // has no functions that others could call
      boolean near = lists && !header && words.near().matches(file.bytes());
      if (near || header || hasSites(file)) {
        DriverFile driver = read(file);
        files.add(driver);
        if (near) {
          driver.sharedFunctions().flatMap(f -> f.name().stream()).forEach(shared::add);
        }
      } else {
        others.add(file);
      }
    }
    if (lists) {
      files.addAll(users(shared, others));
      files.sort(Comparator.comparing(DriverFile::path));
    }
    List<DriverFile> foreign =
        abroad.stream().flatMap(p -> source.apply(p).stream()).map(this::read).toList();
    Set<String> own = paths.stream().filter(wanted).collect(Collectors.toSet());
    Driver whole = new Driver(files, foreign, headers);
    Driver driver = own.size() == paths.size() ? whole : whole.around(own);
    DriverFacts facts = new DriverFacts(driver, api);
    return new Result(
        facts.sites(own::contains),
        judges
            ? Rules.findings(facts).stream().filter(f -> own.contains(f.file())).toList()
            : List.of(),
        files.stream()
            .filter(f -> own.contains(f.path()) && hasSites(f.source()))
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

  /// Every file of the directory, candidate or not, so that a file has the same facts whether it is
  /// scanned alone or with the tree.
  private List<SourceFile> sources() {
    return paths.stream()
        .flatMap(p -> Optional.ofNullable(candidates.get(p)).or(() -> source.apply(p)).stream())
        .toList();
  }

  private boolean hasSites(SourceFile file) {
    return sites.apply(file.path()).orElseGet(() -> words.sites().matches(file.bytes()));
  }

  private DriverFile read(SourceFile file) {
    return new DriverFile(parser.apply(file), words.near());
  }

  /// The files that say nothing about lists but name a function of a file that deals with them: an
  /// operations table, a step between the maker of a list and its user.
  ///
  /// @param shared the functions of the files that deal with lists
  private List<DriverFile> users(Set<String> shared, List<SourceFile> others) {
    List<String> names = shared.stream().filter(n -> n.length() > 3).toList();
    if (names.isEmpty() || others.isEmpty()) {
      return List.of();
    }
    Prefilter users = new Prefilter(names);
    return others.stream().filter(f -> users.matches(f.bytes())).map(this::read).toList();
  }
}
