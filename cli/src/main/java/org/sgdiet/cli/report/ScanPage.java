// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static org.sgdiet.cli.report.Html.element;
import static org.sgdiet.cli.report.Html.table;
import static org.sgdiet.cli.report.Html.text;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.Verdict;
import org.sgdiet.analyzer.tree.ScanReport;

/// A scan as one page to read and to send around.
public final class ScanPage {
  private ScanPage() {}

  /// Writes the report of the tree called `tree`.
  public static void write(ScanReport report, String tree, PrintStream out) {
    List<ListMapping> mappings = ListMapping.of(report);
    String body =
        element("h1", "", "Scatterlist mappings in " + text(tree))
            + "\n"
            + element("p", "class=\"dim\"", text(TextReport.summary(report)))
            + "\n<nav><a href=\"#subsystems\">Subsystems</a><a href=\"#sides\">In and out</a>"
            + "<a href=\"#findings\">Findings</a><a href=\"#refusals\">Refusals</a>"
            + "<a href=\"#sites\">Mappings</a><a href=\"#unread\">Not analysed</a></nav>\n"
            + section("subsystems", "Subsystems", SubsystemTable.of(report))
            + section("sides", "In and out", HeatMap.of(mappings))
            + section("findings", "Findings", findings(report.findings()))
            + section("refusals", "Why not", refusals(mappings))
            + section("sites", "Every mapping of a list", MappingList.of(mappings))
            + section("unread", "Not analysed", unread(report));
    out.print(Html.page("sgdiet: " + tree, body));
  }

  private static String section(String id, String title, String body) {
    return element("h2", "id=\"" + id + "\"", title) + "\n" + body;
  }

  /// Behind their rule, the rule with the most findings first.
  private static String findings(List<Finding> findings) {
    Map<String, List<Finding>> rules =
        findings.stream()
            .collect(Collectors.groupingBy(Finding::rule, LinkedHashMap::new, Collectors.toList()));
    StringBuilder out = new StringBuilder();
    rules.entrySet().stream()
        .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
        .forEach(e -> {
          String head =
              element("code", "", text(e.getKey()))
                  + " "
                  + element("span", "class=\"dim\"", String.valueOf(e.getValue().size()));
          String body =
              e.getValue().stream()
                  .map(f -> Html.finding(f, colour(f), "", ""))
                  .collect(Collectors.joining());
          out.append(element("details", "open", element("summary", "", head) + "\n" + body));
          out.append('\n');
        });
    return out.isEmpty() ? element("p", "class=\"good\"", "None.") + "\n" : out.toString();
  }

  private static String colour(Finding finding) {
    return finding.confidence() == Finding.Confidence.HIGH ? "bad" : "mid";
  }

  private static String refusals(List<ListMapping> mappings) {
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
