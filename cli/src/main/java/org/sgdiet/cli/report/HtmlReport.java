// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static org.sgdiet.cli.report.Html.element;
import static org.sgdiet.cli.report.Html.table;
import static org.sgdiet.cli.report.Html.text;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.Verdict;
import org.sgdiet.analyzer.tree.ScanReport;

/// A scan as one page to read and to send around.
public final class HtmlReport {
  private HtmlReport() {}

  /// A call that maps a list, with what is known about it.
  private record Mapping(Site site, MapFacts facts) {
    String subsystem() {
      String[] parts = site.file().split("/", -1);
      return parts.length < 3 ? parts[0] : parts[0] + "/" + parts[1];
    }

    Verdict verdict() {
      return facts.decision().verdict();
    }
  }

  /// Writes the report of the tree called `tree`.
  public static void write(ScanReport report, String tree, PrintStream out) {
    List<Mapping> mappings =
        report.sites().stream()
            .flatMap(site -> site.map().stream().map(facts -> new Mapping(site, facts)))
            .toList();
    String body =
        element("h1", "", "Scatterlist mappings in " + text(tree))
            + "\n"
            + element("p", "class=\"dim\"", text(TextReport.summary(report)))
            + "\n<nav><a href=\"#subsystems\">Subsystems</a><a href=\"#findings\">Findings</a>"
            + "<a href=\"#refusals\">Refusals</a><a href=\"#sites\">Sites</a>"
            + "<a href=\"#unread\">Not analysed</a></nav>\n"
            + section("subsystems", "Subsystems", subsystems(mappings))
            + section("findings", "Findings", findings(report.findings()))
            + section("refusals", "Why not", refusals(mappings))
            + section("sites", "Mapping sites", sites(mappings))
            + section("unread", "Not analysed", unread(report));
    out.print(Html.page("sgdiet: " + tree, body));
  }

  private static String section(String id, String title, String body) {
    return element("h2", "id=\"" + id + "\"", title) + "\n" + body;
  }

  private static String subsystems(List<Mapping> mappings) {
    Map<String, List<Mapping>> groups =
        mappings.stream()
            .collect(Collectors.groupingBy(Mapping::subsystem, TreeMap::new, Collectors.toList()));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach((subsystem, group) -> {
      List<String> row = new ArrayList<>(List.of(element("code", "", text(subsystem))));
      row.add(String.valueOf(group.size()));
      List<Long> counts = new ArrayList<>();
      for (Verdict verdict : Verdict.values()) {
        counts.add(group.stream().filter(m -> m.verdict() == verdict).count());
      }
      counts.forEach(count -> row.add(count.toString()));
      row.add(bar(counts));
      rows.add(row);
    });
    return table(List.of("subsystem", "#sites", "#mechanical", "#assist", "#refuse", ""), rows);
  }

  /// Shares of a whole as an inline picture.
  private static String bar(List<Long> counts) {
    long total = Math.max(1, counts.stream().mapToLong(Long::longValue).sum());
    StringBuilder parts = new StringBuilder();
    long from = 0;
    for (int i = 0; i < counts.size(); i++) {
      long width = counts.get(i) * 1000 / total;
      parts.append(
          "<rect class=\"s%d\" x=\"%d\" y=\"0\" width=\"%d\" height=\"10\"/>"
              .formatted(i, from, width));
      from += width;
    }
    return "<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%d mechanical, %d assist, %d refuse\">%s</svg>"
        .formatted(counts.get(0), counts.get(1), counts.get(2), parts);
  }

  private static String findings(List<Finding> findings) {
    StringBuilder out = new StringBuilder();
    for (Finding finding : findings) {
      StringBuilder inner = new StringBuilder();
      inner.append(place(finding.file(), finding.line())).append(' ');
      inner.append(element("span", "class=\"bad\"", text(finding.message()))).append(' ');
      inner.append(element("code", "", text(finding.rule())));
      for (Finding.Note note : finding.notes()) {
        inner.append(
            element("p", "", place(note.file(), note.line()) + " " + text(note.message())));
      }
      out.append(
          element("article", "id=\"" + text(finding.fingerprint()) + "\"", inner.toString()));
      out.append('\n');
    }
    return out.isEmpty() ? element("p", "class=\"good\"", "None.") + "\n" : out.toString();
  }

  private static String refusals(List<Mapping> mappings) {
    Map<String, Long> reasons =
        mappings.stream()
            .filter(m -> m.verdict() != Verdict.MECHANICAL)
            .collect(
                Collectors.groupingBy(
                    m -> m.verdict().word() + "\n" + m.facts().decision().reason(),
                    LinkedHashMap::new,
                    Collectors.counting()));
    List<List<String>> rows =
        reasons.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(e -> {
              String[] words = e.getKey().split("\n", 2);
              return List.of(e.getValue().toString(), text(words[0]), text(words[1]));
            })
            .toList();
    return table(List.of("#sites", "verdict", "reason"), rows);
  }

  private static String sites(List<Mapping> mappings) {
    List<List<String>> rows =
        mappings.stream()
            .map(m ->
                List.of(
                    place(m.site().file(), m.site().line()),
                    element("code", "", text(m.site().function())),
                    element("code", "", text(m.site().call())),
                    text(m.facts().origin().word()),
                    text(m.facts().consumption().word()),
                    text(m.facts().decision().recipe().name()),
                    verdict(m.verdict())))
            .toList();
    return table(
        List.of("place", "function", "call", "list from", "read by", "recipe", "verdict"), rows);
  }

  private static String verdict(Verdict verdict) {
    String colour =
        switch (verdict) {
          case MECHANICAL -> "good";
          case ASSIST -> "mid";
          case REFUSE -> "bad";
        };
    return element("span", "class=\"" + colour + "\"", verdict.word());
  }

  private static String unread(ScanReport report) {
    StringBuilder out = new StringBuilder();
    for (ScanReport.UnreadRange range : report.unsupported()) {
      out.append(element("p", "", place(range.file(), range.line()) + " " + text(range.reason())));
    }
    for (ScanReport.SkippedFile file : report.skipped()) {
      out.append(
          element("p", "", element("code", "", text(file.path())) + " " + text(file.reason())));
    }
    return out.isEmpty()
        ? element("p", "class=\"good\"", "Nothing.") + "\n"
        : out.append('\n').toString();
  }

  private static String place(String file, int line) {
    return element("span", "class=\"place\"", text(file + ":" + line));
  }
}
