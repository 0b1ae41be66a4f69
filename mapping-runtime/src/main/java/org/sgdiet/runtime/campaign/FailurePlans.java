// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Position;

/// Which operations are made to fail, each in a run of its own: of every place in the driver the
/// first few and the last. A ring of 256 buffers unwinds the hundredth as it does the third.
final class FailurePlans {

  /// As many as a list of four entries, mapped one by one, asks for with the last.
  private static final int FIRST_OF_A_PLACE = 3;

  /// For one profile and shape.
  static final int MOST = 24;

  /// @param number of the operation in its run, from 0
  /// @param turn the operation's among those of its place, from 0; of the last one 1 at the most
  private record Candidate(int number, int turn) {}

  private FailurePlans() {}

  /// At most [#MOST].
  static List<Plan> of(Run run) {
    return of(run, MOST);
  }

  /// The plans that a run in which nothing fails gives rise to, in the order of the operations.
  static List<Plan> of(Run run, int most) {
    return candidates(run).stream()
        .filter(c -> c.turn() < FIRST_OF_A_PLACE)
        .sorted(Comparator.comparingInt(Candidate::turn))
        .limit(most)
        .map(Candidate::number)
        .sorted()
        .map(Plan.ORDINARY::failing)
        .toList();
  }

  /// The plans for two versions of a function: the same ones where both call the same operations.
  static List<Plan> of(Run run, Run other) {
    if (!run.failable().equals(other.failable())) {
      return of(run);
    }
    return Stream.concat(of(run).stream(), of(other).stream())
        .distinct()
        .sorted(Comparator.comparingInt(p -> p.failing().orElseThrow()))
        .toList();
  }

  private static List<Candidate> candidates(Run run) {
    Map<Position, Integer> last = new HashMap<>();
    for (int k = 0; k < run.failableAt().size(); k++) {
      last.put(run.failableAt().get(k), k);
    }
    Set<Integer> lastOnes = Set.copyOf(last.values());
    Map<Position, Integer> turns = new HashMap<>();
    List<Candidate> all = new ArrayList<>();
    for (int k = 0; k < run.failableAt().size(); k++) {
      Position at = run.failableAt().get(k);
      int turn = turns.merge(at, 1, Integer::sum) - 1;
      all.add(new Candidate(k, lastOnes.contains(k) ? Math.min(turn, 1) : turn));
    }
    return all;
  }
}
