// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.cache.CacheDirectory;
import org.sgdiet.analyzer.change.Changes;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.SyntaxReader;
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
    ScanReport before = scans.getFirst();
    ScanReport after = scans.getLast();
    List<ChangedMappings.Mapper> changed =
        new ChangedMappings(old, fresh, !isSmall()).between(before, after);
    List<TreeVerify.Compared> executed =
        changed.stream()
            .limit(mostExecuted)
            .parallel()
            .map(f -> execute(f, Partners.of((f.isNew() ? after : before).sites())))
            .toList();
    Comparison comparison =
        comparison(before, after).withAdded(filter.unsuppressed(broken(executed)));
    return new Review(
        change,
        comparison.withAdded(filter.unsuppressed(compared(before, after))).ofAdded(filter::fresh),
        executed.stream().map(TreeVerify.Compared::entry).toList(),
        changed.size() - executed.size(),
        cover);
  }

  /// Misuse that only the comparison of the calls shows, and no rule.
  private List<Finding> compared(ScanReport before, ScanReport after) {
    List<String> files =
        Stream.concat(before.sites().stream(), after.sites().stream())
            .map(Site::file)
            .distinct()
            .sorted()
            .toList();
    return new Changes(
            old,
            fresh,
            change.after().paths(),
            isSmall() ? parses::of : SyntaxReader::read,
            !isSmall())
        .findings(files).stream()
            .filter(f -> after.findings().stream().noneMatch(o -> isOfSame(f, o)))
            .toList();
  }

  private static boolean isOfSame(Finding a, Finding b) {
    return a.rule().equals(b.rule())
        && a.file().equals(b.file())
        && a.function().equals(b.function());
  }

  private boolean isSmall() {
    return change.files().size() <= SMALL;
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
    return (isSmall() ? scan.sharing(parses) : scan).run();
  }

  private TreeVerify.Compared execute(ChangedMappings.Mapper function, Partners partners) {
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
        "when executed: " + broken.text(),
        Finding.Confidence.MODERATE,
        Findings.fingerprint(String.join("|", broken.rule(), broken.file(), function, statement)),
        List.of(
            new Finding.Note(
                broken.file(), broken.line(), "not before the change; " + broken.conditions())),
        Optional.empty());
  }
}
