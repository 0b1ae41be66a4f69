// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sgdiet.cli.terminal.Paint;

/// What the execution of functions showed, as text with traces or as `sgdiet/verify/1`.
public final class VerifyReport {
  private VerifyReport() {}

  /// One function.
  ///
  /// @param verdict `silent`, `misuse`, `differs`, `proved` or `not-executable`
  /// @param reason one line
  /// @param runs runs that ended as the driver's code says
  /// @param witness the simplest run that shows a misuse or a difference, line by line; for a
  ///   proved rewrite, two of its runs
  public record Entry(
      String file, String function, String verdict, String reason, int runs, List<String> witness) {

    public Entry {
      witness = List.copyOf(witness);
    }

    /// Whether the function, or what became of it, is wrong.
    public boolean wrong() {
      return verdict.equals("misuse") || verdict.equals("differs");
    }
  }

  record Document(String schema, List<Entry> functions) {}

  /// Writes `sgdiet/verify/1`.
  public static void json(List<Entry> functions, PrintStream out) {
    Json.write(new Document("sgdiet/verify/1", functions), out);
  }

  /// Writes a paragraph for each function, and a line that counts.
  public static void text(List<Entry> functions, Paint paint, PrintStream out) {
    for (Entry entry : functions) {
      String verdict =
          switch (entry.verdict()) {
            case "silent", "proved" -> paint.good(entry.verdict());
            case "misuse", "differs" -> paint.bad(entry.verdict());
            default -> paint.note(entry.verdict());
          };
      out.println(
          paint.bold(entry.file() + ": " + entry.function() + "(): ")
              + verdict
              + ": "
              + entry.reason());
      entry.witness().forEach(line -> out.println("    " + line));
    }
    Map<String, Long> counts =
        functions.stream()
            .collect(Collectors.groupingBy(Entry::verdict, TreeMap::new, Collectors.counting()));
    out.println(
        Prose.counted(functions.size(), "function")
            + ": "
            + counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", ")));
  }
}
