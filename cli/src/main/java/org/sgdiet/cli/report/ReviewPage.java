// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static org.sgdiet.cli.report.Html.element;
import static org.sgdiet.cli.report.Html.text;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sgdiet.analyzer.check.Finding;

/// A review as one page: the findings with the lines of the diff, and the two traces of what was
/// executed side by side.
public final class ReviewPage {
  private final Review review;
  private final Map<String, ChangedLines> diffs = new HashMap<>();

  private ReviewPage(Review review) {
    this.review = review;
  }

  /// Writes the page.
  public static void write(Review review, PrintStream out) {
    out.print(Html.page("sgdiet: " + review.change().title(), new ReviewPage(review).body()));
  }

  private String body() {
    Comparison comparison = review.comparison();
    StringBuilder out = new StringBuilder();
    out.append(element("h1", "", "Review of " + text(review.change().title()))).append('\n');
    out.append(element("p", "class=\"dim\"", text(review.summary()))).append('\n');
    findings("added", "Adds", "bad", comparison.added(), true, out);
    findings("fixed", "Fixes", "good", comparison.fixed(), false, out);
    findings("moved", "Moves", "mid", comparison.moved(), true, out);
    if (!review.executed().isEmpty()) {
      out.append(heading("executed", "Executed", review.executed().size()));
      review.executed().forEach(entry -> out.append(execution(entry)));
    }
    if (!comparison.roles().isEmpty()) {
      out.append(heading("roles", "Lists in another role", comparison.roles().size()));
      for (Comparison.RoleChange role : comparison.roles()) {
        out.append(element("p", "", Html.place(role.file()) + " " + text(role.describe())) + "\n");
      }
    }
    if (!comparison.unsupported().isEmpty()) {
      out.append(heading("unread", "Not analysed", comparison.unsupported().size()));
      comparison
          .unsupported()
          .forEach(u ->
              out.append(
                  element(
                      "p", "", Html.place(u.file() + ":" + u.line()) + " " + text(u.reason()))));
    }
    return out.toString();
  }

  private static String heading(String id, String title, int count) {
    return element(
            "h2",
            "id=\"" + id + "\"",
            title + " " + element("span", "class=\"dim\"", String.valueOf(count)))
        + "\n";
  }

  private void findings(
      String id,
      String title,
      String colour,
      List<Finding> findings,
      boolean isNew,
      StringBuilder out) {
    if (findings.isEmpty()) {
      return;
    }
    out.append(heading(id, title, findings.size()));
    for (Finding finding : findings) {
      List<ChangedLines.Line> lines =
          diffs
              .computeIfAbsent(finding.file(), file -> ChangedLines.of(review.change(), file))
              .around(finding.line(), isNew);
      out.append(
          Html.finding(
              finding,
              colour,
              finding.rule(),
              Html.diff(lines.stream().map(Object::toString).toList())));
    }
  }

  private static String execution(VerifyReport.Entry entry) {
    String colour = entry.wrong() ? "mid" : entry.verdict().equals("proved") ? "good" : "dim";
    return element(
            "article",
            "",
            Html.place(entry.file())
                + " "
                + element("span", "class=\"" + colour + "\"", text(Executions.sentence(entry)))
                + Html.trace("The two runs, line by line", entry.witness()))
        + "\n";
  }
}
