// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.List;

/// Who uses a member.
///
/// @param occurrences member expressions in functions, by file and position
/// @param loose places that spell the member's name and whose object could not be told
public record Uses(List<Occurrence> occurrences, List<Loose> loose, Reach reach) {

  public Uses {
    occurrences = List.copyOf(occurrences);
    loose = List.copyOf(loose);
  }

  /// A place that may be a use.
  ///
  /// @param line 1-based
  public record Loose(String path, int line) {}

  /// How far the struct can be seen.
  public enum Reach {
    /// In one file or directory, all of which was read.
    KNOWN,
    /// Its header lies under `include/`.
    WHOLE_TREE,
    /// Its body was not found.
    UNKNOWN
  }
}
