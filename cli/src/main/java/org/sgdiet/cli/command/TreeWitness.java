// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Fix;
import org.sgdiet.analyzer.check.ShownAs;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.terminal.ProgressLine;
import org.sgdiet.cli.terminal.Terminal;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.EditedTree;
import org.sgdiet.rewriter.edit.FileEdits;

/// Executes the mapping functions that findings are about. A finding whose misuse a run shows gets
/// a note with the command that replays it, and its fix is proved when the fixed function runs as
/// before without it. The others stay as they are: not seen is not refuted.
final class TreeWitness {
  /// How far the line of an argument may be from the line of its call.
  private static final int LINES_OF_A_CALL = 4;

  private final SourceTree tree;
  private final List<Site> sites;
  private final TreeVerify verify;

  /// @param sites those of a scan of the tree
  TreeWitness(SourceTree tree, List<Site> sites) {
    this.tree = tree;
    this.sites = sites;
    this.verify = new TreeVerify(tree, Partners.of(sites));
  }

  /// A function to execute.
  private record Function(String file, String name) implements Comparable<Function> {
    @Override
    public int compareTo(Function other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return file + ":" + name;
    }
  }

  /// The findings, those that were seen with their witness.
  List<Finding> of(List<Finding> findings, Terminal terminal) {
    TreeSet<Function> functions =
        findings.stream().flatMap(this::functions).collect(Collectors.toCollection(TreeSet::new));
    AtomicInteger done = new AtomicInteger();
    Map<Function, List<TreeVerify.Broken>> runs;
    try (ProgressLine progress = new ProgressLine(terminal, "executing function")) {
      runs =
          functions.parallelStream()
              .collect(
                  Collectors.toConcurrentMap(
                      f -> f,
                      f -> {
                        List<TreeVerify.Broken> shown = verify.misuses(f.file(), f.name());
                        progress.at(done.incrementAndGet(), functions.size());
                        return shown;
                      }));
    }
    Map<Function, List<TreeVerify.Broken>> sorted = new TreeMap<>(runs);
    return findings.parallelStream().map(f -> seen(f, sorted)).toList();
  }

  /// The mapping functions that a finding is about: its own, and those that its notes lead to.
  private Stream<Function> functions(Finding finding) {
    return sites.stream()
        .filter(s -> s.kind() == SiteKind.MAP)
        .map(Site::place)
        .filter(p ->
            isIn(finding, p)
                || finding.notes().stream()
                    .anyMatch(n -> n.file().equals(p.file()) && n.line() == p.line()))
        .map(p -> new Function(p.file(), p.function()))
        .distinct();
  }

  private static boolean isIn(Finding finding, Place place) {
    return place.file().equals(finding.file()) && place.function().equals(finding.function());
  }

  private Finding seen(Finding finding, Map<Function, List<TreeVerify.Broken>> runs) {
    for (Function function : functions(finding).toList()) {
      Optional<TreeVerify.Broken> shown =
          runs.getOrDefault(function, List.of()).stream()
              .filter(b -> shows(finding, b) && isAt(finding, b))
              .findFirst();
      if (shown.isPresent()) {
        Finding.Note note =
            new Finding.Note(
                finding.file(),
                finding.line(),
                "seen when executed, %s: 'sgdiet verify TREE %s' replays it"
                    .formatted(shown.get().conditions(), function));
        return finding.with(
            note, finding.fix().map(f -> judged(f, finding, function, shown.get().rule())));
      }
    }
    return finding;
  }

  /// Whether what a run showed is the rule's doing. The two counts of a list differ only where an
  /// IOMMU merged entries and nothing failed.
  private static boolean shows(Finding finding, TreeVerify.Broken broken) {
    boolean merged =
        !finding.rule().startsWith("walks-")
            || (broken.conditions().endsWith("no fault")
                && !broken.conditions().startsWith("profile direct,"));
    return merged && ShownAs.of(finding.rule()).contains(broken.rule());
  }

  /// Whether a run shows its misuse at the finding, or at a place that its notes name.
  private static boolean isAt(Finding finding, TreeVerify.Broken broken) {
    return isNear(finding.file(), finding.line(), broken)
        || finding.notes().stream().anyMatch(n -> isNear(n.file(), n.line(), broken));
  }

  private static boolean isNear(String file, int line, TreeVerify.Broken broken) {
    return broken.file().equals(file) && Math.abs(broken.line() - line) <= LINES_OF_A_CALL;
  }

  private Fix judged(Fix fix, Finding finding, Function function, String shown) {
    if (fix.changes().isEmpty()) {
      return fix;
    }
    List<Edit> edits =
        fix.changes().stream().map(c -> new Edit(c.span(), c.replacement())).toList();
    SourceTree fixed = new EditedTree(tree, List.of(new FileEdits(finding.file(), edits)));
    return verify.mends(fixed, function.file(), function.name(), shown) ? fix.proved() : fix;
  }
}
