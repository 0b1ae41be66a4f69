// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static org.sgdiet.cli.report.Html.element;
import static org.sgdiet.cli.report.Html.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.tree.ScanReport;

/// How far each subsystem is with leaving scatterlists: what maps without one already, what can be
/// rewritten, what needs help, what has to stay.
final class SubsystemTable {
  /// The shares of a bar, in its order.
  private enum Share {
    CONVERTED("converted", "0"),
    MECHANICAL("mechanical", "1"),
    ASSIST("assist", "2"),
    REFUSE("refuse", "3");

    private final String word;
    private final String style;

    /// @param style the end of its classes in `report.css`
    Share(String word, String style) {
      this.word = word;
      this.style = style;
    }
  }

  private static final Set<String> CONVERTED =
      KernelApi.builtIn().names(c -> c.subject() == Subject.IOVA || c.subject() == Subject.REQUEST);

  private static final class Row {
    private final Map<Share, Integer> shares = new EnumMap<>(Share.class);
    private int findings;

    void add(Share share, int more) {
      shares.merge(share, more, Integer::sum);
    }

    void add(Row other) {
      other.shares.forEach(this::add);
      findings += other.findings;
    }

    int count(Share share) {
      return shares.getOrDefault(share, 0);
    }

    int lists() {
      return sum() - count(Share.CONVERTED);
    }

    int sum() {
      return shares.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private SubsystemTable() {}

  static String of(ScanReport report) {
    Map<String, Row> rows = new TreeMap<>();
    for (ListMapping m : ListMapping.of(report)) {
      row(rows, m.site().file())
          .add(
              switch (m.verdict()) {
                case MECHANICAL -> Share.MECHANICAL;
                case ASSIST -> Share.ASSIST;
                case REFUSE -> Share.REFUSE;
              },
              1);
    }
    for (Site site : report.sites()) {
      if (site.kind() == SiteKind.MAP && CONVERTED.contains(site.call())) {
        row(rows, site.file()).add(Share.CONVERTED, 1);
      }
    }
    report.findings().forEach(f -> row(rows, f.file()).findings++);
    Row all = new Row();
    rows.values().forEach(all::add);
    List<List<String>> cells = new ArrayList<>();
    cells.add(cells(element("strong", "", "all"), all));
    rows.forEach((name, row) -> cells.add(cells(element("code", "", text(name)), row)));
    return legend()
        + Html.table(List.of("subsystem", "#lists", "#findings", "burn-down", "#left"), cells);
  }

  private static Row row(Map<String, Row> rows, String file) {
    return rows.computeIfAbsent(ListMapping.subsystem(file), _ -> new Row());
  }

  private static List<String> cells(String name, Row row) {
    return List.of(
        name,
        String.valueOf(row.lists()),
        String.valueOf(row.findings),
        bar(row),
        row.sum() == 0 ? "" : Math.round(100.0 * row.lists() / row.sum()) + " %");
  }

  private static String legend() {
    StringBuilder keys = new StringBuilder();
    for (Share share : Share.values()) {
      keys.append(element("span", "class=\"key k" + share.style + "\"", share.word) + " ");
    }
    return element("p", "class=\"legend\"", keys.toString().strip()) + "\n";
  }

  /// Shares of a whole as an inline picture.
  private static String bar(Row row) {
    if (row.sum() == 0) {
      return "";
    }
    StringBuilder parts = new StringBuilder();
    List<String> words = new ArrayList<>();
    int total = Math.max(1, row.sum());
    int before = 0;
    for (Share share : Share.values()) {
      int count = row.count(share);
      int from = before * 1000 / total;
      before += count;
      if (count > 0) {
        words.add(count + " " + share.word);
        parts.append(
            "<rect class=\"s%s\" x=\"%d\" y=\"0\" width=\"%d\" height=\"10\"/>"
                .formatted(share.style, from, before * 1000 / total - from));
      }
    }
    String label = String.join(", ", words);
    return "<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s\"><title>%s</title>%s</svg>"
        .formatted(label, label, parts);
  }
}
