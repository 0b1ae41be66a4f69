// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;

/// The calls of one function in two versions, laid side by side: those that are written alike stay,
/// and where as many stand between two of them as before, each became its like.
///
/// @param edited the calls that are written otherwise now
/// @param taken the old version's calls for which none stands in the new one
/// @param put the new version's calls for which none stood in the old one
record CallEdits(List<Edit> edited, List<FoundCall> taken, List<FoundCall> put) {

  /// A call that is written otherwise now.
  record Edit(FoundCall old, FoundCall fresh) {}

  CallEdits {
    edited = List.copyOf(edited);
    taken = List.copyOf(taken);
    put = List.copyOf(put);
  }

  /// Whether nothing was edited, taken or put.
  boolean isEmpty() {
    return edited.isEmpty() && taken.isEmpty() && put.isEmpty();
  }

  /// The edits that lead from the one to the other.
  static CallEdits between(List<FoundCall> old, List<FoundCall> fresh) {
    Sides sides = new Sides(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int[][] common = common(old, fresh);
    int i = 0;
    int j = 0;
    int fromOld = 0;
    int fromFresh = 0;
    while (i < old.size() && j < fresh.size()) {
      if (isSame(old.get(i), fresh.get(j))) {
        sides.add(old.subList(fromOld, i), fresh.subList(fromFresh, j));
        fromOld = ++i;
        fromFresh = ++j;
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    sides.add(old.subList(fromOld, old.size()), fresh.subList(fromFresh, fresh.size()));
    return new CallEdits(sides.edited(), sides.taken(), sides.put());
  }

  /// Lengths of the longest common subsequences behind each pair of places.
  private static int[][] common(List<FoundCall> old, List<FoundCall> fresh) {
    int[][] common = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = fresh.size() - 1; j >= 0; j--) {
        common[i][j] =
            isSame(old.get(i), fresh.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static boolean isSame(FoundCall a, FoundCall b) {
    return a.body().text(a.call()).equals(b.body().text(b.call()));
  }

  private record Sides(List<Edit> edited, List<FoundCall> taken, List<FoundCall> put) {

    void add(List<FoundCall> old, List<FoundCall> fresh) {
      boolean paired = old.size() == fresh.size();
      for (int i = 0; paired && i < old.size(); i++) {
        paired = isLike(old.get(i), fresh.get(i));
      }
      if (paired) {
        for (int i = 0; i < old.size(); i++) {
          edited.add(new Edit(old.get(i), fresh.get(i)));
        }
      } else {
        taken.addAll(old);
        put.addAll(fresh);
      }
    }

    /// The same call with other arguments, or a sync the other way.
    private static boolean isLike(FoundCall a, FoundCall b) {
      return a.kernel().equals(b.kernel())
          || (a.kind() == SiteKind.SYNC
              && b.kind() == SiteKind.SYNC
              && a.kernel().parameters().equals(b.kernel().parameters()));
    }
  }
}
