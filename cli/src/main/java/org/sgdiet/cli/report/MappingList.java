// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static org.sgdiet.cli.report.Html.element;
import static org.sgdiet.cli.report.Html.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Reader;

/// Every call that maps a list, behind its subsystem: the call, its in and out side, who undoes it,
/// and what speaks against a rewrite.
final class MappingList {
  private final Set<String> anchors = new HashSet<>();

  private MappingList() {}

  static String of(List<ListMapping> mappings) {
    MappingList list = new MappingList();
    Map<String, List<ListMapping>> groups =
        mappings.stream()
            .collect(
                Collectors.groupingBy(ListMapping::subsystem, TreeMap::new, Collectors.toList()));
    StringBuilder out = new StringBuilder();
    groups.forEach((subsystem, group) -> {
      String head =
          element("code", "", text(subsystem))
              + " "
              + element("span", "class=\"dim\"", "" + group.size());
      String body = group.stream().map(list::mapping).collect(Collectors.joining());
      out.append(element("details", "", element("summary", "", head) + "\n" + body)).append('\n');
    });
    return out.isEmpty() ? element("p", "", "None.") + "\n" : out.toString();
  }

  private String mapping(ListMapping m) {
    String anchor = m.anchor();
    String id = anchors.add(anchor) ? "id=\"" + anchor + "\"" : "";
    MapFacts facts = m.facts();
    List<String[]> lines = new ArrayList<>();
    lines.add(
        new String[] {
          "in",
          element("code", "", facts.origin().word())
              + ", count "
              + element("code", "", text(facts.bookkeeping().countWord()))
        });
    lines.add(new String[] {"out", readers(facts)});
    lines.add(new String[] {"result", result(facts)});
    if (!m.site().unmaps().isEmpty()) {
      lines.add(new String[] {"undone", places(m.site().unmaps(), m)});
    }
    if (!m.site().syncs().isEmpty()) {
      lines.add(new String[] {"synced", places(m.site().syncs(), m)});
    }
    if (!facts.framework().isEmpty()) {
      lines.add(new String[] {"serves", element("code", "", text(facts.framework()))});
    }
    for (MapFacts.Blocker b : facts.blockers()) {
      String where =
          b.line() > 0 ? " " + element("span", "class=\"place\"", "line " + b.line()) : "";
      lines.add(new String[] {b.refuses() ? "refused" : "help", text(b.reason()) + where});
    }
    String facts2 =
        lines.stream()
            .map(l -> element("dt", "", l[0]) + element("dd", "", l[1]))
            .collect(Collectors.joining("\n"));
    return element(
            "article",
            id,
            Html.place(m.site().file() + ":" + m.site().line())
                + " "
                + element("code", "", text(m.site().function() + "()"))
                + " "
                + verdict(m)
                + element("dl", "", facts2))
        + "\n";
  }

  private static String verdict(ListMapping m) {
    String colour =
        switch (m.verdict()) {
          case MECHANICAL -> "good";
          case ASSIST -> "mid";
          case REFUSE -> "bad";
        };
    String words =
        m.facts().decision().recipe().name()
            + " "
            + m.facts().decision().recipe().title()
            + ": "
            + m.verdict().word();
    return element("span", "class=\"" + colour + "\"", text(words));
  }

  private static String readers(MapFacts facts) {
    if (facts.readers().isEmpty()) {
      return text(facts.consumption().word().replace('_', ' '));
    }
    return facts.readers().stream()
        .limit(8)
        .map(MappingList::reader)
        .collect(Collectors.joining("; "));
  }

  private static String reader(Reader r) {
    return text(r.use().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        + " "
        + Html.place(r.place().file() + ":" + r.place().line());
  }

  private static String result(MapFacts facts) {
    String variable = facts.bookkeeping().variable();
    return (variable.isEmpty() ? "not stored" : "in " + element("code", "", text(variable)))
        + (facts.bookkeeping().unchecked()
            ? ", " + element("span", "class=\"bad\"", "not tested")
            : ", tested as " + element("code", "", text(facts.bookkeeping().check())));
  }

  private static String places(List<Place> places, ListMapping m) {
    return places.stream()
        .map(p ->
            element("code", "", text(p.function()))
                + " "
                + Html.place(
                    p.file().equals(m.site().file())
                        ? "line " + p.line()
                        : p.file() + ":" + p.line()))
        .collect(Collectors.joining(", "));
  }
}
