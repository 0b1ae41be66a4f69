// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.List;
import java.util.function.Predicate;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.terminal.ProgressLine;
import org.sgdiet.cli.terminal.Terminal;

/// The scan of an opened tree, told about on the terminal.
final class TreeScan {
  private TreeScan() {}

  /// The sites in the scopes. Files that are not read are named on stderr, each in one line.
  static List<Site> sites(TreeArgument.Opened opened, Terminal terminal) {
    return ofSites(opened, terminal).sites();
  }

  /// A scan of the scopes that asks no rules.
  static ScanReport ofSites(TreeArgument.Opened opened, Terminal terminal) {
    Scan scan = new Scan(opened.source(), KernelApi.builtIn(), opened::holds).ofSites();
    return run(opened.cache().map(scan::keptIn).orElse(scan), terminal);
  }

  /// Scans the files for which `wanted` holds, knowing more than the kernel's own calls.
  static ScanReport run(
      TreeArgument.Opened opened, KernelApi api, Predicate<String> wanted, Terminal terminal) {
    Scan fresh = new Scan(opened.source(), api, wanted);
    return run(opened.cache().map(fresh::keptIn).orElse(fresh), terminal);
  }

  private static ScanReport run(Scan scan, Terminal terminal) {
    ScanReport report;
    try (ProgressLine progress = new ProgressLine(terminal, "reading")) {
      report = scan.run(progress::at);
    }
    for (ScanReport.SkippedFile file : report.skipped()) {
      terminal.err().println("sgdiet: " + file.path() + ": " + file.reason() + "; skipped");
    }
    return report;
  }

  /// What the process exits with after such a scan.
  static int exitCode(ScanReport report, boolean strict) {
    boolean incomplete = !report.unsupported().isEmpty() || !report.skipped().isEmpty();
    if (strict && incomplete) {
      return ExitCode.INCOMPLETE.code();
    }
    return report.findings().isEmpty() ? ExitCode.CLEAN.code() : ExitCode.FINDINGS.code();
  }
}
