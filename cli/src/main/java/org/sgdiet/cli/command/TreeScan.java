// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.function.Predicate;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.terminal.ProgressLine;
import org.sgdiet.cli.terminal.Terminal;

/// The scan of an opened tree, told about on the terminal.
final class TreeScan {
  private TreeScan() {}

  /// Scans the scopes. Files that are not read are named on stderr, each in one line.
  static ScanReport run(TreeArgument.Opened opened, Terminal terminal) {
    return run(opened, KernelApi.builtIn(), opened::holds, terminal);
  }

  /// Scans the files for which `wanted` holds, knowing more than the kernel's own calls.
  static ScanReport run(
      TreeArgument.Opened opened, KernelApi api, Predicate<String> wanted, Terminal terminal) {
    Scan fresh = new Scan(opened.source(), api, wanted);
    Scan scan = opened.cache().map(fresh::keptIn).orElse(fresh);
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
