// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.List;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.tree.ScanReport;

/// Findings as coccicheck's users know them: its `org` mode, an Emacs list with one TODO a place,
/// and its `report` mode, a line each. Both count columns from 0, as coccinelle does.
public final class OrgReport {
  private OrgReport() {}

  /// Findings first, then the mapping sites.
  public static void write(ScanReport report, PrintStream out) {
    findings(report.findings(), out);
    for (Site site : report.sites()) {
      site.map()
          .ifPresent(facts ->
              todo(
                  site.file(),
                  site.line(),
                  site.column(),
                  "%s: %s %s"
                      .formatted(
                          site.call(),
                          facts.decision().recipe(),
                          facts.decision().verdict().word()),
                  out));
    }
  }

  /// Findings alone, in `org` mode.
  public static void findings(List<Finding> findings, PrintStream out) {
    for (Finding finding : findings) {
      todo(
          finding.file(),
          finding.line(),
          finding.column(),
          finding.message() + " (" + finding.rule() + ")",
          out);
      for (Finding.Note note : finding.notes()) {
        out.println(
            "  - [[view:%s::face=ovl-face2::linb=%d::colb=0::cole=0][%s]]"
                .formatted(note.file(), note.line(), escaped(note.message())));
      }
    }
  }

  /// Findings alone, in `report` mode.
  public static void lines(List<Finding> findings, PrintStream out) {
    for (Finding finding : findings) {
      int column = finding.column() - 1;
      int end = column + Math.max(1, finding.span().end() - finding.span().start());
      out.println(
          "%s:%d:%d-%d: %s: %s [%s]"
              .formatted(
                  finding.file(),
                  finding.line(),
                  column,
                  end,
                  finding.confidence() == Finding.Confidence.HIGH ? "ERROR" : "WARNING",
                  finding.message(),
                  finding.rule()));
    }
  }

  private static void todo(String file, int line, int column, String text, PrintStream out) {
    out.println(
        "* TODO [[view:%s::face=ovl-face1::linb=%d::colb=%d::cole=%d][%s]]"
            .formatted(file, line, column - 1, column - 1, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace('[', '(').replace(']', ')');
  }
}
