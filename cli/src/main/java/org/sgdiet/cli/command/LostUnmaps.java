// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.tree.ScanReport;

/// Unmap calls that a change takes away and puts nothing in the place of, whether or not it is
/// known what they undid: no mapping call went, no function unmaps that did not, and the one that
/// unmapped calls nothing new.
final class LostUnmaps {
  private static final Pattern CALLED = Pattern.compile("\\b(\\w+)\\s*\\(");

  private final ScanReport before;
  private final ScanReport after;
  private final TreeModel old;
  private final TreeModel fresh;

  /// @param before what the changed files held
  /// @param after what they hold now
  LostUnmaps(ScanReport before, ScanReport after, TreeModel old, TreeModel fresh) {
    this.before = before;
    this.after = after;
    this.old = old;
    this.fresh = fresh;
  }

  /// One finding for each function that lost one.
  List<Finding> find() {
    Map<String, List<Site>> then = unmaps(before);
    Map<String, List<Site>> now = unmaps(after);
    boolean elsewhere =
        now.entrySet().stream()
            .anyMatch(e -> e.getValue().size() > then.getOrDefault(e.getKey(), List.of()).size());
    if (elsewhere || maps(after) < maps(before)) {
      return List.of();
    }
    List<Finding> lost = new ArrayList<>();
    then.forEach((function, sites) -> {
      Set<String> left =
          now.getOrDefault(function, List.of()).stream()
              .map(s -> text(fresh, s))
              .collect(Collectors.toSet());
      Set<String> were = sites.stream().map(s -> text(old, s)).collect(Collectors.toSet());
      sites.stream()
          .filter(_ -> were.containsAll(left))
          .filter(s -> !left.contains(text(old, s)))
          .findFirst()
          .flatMap(this::finding)
          .ifPresent(lost::add);
    });
    return lost;
  }

  private static Map<String, List<Site>> unmaps(ScanReport report) {
    return report.sites().stream()
        .filter(s -> s.kind() == SiteKind.UNMAP)
        .collect(Collectors.groupingBy(s -> s.file() + ":" + s.function()));
  }

  private static long maps(ScanReport report) {
    return report.sites().stream().filter(s -> s.kind() == SiteKind.MAP).count();
  }

  private static String text(TreeModel tree, Site site) {
    return tree.text(site.file(), site.span()).replaceAll("\\s+", "");
  }

  /// Empty where the function went too, or calls something that it did not call before.
  private Optional<Finding> finding(Site site) {
    Set<String> called = called(old, site);
    return fresh.file(site.file()).functions().stream()
        .filter(f -> f.name().equals(site.function()))
        .filter(_ -> called.containsAll(called(fresh, site)))
        .findFirst()
        .map(f -> finding(site, f.nameSpan()));
  }

  private Finding finding(Site site, Span at) {
    SourceFile file = fresh.source(site.file());
    String call = text(old, site);
    return new Finding(
        "never-unmapped",
        site.file(),
        at,
        file.line(at.start()),
        file.column(at.start()),
        site.function(),
        "the change takes %s() away and puts nothing in its place: what it undid stays mapped"
            .formatted(site.call()),
        Finding.Confidence.MODERATE,
        Findings.fingerprint(
            String.join("|", "never-unmapped", site.file(), site.function(), call)),
        List.of(new Finding.Note(site.file(), site.line(), "it stood here, in the old version")),
        Optional.empty());
  }

  private static Set<String> called(TreeModel tree, Site site) {
    return tree.functionTexts(site.file(), site.function()).stream()
        .flatMap(text -> CALLED.matcher(text).results())
        .map(r -> r.group(1))
        .collect(Collectors.toSet());
  }
}
