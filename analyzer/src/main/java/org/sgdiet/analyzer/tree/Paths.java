// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.Collections;
import java.util.List;

/// Looks things up in the paths of a tree, which are sorted: a tree has tens of thousands of them,
/// and a question about one directory need not walk them all.
public final class Paths {
  private Paths() {}

  /// The directory of a path with its final `/`, empty at the top.
  public static String directory(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /// Whether a sorted list has `path`.
  public static boolean contains(List<String> sorted, String path) {
    return Collections.binarySearch(sorted, path) >= 0;
  }

  /// The files that lie in `directory` itself.
  ///
  /// @param directory empty, or with its final `/`
  public static List<String> in(List<String> sorted, String directory) {
    return below(sorted, directory).stream()
        .filter(path -> path.indexOf('/', directory.length()) < 0)
        .toList();
  }

  /// The files that lie in `directory` or below it.
  private static List<String> below(List<String> sorted, String directory) {
    if (directory.isEmpty()) {
      return sorted;
    }
    // The character behind '/' ends the range.
    String end = directory.substring(0, directory.length() - 1) + (char) ('/' + 1);
    return sorted.subList(start(sorted, directory), start(sorted, end));
  }

  private static int start(List<String> sorted, String path) {
    int found = Collections.binarySearch(sorted, path);
    return found >= 0 ? found : -found - 1;
  }
}
