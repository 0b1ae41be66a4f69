// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.terminal.Paint;

/// A review for people: what the change adds, fixes and moves, with the lines it is about.
public final class ReviewReport {
  private final Review review;
  private final Paint paint;
  private final PrintStream out;
  private final Map<String, ChangedLines> diffs = new HashMap<>();

  private ReviewReport(Review review, Paint paint, PrintStream out) {
    this.review = review;
    this.paint = paint;
    this.out = out;
  }

  /// Writes it; what did not change is not spoken of.
  public static void text(Review review, Paint paint, PrintStream out) {
    new ReviewReport(review, paint, out).write();
  }

  private void write() {
    out.println(review.summary());
    Comparison comparison = review.comparison();
    findings("adds", comparison.added(), true);
    findings("fixes", comparison.fixed(), false);
    findings("moves", comparison.moved(), true);
    for (Comparison.RoleChange role : comparison.roles()) {
      note(role.file() + ":", role.describe());
    }
    for (VerifyReport.Entry entry : review.executed()) {
      note(entry.file() + ":", Executions.sentence(entry));
      if (entry.wrong()) {
        entry.witness().forEach(line -> out.println("    " + line));
      }
    }
    comparison
        .unsupported()
        .forEach(range ->
            note(range.file() + ":" + range.line() + ":", "not analysed: " + range.reason()));
  }

  private void note(String place, String text) {
    out.println(paint.bold(place) + paint.note(" note: ") + text);
  }

  private void findings(String verb, List<Finding> findings, boolean isNew) {
    for (Finding finding : findings) {
      out.println();
      out.println(verb + ":");
      TextReport.findings(List.of(finding), paint, out);
      List<ChangedLines.Line> lines =
          diffs
              .computeIfAbsent(finding.file(), file -> ChangedLines.of(review.change(), file))
              .around(finding.line(), isNew);
      lines.forEach(line -> out.println("    | " + painted(line)));
      if (lines.isEmpty()) {
        SourceTree tree = isNew ? review.change().after() : review.change().before();
        line(tree, finding).ifPresent(text -> out.println("    |  " + text));
      }
    }
  }

  private String painted(ChangedLines.Line line) {
    return switch (line.kind()) {
      case '+' -> paint.good(line.toString());
      case '-' -> paint.bad(line.toString());
      default -> line.toString().stripTrailing();
    };
  }

  private static Optional<String> line(SourceTree tree, Finding finding) {
    return tree.read(finding.file()) instanceof Content.Bytes(byte[] bytes)
        ? new String(bytes, ISO_8859_1)
            .lines()
            .skip(finding.line() - 1L)
            .findFirst()
            .map(ChangedLines::readable)
            .map(String::stripTrailing)
        : Optional.empty();
  }
}
