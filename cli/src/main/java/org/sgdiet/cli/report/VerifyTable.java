// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How many functions could be executed, what the runs said, and why the others could not: each
/// kind of reason with its count and one function as an example.
public final class VerifyTable {

  private static final String NOT_EXECUTABLE = "not-executable";

  /// `drivers/x/y.c:12: ` in front of a reason.
  private static final Pattern POSITION = Pattern.compile("^(before: |after: )?[^ ]+:[0-9]+: ");

  /// What differs between two reasons of one kind: names behind these words, and numbers.
  private static final Pattern NAME =
      Pattern.compile("\\b(member|struct|union|called|typedef|by|of|function|than|at) [^ ,:]+");

  private static final Pattern CONDITION =
      Pattern.compile("the condition .* is never (true|false)");

  private static final Pattern NUMBER = Pattern.compile("\\b(0x[0-9a-f]+|[0-9]+)\\b");

  private VerifyTable() {}

  /// Writes the counts.
  public static void print(List<VerifyReport.Entry> functions, PrintStream out) {
    Map<String, Long> verdicts =
        functions.stream()
            .collect(
                Collectors.groupingBy(
                    VerifyReport.Entry::verdict, TreeMap::new, Collectors.counting()));
    int all = functions.size();
    long executed = all - verdicts.getOrDefault(NOT_EXECUTABLE, 0L);
    out.println(row(all, all, "functions"));
    out.println(row(executed, all, "executed"));
    verdicts.forEach((verdict, count) -> out.println(row(count, all, "  " + verdict)));
    reasons(functions).forEach(reason -> out.println(reason.line(all)));
  }

  private record Reason(String kind, List<VerifyReport.Entry> functions) {
    String line(int all) {
      VerifyReport.Entry first = functions.getFirst();
      return row(functions.size(), all, "    " + kind)
          + "\n                     such as "
          + first.file()
          + ":"
          + first.function()
          + ": "
          + first.reason();
    }
  }

  /// The commonest first.
  private static List<Reason> reasons(List<VerifyReport.Entry> functions) {
    Map<String, List<VerifyReport.Entry>> kinds = new LinkedHashMap<>();
    functions.stream()
        .filter(f -> f.verdict().equals(NOT_EXECUTABLE))
        .forEach(f -> kinds.computeIfAbsent(kind(f.reason()), _ -> new ArrayList<>()).add(f));
    return kinds.entrySet().stream()
        .map(e -> new Reason(e.getKey(), e.getValue()))
        .sorted(
            Comparator.comparingInt((Reason r) -> -r.functions().size())
                .thenComparing(Reason::kind))
        .toList();
  }

  private static String kind(String reason) {
    String text = POSITION.matcher(reason).replaceFirst("");
    text = CONDITION.matcher(text).replaceFirst("the condition _ is never as wanted");
    return NUMBER.matcher(NAME.matcher(text).replaceAll("$1 _")).replaceAll("#");
  }

  private static String row(long count, int all, String what) {
    return "%5d  %3d %%  %s".formatted(count, all == 0 ? 0 : Math.round(100.0 * count / all), what);
  }
}
