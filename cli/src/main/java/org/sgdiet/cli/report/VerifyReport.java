// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.List;
import org.sgdiet.cli.terminal.Paint;

/// What the execution of functions said, as text or as `sgdiet/verify/1`.
public final class VerifyReport {
  private VerifyReport() {}

  /// One function.
  ///
  /// @param verdict `silent`, `misuse`, `differs`, `proved` or `not-executable`
  /// @param reason one line
  /// @param runs that were made to their end
  /// @param witness the lines of the run, or of the two runs side by side, that show it
  public record Entry(
      String file, String function, String verdict, String reason, int runs, List<String> witness) {

    public Entry {
      witness = List.copyOf(witness);
    }

    /// Whether something is wrong with the driver or the rewrite.
    public boolean isFinding() {
      return verdict.equals("misuse") || verdict.equals("differs");
    }
  }

  record Document(String schema, List<Entry> functions) {}

  /// Writes `sgdiet/verify/1`.
  public static void json(List<Entry> entries, PrintStream out) {
    Json.write(new Document("sgdiet/verify/1", entries), out);
  }

  /// Writes a line for each function, the witness indented under it, and a line of totals.
  public static void text(List<Entry> entries, Paint paint, PrintStream out) {
    for (Entry e : entries) {
      String verdict =
          switch (e.verdict()) {
            case "silent", "proved" -> paint.good(e.verdict());
            case "misuse", "differs" -> paint.bad(e.verdict());
            default -> e.verdict();
          };
      out.println(paint.bold(e.file() + ":" + e.function()) + ": " + verdict + ": " + e.reason());
      e.witness().forEach(line -> out.println("  " + line));
    }
    out.println(
        "%d functions: %d silent, %d proved, %d misuse, %d differ, %d not executable; %d runs"
            .formatted(
                entries.size(),
                count(entries, "silent"),
                count(entries, "proved"),
                count(entries, "misuse"),
                count(entries, "differs"),
                count(entries, "not-executable"),
                entries.stream().mapToLong(Entry::runs).sum()));
  }

  private static long count(List<Entry> entries, String verdict) {
    return entries.stream().filter(e -> e.verdict().equals(verdict)).count();
  }
}
