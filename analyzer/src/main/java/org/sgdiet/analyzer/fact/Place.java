// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Comparator;

/// A call or an access, by position.
///
/// @param file path relative to the tree
/// @param line 1-based
/// @param function the enclosing function, or the macro whose body it is
public record Place(String file, int line, String function) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file)
          .thenComparingInt(Place::line)
          .thenComparing(Place::function);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
