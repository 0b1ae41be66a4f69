// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.cli.git.Change;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// A review for programs, in the forms that they read. All but the first show what the change adds.
public final class ReviewJson {
  private ReviewJson() {}

  record Document(
      String schema,
      String change,
      List<String> files,
      List<JsonReport.FindingEntry> added,
      List<JsonReport.FindingEntry> fixed,
      List<JsonReport.FindingEntry> moved,
      List<Comparison.RoleChange> roles,
      List<VerifyReport.Entry> executed,
      int notExecuted,
      List<JsonReport.UnsupportedEntry> unsupported,
      String summary) {}

  /// `sgdiet/review/1`.
  public static void write(Review review, PrintStream out) {
    Change change = review.change();
    Comparison comparison = review.comparison();
    Json.write(
        new Document(
            "sgdiet/review/1",
            change.title(),
            List.copyOf(change.files()),
            entries(comparison.added()),
            entries(comparison.fixed()),
            entries(comparison.moved()),
            comparison.roles(),
            review.executed(),
            review.notExecuted(),
            comparison.unsupported().stream()
                .map(u ->
                    new JsonReport.UnsupportedEntry(u.file(), u.line(), u.endLine(), u.reason()))
                .toList(),
            review.summary()),
        out);
  }

  private static List<JsonReport.FindingEntry> entries(List<Finding> findings) {
    return findings.stream().map(JsonReport.FindingEntry::of).toList();
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record B4(String tool, String status, String summary, String details) {}

  /// What `b4 review` reads from a check: `pass`, `warn` or `fail`, a line, and the findings in the
  /// details; nothing for a change without C. It keeps one result of a tool for a mail, the last.
  public static void b4(Review review, PrintStream out) {
    List<Finding> added = review.comparison().added();
    if (added.isEmpty()) {
      boolean silent = review.change().files().isEmpty();
      Json.write(silent ? List.of() : List.of(new B4("sgdiet", "pass", review.summary(), "")), out);
      return;
    }
    boolean sure = added.stream().anyMatch(f -> f.confidence() == Finding.Confidence.HIGH);
    String summary =
        added.size() == 1
            ? line(added.getFirst())
            : added.size()
                + " findings: "
                + String.join(", ", added.stream().map(Finding::rule).distinct().sorted().toList());
    List<String> details = new ArrayList<>();
    for (Finding finding : added) {
      if (added.size() > 1) {
        details.add(line(finding));
      }
      finding
          .notes()
          .forEach(n -> details.add("%s:%d: %s".formatted(n.file(), n.line(), n.message())));
    }
    Json.write(
        List.of(new B4("sgdiet", sure ? "fail" : "warn", summary, String.join("\n", details))),
        out);
  }

  private static String line(Finding finding) {
    return "%s:%d: %s [%s]"
        .formatted(finding.file(), finding.line(), finding.message(), finding.rule());
  }

  record Position(int line, int column) {}

  record Range(Position start) {}

  record Location(String path, Range range) {}

  record Code(String value) {}

  record Source(String name) {}

  record Diagnostic(String message, Location location, String severity, Source source, Code code) {}

  /// `rdjsonl` of reviewdog: one diagnostic a line, columns 1-based in bytes.
  public static void rdjsonl(Comparison comparison, PrintStream out) {
    for (Finding finding : comparison.added()) {
      Position start = new Position(finding.line(), finding.column());
      out.println(
          Json.LINE.writeValueAsString(
              new Diagnostic(
                  finding.message(),
                  new Location(finding.file(), new Range(start)),
                  finding.confidence() == Finding.Confidence.LOW ? "INFO" : "WARNING",
                  new Source("sgdiet"),
                  new Code(finding.rule()))));
    }
  }

  record Lines(int begin) {}

  record GitlabLocation(String path, Lines lines) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Quality(
      String description,
      String checkName,
      String fingerprint,
      String severity,
      GitlabLocation location) {}

  /// GitLab's code quality list; of equal fingerprints it would show one, so they are numbered.
  public static void gitlab(Comparison comparison, PrintStream out) {
    Map<String, Integer> seen = new HashMap<>();
    List<Quality> list =
        comparison.added().stream()
            .map(f -> {
              int occurrence = seen.merge(f.fingerprint(), 1, Integer::sum);
              return new Quality(
                  f.message(),
                  f.rule(),
                  occurrence == 1 ? f.fingerprint() : f.fingerprint() + "-" + occurrence,
                  f.confidence() == Finding.Confidence.HIGH ? "major" : "minor",
                  new GitlabLocation(f.file(), new Lines(f.line())));
            })
            .toList();
    Json.write(list, out);
  }
}
