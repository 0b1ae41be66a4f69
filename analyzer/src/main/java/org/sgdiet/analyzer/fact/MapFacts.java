// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.List;

/// What is known about one call that maps a scatterlist.
///
/// @param consumption the reader that decides how the mapping could be rewritten
/// @param readers every reader that was found, by place
/// @param singleEntry whether exactly one entry is mapped
/// @param framework the function or table whose users share this mapping, empty when it serves one
///   driver
/// @param users the files that use the framework, as far as they were looked for, sorted
/// @param blockers every reason against a rewrite, most telling first; the decision carries the
///   first
public record MapFacts(
    Origin origin,
    Consumption consumption,
    List<Reader> readers,
    boolean singleEntry,
    Bookkeeping bookkeeping,
    String framework,
    List<String> users,
    List<Blocker> blockers,
    Decision decision) {

  public MapFacts {
    readers = List.copyOf(readers);
    users = List.copyOf(users);
    blockers = List.copyOf(blockers);
  }

  /// These facts, with the files that use the framework.
  public MapFacts withUsers(List<String> users) {
    return new MapFacts(
        origin,
        consumption,
        readers,
        singleEntry,
        bookkeeping,
        framework,
        users,
        blockers,
        decision);
  }

  /// One reason against a rewrite.
  ///
  /// @param refuses whether it forbids the rewrite rather than asking for help
  /// @param line where it shows, 1-based, 0 when it is not a place in the file
  public record Blocker(String reason, boolean refuses, int line) {}
}
