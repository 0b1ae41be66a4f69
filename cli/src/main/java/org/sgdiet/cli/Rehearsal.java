// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import java.util.Arrays;
import java.util.List;

/// Several commands in one process, from which the launcher makes its ahead-of-time cache: what
/// they load, later processes find loaded. What the commands find is of no interest.
public final class Rehearsal {
  private static final String NEXT = "+";

  private Rehearsal() {}

  /// Runs commands with a `+` between each two.
  public static void main(String[] args) {
    List<String> words = Arrays.asList(args);
    int start = 0;
    for (int end = 0; end <= words.size(); end++) {
      if (end == words.size() || words.get(end).equals(NEXT)) {
        int _ = Main.run(words.subList(start, end).toArray(String[]::new));
        start = end + 1;
      }
    }
  }
}
