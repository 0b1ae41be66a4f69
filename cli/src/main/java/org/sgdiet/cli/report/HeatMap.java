// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static org.sgdiet.cli.report.Html.element;
import static org.sgdiet.cli.report.Html.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sgdiet.analyzer.fact.Consumption.Use;
import org.sgdiet.analyzer.fact.Origin;

/// The two lives of the lists of a tree: who fills the CPU side, a row each, and who reads the DMA
/// side, a column each.
final class HeatMap {
  private HeatMap() {}

  static String of(List<ListMapping> mappings) {
    Map<Origin, Map<Use, Integer>> counts = new EnumMap<>(Origin.class);
    int most = 1;
    for (ListMapping m : mappings) {
      int count =
          counts
              .computeIfAbsent(m.facts().origin(), _ -> new EnumMap<>(Use.class))
              .merge(m.facts().consumption().use(), 1, Integer::sum);
      most = Math.max(most, count);
    }
    List<String> headings = new ArrayList<>(List.of("CPU side filled by"));
    for (Use use : Use.values()) {
      headings.add("#" + words(use));
    }
    headings.add("#all");
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<Origin, Map<Use, Integer>> row : counts.entrySet()) {
      List<String> cells = new ArrayList<>(List.of(element("code", "", row.getKey().word())));
      int sum = 0;
      for (Use use : Use.values()) {
        int count = row.getValue().getOrDefault(use, 0);
        sum += count;
        cells.add(cell(count, most));
      }
      cells.add(String.valueOf(sum));
      rows.add(cells);
    }
    return element(
            "p",
            "class=\"dim\"",
            "Rows: where the entries come from. Columns: who reads what the mapping wrote.")
        + "\n"
        + Html.table(headings, rows);
  }

  /// Five shades, by the logarithm of the count.
  private static String cell(int count, int most) {
    if (count == 0) {
      return element("span", "class=\"dim\"", "·");
    }
    int shade = 1 + (int) Math.round(4 * Math.log(count) / Math.max(1e-9, Math.log(most)));
    return element("span", "class=\"heat h" + Math.min(5, shade) + "\"", String.valueOf(count));
  }

  private static String words(Use use) {
    return text(
        switch (use) {
          case OTHER_SUBSYSTEM_OR_NONE -> "elsewhere or nobody";
          case DESCRIPTOR_LOOP,
              DMAENGINE_PREP,
              SINGLE_ADDRESS,
              EXPORTED_SG_TABLE,
              RDMA_MR,
              PAGE_TABLE_LOOP ->
              use.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        });
  }
}
