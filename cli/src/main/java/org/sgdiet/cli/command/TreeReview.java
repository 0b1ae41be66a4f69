// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.cache.CacheDirectory;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.tree.Parses;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.git.Change;
import org.sgdiet.cli.report.Comparison;
import org.sgdiet.cli.report.Review;

/// The review of a change: both versions of the changed files scanned, and the mapping functions
/// that changed executed against what they were.
final class TreeReview {
  /// Files of a change whose directories are parsed once for both versions.
  private static final int SMALL = 100;

  /// A comment, or a literal that may hold what looks like one.
  private static final Pattern COMMENT =
      Pattern.compile(
          "/\\*(?s:.*?)\\*/|//[^\n]*|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\])*+'");

  private final Change change;
  private final int mostExecuted;
  private final FindingFilter filter;
  private final CacheDirectory cache;
  private final Parses parses = new Parses();
  private final TreeModel old;
  private final TreeModel fresh;

  /// @param mostExecuted how many functions are executed at most
  /// @param cache where scans of whole trees are kept
  TreeReview(Change change, int mostExecuted, FindingFilter filter, CacheDirectory cache) {
    this.cache = cache;
    this.change = change;
    this.old = new TreeModel(change.before());
    this.fresh = old.of(change.after());
    this.mostExecuted = mostExecuted;
    this.filter = filter;
  }

  Review run(Optional<Review.Cover> cover) {
    List<ScanReport> scans =
        Stream.of(change.before(), change.after()).parallel().map(this::scan).toList();
    List<Function> changed = changed(scans.getFirst(), scans.getLast());
    List<Site> before = scans.getFirst().sites();
    List<Site> after = scans.getLast().sites();
    List<TreeVerify.Compared> executed =
        changed.stream()
            .limit(mostExecuted)
            .parallel()
            .map(f -> execute(f, Partners.of(f.isNew() ? after : before)))
            .toList();
    return new Review(
        change,
        comparison(scans.getFirst(), scans.getLast())
            .withAdded(filter.unsuppressed(broken(executed)))
            .ofAdded(filter::fresh),
        executed.stream().map(TreeVerify.Compared::entry).toList(),
        changed.size() - executed.size(),
        cover);
  }

  private Comparison comparison(ScanReport before, ScanReport after) {
    return Comparison.of(
        before.withFindings(filter.unsuppressedBefore(before.findings())),
        after.withFindings(filter.unsuppressed(after.findings())));
  }

  private ScanReport scan(SourceTree tree) {
    if (change.files().isEmpty()) {
      return new ScanReport(List.of(), List.of(), List.of(), List.of(), 0);
    }
    Scan scan =
        new Scan(tree, KernelApi.builtIn(), Set.copyOf(change.files())::contains).keptIn(cache);
    return (change.files().size() <= SMALL ? scan.sharing(parses) : scan).run();
  }

  /// A function of the new version that maps, and whether the old version has it.
  private record Function(String file, String name, boolean isNew) {}

  /// The functions with a mapping call whose text is not what it was.
  private List<Function> changed(ScanReport before, ScanReport after) {
    Map<String, Set<String>> byFile =
        Stream.concat(before.sites().stream(), after.sites().stream())
            .filter(site -> site.kind() == SiteKind.MAP && site.file().endsWith(".c"))
            .collect(
                Collectors.groupingBy(
                    Site::file,
                    TreeMap::new,
                    Collectors.mapping(Site::function, Collectors.toCollection(TreeSet::new))));
    return List.copyOf(byFile.entrySet()).parallelStream()
        .flatMap(e -> changed(e.getKey(), e.getValue()).stream())
        .toList();
  }

  private List<Function> changed(String file, Set<String> functions) {
    List<Function> changed = new ArrayList<>();
    for (String name : functions) {
      List<String> then = words(old.functionTexts(file, name));
      List<String> now = words(fresh.functionTexts(file, name));
      if (!now.isEmpty() && !now.equals(then)) {
        changed.add(new Function(file, name, then.isEmpty()));
      }
    }
    if (change.files().size() > SMALL) {
      old.forget(file);
      fresh.forget(file);
    }
    return changed;
  }

  /// Texts without comments and with single blanks: who changes nothing else changes no mapping.
  private static List<String> words(List<String> texts) {
    return texts.stream()
        .map(t -> COMMENT.matcher(t).replaceAll(m -> Matcher.quoteReplacement(plain(m))))
        .map(t -> t.replaceAll("\\s+", " "))
        .toList();
  }

  private static String plain(MatchResult match) {
    return match.group().startsWith("/") ? " " : match.group();
  }

  private TreeVerify.Compared execute(Function function, Partners partners) {
    return function.isNew()
        ? new TreeVerify.Compared(
            new TreeVerify(fresh, partners).alone(function.file(), function.name()),
            Optional.empty())
        : new TreeVerify(old, partners).against(fresh, function.file(), function.name());
  }

  /// Misuse that only the execution shows, as findings.
  private List<Finding> broken(List<TreeVerify.Compared> executed) {
    return executed.stream()
        .flatMap(c ->
            c.broken().filter(b -> change.files().contains(b.file())).stream()
                .map(b -> finding(c.entry().function(), b)))
        .toList();
  }

  private Finding finding(String function, TreeVerify.Broken broken) {
    SourceFile file = fresh.source(broken.file());
    Span line = file.lineSpan(broken.line());
    String statement = file.text(line).strip();
    return new Finding(
        broken.rule(),
        broken.file(),
        line,
        broken.line(),
        1 + Math.max(0, file.text(line).indexOf(statement)),
        function,
        "when executed, it " + broken.text(),
        Finding.Confidence.MODERATE,
        Findings.fingerprint(String.join("|", broken.rule(), broken.file(), function, statement)),
        List.of(
            new Finding.Note(
                broken.file(), broken.line(), "not before the change; " + broken.conditions())),
        Optional.empty());
  }
}
