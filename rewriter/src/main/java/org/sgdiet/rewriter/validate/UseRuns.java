// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import org.sgdiet.runtime.campaign.Verdict;

/// Which runs may come by a function that uses what another one maps.
record UseRuns(DriverFunctions functions, Versions versions) {

  /// Functions that are tried as the one from which another is called.
  private static final int MOST_ENTRIES = 3;

  /// The runs that may come by `user`: those of other functions that map and change, those in which
  /// it is lent a list that is mapped already, and the dearest, in which it, or what calls it, runs
  /// behind a function that maps.
  ///
  /// @param mappers those that ran
  /// @param others those that did not
  List<Supplier<Compared>> of(Touched user, List<Touched> mappers, List<Touched> others) {
    List<Supplier<Compared>> ways = new ArrayList<>();
    for (Touched other : others) {
      ways.add(() -> versions.compare(other));
    }
    ways.add(() -> lent(user));
    for (Touched entry : entries(user)) {
      for (Touched mapper : Stream.concat(mappers.stream(), others.stream()).toList()) {
        ways.add(() -> versions.compare(mapper, entry));
      }
    }
    return ways;
  }

  /// A function by itself: where the rewrite gives it something else than a list, a difference says
  /// nothing.
  private Compared lent(Touched user) {
    Compared compared = versions.compare(user);
    return compared.verdict() instanceof Verdict.Differs d
        ? Compared.without(
            new Verdict.NotExecutable(
                "by itself it is not given what the rewrite gives it",
                Optional.empty(),
                d.coverage()))
        : compared;
  }

  /// Functions to call for a run to come by a function that uses what was mapped: itself, but where
  /// it is given a list as a parameter, those from which it has the list.
  private List<Touched> entries(Touched user) {
    List<Touched> entries = new ArrayList<>();
    Deque<Touched> work = new ArrayDeque<>(List.of(user));
    Set<Touched> seen = new HashSet<>();
    while (!work.isEmpty() && entries.size() < MOST_ENTRIES) {
      Touched next = work.poll();
      if (seen.add(next) && !functions.maps(next)) {
        if (functions.isGivenList(next)) {
          work.addAll(functions.callers(next));
        } else {
          entries.add(next);
        }
      }
    }
    return entries;
  }
}
