// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.List;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.fact.Site;

/// What a scan of a tree found, and what it could not read.
///
/// @param sites by file, then position
/// @param findings by file, then position
/// @param unsupported spans of C that could not be analysed, by file, then line
/// @param skipped files that were not read, by path
/// @param filesRead number of `.c` and `.h` files whose bytes were looked at
public record ScanReport(
    List<Site> sites,
    List<Finding> findings,
    List<UnreadRange> unsupported,
    List<SkippedFile> skipped,
    int filesRead) {

  public ScanReport {
    sites = List.copyOf(sites);
    findings = List.copyOf(findings);
    unsupported = List.copyOf(unsupported);
    skipped = List.copyOf(skipped);
  }

  /// This report with other findings.
  public ScanReport withFindings(List<Finding> others) {
    return new ScanReport(sites, others, unsupported, skipped, filesRead);
  }

  /// Lines that could not be analysed.
  ///
  /// @param line first line, 1-based
  /// @param endLine last line, 1-based, included
  public record UnreadRange(String file, int line, int endLine, String reason) {}

  /// A file that was not read.
  public record SkippedFile(String path, String reason) {}
}
