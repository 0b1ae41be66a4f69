// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.git.Change;
import org.sgdiet.cli.terminal.Paint;

/// A review for people: what the change adds, fixes and moves, with the lines it is about.
public final class ReviewReport {
  private ReviewReport() {}

  /// Writes it; what did not change is not spoken of.
  public static void text(Change change, Comparison comparison, Paint paint, PrintStream out) {
    out.println(summary(change, comparison));
    findings("adds", comparison.added(), change.after(), paint, out);
    findings("fixes", comparison.fixed(), change.before(), paint, out);
    findings("moves", comparison.moved(), change.after(), paint, out);
    for (Comparison.RoleChange role : comparison.roles()) {
      out.println(
          paint.bold(role.file() + ":")
              + paint.note(" note: ")
              + role.function()
              + "(): lists were "
              + words(role.before())
              + " and are now "
              + words(role.after()));
    }
    comparison
        .unsupported()
        .forEach(range ->
            out.println(
                paint.bold(range.file() + ":" + range.line() + ":")
                    + paint.note(" note: ")
                    + "not analysed: "
                    + range.reason()));
  }

  /// One paragraph that says it all.
  static String summary(Change change, Comparison comparison) {
    if (change.files().isEmpty()) {
      return change.title() + ": no C file changed";
    }
    return "%s: %d C file%s changed: adds %d finding%s, fixes %d, moves %d; %d function%s use lists otherwise than before"
            .formatted(
                change.title(),
                change.files().size(),
                plural(change.files().size()),
                comparison.added().size(),
                plural(comparison.added().size()),
                comparison.fixed().size(),
                comparison.moved().size(),
                comparison.roles().size(),
                plural(comparison.roles().size()))
        + (comparison.unsupported().isEmpty()
            ? ""
            : "; %d spans not analysed".formatted(comparison.unsupported().size()));
  }

  private static String plural(int number) {
    return number == 1 ? "" : "s";
  }

  private static String words(List<String> roles) {
    return roles.isEmpty() ? "not mapped" : String.join(", ", roles);
  }

  private static void findings(
      String verb, List<Finding> findings, SourceTree tree, Paint paint, PrintStream out) {
    for (Finding finding : findings) {
      out.println();
      out.println(verb + ":");
      TextReport.findings(List.of(finding), paint, out);
      line(tree, finding).ifPresent(text -> out.println("    | " + text));
    }
  }

  private static Optional<String> line(SourceTree tree, Finding finding) {
    if (!(tree.read(finding.file()) instanceof Content.Bytes(byte[] bytes))) {
      return Optional.empty();
    }
    String text = new String(bytes, UTF_8);
    return text.lines().skip(finding.line() - 1L).findFirst().map(String::stripTrailing);
  }
}
