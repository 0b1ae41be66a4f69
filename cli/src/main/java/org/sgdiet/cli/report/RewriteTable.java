// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sgdiet.cli.report.RewriteResult.Proposed;
import org.sgdiet.cli.report.RewriteResult.Refused;
import org.sgdiet.rewriter.dialect.Dialect;

/// How many rewrites of each recipe were proved, and how many sites were turned down, by dialect.
public final class RewriteTable {

  /// What became of a site, in the order of the columns.
  private enum Verdict {
    PROVED("proved"),
    DEARER("dearer"),
    NOT_EXECUTABLE("not-executable"),
    DIFFERS("differs"),
    ASSIST("assist"),
    REFUSE("refuse");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    static Verdict of(Proposed proposed) {
      return proposed.validation().dearer() ? DEARER : named(proposed.validation().word());
    }

    static Verdict of(Refused refused) {
      return named(refused.kind());
    }

    private static Verdict named(String word) {
      return Arrays.stream(values()).filter(v -> v.word.equals(word)).findFirst().orElseThrow();
    }
  }

  /// Families in the order of their numbers: `R2` before `R11`.
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private RewriteTable() {}

  /// Writes one row for each dialect and recipe family, and the sum of each dialect.
  public static void print(Map<Dialect, RewriteResult> results, PrintStream out) {
    out.println(
        row("dialect", "recipe", Arrays.stream(Verdict.values()).map(v -> v.word).toList()));
    results.forEach((dialect, result) -> {
      Map<String, Map<Verdict, Integer>> rows = new TreeMap<>(BY_NUMBER);
      result.proposals().forEach(p -> count(rows, p.recipe().family(), Verdict.of(p)));
      result.refusals().forEach(r -> count(rows, r.recipe(), Verdict.of(r)));
      Map<Verdict, Integer> sum = new EnumMap<>(Verdict.class);
      rows.forEach((family, counts) -> {
        out.println(row(dialect.word(), family, numbers(counts)));
        counts.forEach((v, n) -> sum.merge(v, n, Integer::sum));
      });
      out.println(row(dialect.word(), "all", numbers(sum)));
    });
  }

  private static void count(
      Map<String, Map<Verdict, Integer>> rows, String family, Verdict verdict) {
    rows.computeIfAbsent(family, _ -> new EnumMap<>(Verdict.class)).merge(verdict, 1, Integer::sum);
  }

  private static List<String> numbers(Map<Verdict, Integer> counts) {
    return Arrays.stream(Verdict.values())
        .map(v -> String.valueOf(counts.getOrDefault(v, 0)))
        .toList();
  }

  private static String row(String dialect, String family, List<String> cells) {
    StringBuilder line = new StringBuilder("%-8s  %-6s".formatted(dialect, family));
    Verdict[] columns = Verdict.values();
    for (int i = 0; i < columns.length; i++) {
      int width = columns[i].word.length();
      line.append("  ")
          .append(" ".repeat(Math.max(0, width - cells.get(i).length())))
          .append(cells.get(i));
    }
    return line.toString();
  }
}
