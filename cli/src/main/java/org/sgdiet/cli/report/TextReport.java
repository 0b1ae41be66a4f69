// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.Decision;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.Verdict;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.cli.terminal.Paint;

/// A scan as lines in the form of gcc's diagnostics, which editors and scripts already read.
public final class TextReport {
  private TextReport() {}

  /// Sites, findings, what was not analysed, and one line that counts them.
  public static void write(ScanReport report, Paint paint, PrintStream out) {
    for (Site site : report.sites()) {
      site.map().ifPresent(facts -> out.println(siteLine(site, facts, paint)));
    }
    findings(report.findings(), paint, out);
    for (ScanReport.UnreadRange range : report.unsupported()) {
      out.println(
          paint.bold(range.file() + ":" + range.line() + ":")
              + paint.note(" note: ")
              + "not analysed up to line "
              + range.endLine()
              + ": "
              + range.reason());
    }
    out.println(summary(report));
  }

  /// Findings alone, as `check` prints them.
  public static void findings(List<Finding> findings, Paint paint, PrintStream out) {
    for (Finding finding : findings) {
      out.println(
          paint.bold(finding.file() + ":" + finding.line() + ":" + finding.column() + ":")
              + paint.warning(" warning: ")
              + finding.message()
              + " ["
              + paint.warning(finding.rule())
              + "]");
      for (Finding.Note note : finding.notes()) {
        out.println(
            paint.bold(note.file() + ":" + note.line() + ":")
                + paint.note(" note: ")
                + note.message());
      }
      finding
          .fix()
          .ifPresent(fix ->
              out.println(
                  paint.bold(finding.file() + ":" + finding.line() + ":")
                      + paint.note(" note: ")
                      + "write instead: "
                      + paint.good(fix.shown())
                      + " ["
                      + fix.kind().word()
                      + "]"));
    }
  }

  private static String siteLine(Site site, MapFacts facts, Paint paint) {
    Decision decision = facts.decision();
    String verdict = decision.recipe().name() + " " + decision.verdict().word();
    return paint.bold(site.file() + ":" + site.line() + ":" + site.column() + ":")
        + paint.note(" note: ")
        + site.call()
        + "() in "
        + site.function()
        + "(): list from "
        + facts.origin().word()
        + ", read by "
        + facts.consumption().word()
        + "; "
        + decision.recipe().title()
        + (decision.reason().isEmpty() ? "" : ": " + decision.reason())
        + " ["
        + (decision.verdict() == Verdict.MECHANICAL ? paint.good(verdict) : verdict)
        + "]";
  }

  /// `14 files read: 20 calls, 9 of them map a list (4 mechanical, 2 assist, 3 refuse); 3
  /// findings`.
  static String summary(ScanReport report) {
    List<Verdict> verdicts =
        report.sites().stream()
            .flatMap(site -> site.map().stream())
            .map(facts -> facts.decision().verdict())
            .toList();
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      counts.add(verdicts.stream().filter(verdict::equals).count() + " " + verdict.word());
    }
    StringBuilder line = new StringBuilder();
    line.append(Prose.counted(report.filesRead(), "file")).append(" read: ");
    line.append(Prose.counted(report.sites().size(), "mapping call")).append(", ");
    line.append(verdicts.size()).append(" of a list (").append(String.join(", ", counts));
    line.append("); ").append(Prose.counted(report.findings().size(), "finding"));
    if (!report.unsupported().isEmpty()) {
      line.append("; ")
          .append(Prose.counted(report.unsupported().size(), "span"))
          .append(" not analysed");
    }
    if (!report.skipped().isEmpty()) {
      line.append("; ").append(Prose.counted(report.skipped().size(), "file")).append(" skipped");
    }
    return line.toString();
  }
}
