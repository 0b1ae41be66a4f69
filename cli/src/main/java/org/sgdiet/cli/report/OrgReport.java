// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.tree.ScanReport;

/// A scan as an Emacs org list, in the form of coccicheck's `org` mode: one TODO a place, columns
/// counted from 0 as coccinelle does.
public final class OrgReport {
  private OrgReport() {}

  /// Findings first, then the mapping sites.
  public static void write(ScanReport report, PrintStream out) {
    for (Finding finding : report.findings()) {
      todo(finding.file(), finding.line(), finding.column(), finding.message(), out);
      for (Finding.Note note : finding.notes()) {
        out.println(
            "  - [[view:%s::face=ovl-face2::linb=%d::colb=0::cole=0][%s]]"
                .formatted(note.file(), note.line(), note.message()));
      }
    }
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

  private static void todo(String file, int line, int column, String text, PrintStream out) {
    String escaped = text.replace('[', '(').replace(']', ')');
    out.println(
        "* TODO [[view:%s::face=ovl-face1::linb=%d::colb=%d::cole=%d][%s]]"
            .formatted(file, line, column - 1, column - 1, escaped));
  }
}
