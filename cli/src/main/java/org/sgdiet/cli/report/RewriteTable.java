// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.cli.report.RewriteResult.Proposed;
import org.sgdiet.cli.report.RewriteResult.Refused;
import org.sgdiet.rewriter.dialect.Dialect;

/// How many rewrites of each recipe were proved, of how many sites, and how many sites were turned
/// down, by dialect.
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

  /// Writes the rewrites and the sites of each dialect and recipe family, a row each, and the sums.
  /// A site that several rewrites convert counts once, for the best of them; what is turned down is
  /// counted by sites alone.
  public static void print(Map<Dialect, RewriteResult> results, PrintStream out) {
    List<String> words = Arrays.stream(Verdict.values()).map(v -> v.word).toList();
    out.println(row("dialect", "recipe", "count of", words));
    results.forEach((dialect, result) -> {
      Map<String, Counts> rows = new TreeMap<>(BY_NUMBER);
      result.proposals().stream()
          .sorted(Comparator.comparing(Verdict::of))
          .forEach(p ->
              rows.computeIfAbsent(p.recipe().family(), _ -> new Counts())
                  .add(Verdict.of(p), p.sites()));
      result
          .refusals()
          .forEach(r -> rows.computeIfAbsent(r.recipe(), _ -> new Counts()).add(Verdict.of(r)));
      Counts sum = new Counts();
      rows.forEach((family, counts) -> {
        counts.print(dialect.word(), family, out);
        sum.add(counts);
      });
      sum.print(dialect.word(), "all", out);
    });
  }

  /// How many rewrites and sites have each verdict.
  private static final class Counts {
    private final Map<Verdict, Integer> rewrites = new EnumMap<>(Verdict.class);
    private final Map<Verdict, Integer> sites = new EnumMap<>(Verdict.class);
    private final Set<Place> counted = new HashSet<>();

    void add(Verdict verdict, List<Place> converted) {
      rewrites.merge(verdict, 1, Integer::sum);
      int fresh = (int) converted.stream().filter(counted::add).count();
      sites.merge(verdict, fresh, Integer::sum);
    }

    void add(Verdict verdict) {
      sites.merge(verdict, 1, Integer::sum);
    }

    void add(Counts others) {
      others.rewrites.forEach((v, n) -> rewrites.merge(v, n, Integer::sum));
      others.sites.forEach((v, n) -> sites.merge(v, n, Integer::sum));
    }

    void print(String dialect, String family, PrintStream out) {
      out.println(row(dialect, family, "rewrites", numbers(rewrites)));
      out.println(row(dialect, family, "sites", numbers(sites)));
    }

    private static List<String> numbers(Map<Verdict, Integer> counts) {
      return Arrays.stream(Verdict.values())
          .map(v -> String.valueOf(counts.getOrDefault(v, 0)))
          .toList();
    }
  }

  private static String row(String dialect, String family, String what, List<String> cells) {
    StringBuilder line = new StringBuilder("%-8s  %-6s  %-8s".formatted(dialect, family, what));
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
