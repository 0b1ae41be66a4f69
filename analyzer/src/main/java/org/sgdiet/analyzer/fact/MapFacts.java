// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.List;

/// What is known about one call that maps a scatterlist.
///
/// @param singleEntry whether exactly one entry is mapped
/// @param framework the framework whose other drivers use this mapping, empty when it serves one
///   driver
/// @param blockers every reason against a rewrite, most telling first; the decision carries the
///   first
public record MapFacts(
    Origin origin,
    Consumption consumption,
    boolean singleEntry,
    Bookkeeping bookkeeping,
    String framework,
    List<Blocker> blockers,
    Decision decision) {

  public MapFacts {
    blockers = List.copyOf(blockers);
  }

  /// One reason against a rewrite.
  ///
  /// @param refuses whether it forbids the rewrite rather than asking for help
  /// @param line where it shows, 1-based, 0 when it is not a place in the file
  public record Blocker(String reason, boolean refuses, int line) {}
}
