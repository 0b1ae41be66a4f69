// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Expr;

/// Inputs with which a run does not only map but also returns success: room in a ring, a state of
/// the controller, a pointer that must not be null. Where the ordinary run fails, its last branches
/// are tried the other way, one at a time.
final class Succeeding {

  /// Branches that are tried the other way from one run.
  private static final int MOST_FLIPPED = 16;

  /// Branches that are taken the other way together.
  private static final int MOST_TOGETHER = 6;

  /// Of all runs together: a hundred ordinary ones, or a dozen that fill a ring.
  private static final int MOST_STEPS = 60_000;

  private final Function<List<Detour>, Steered> build;
  private int steps;

  /// @param build the program with inputs that are chosen for detours, and its trial
  Succeeding(Function<List<Detour>, Steered> build) {
    this.build = build;
  }

  /// `known` with what has to be added for the function to succeed; `known` when nothing helps.
  Steered from(Steered known) {
    Steered tried = known;
    for (int i = 0; i < MOST_TOGETHER; i++) {
      if (succeeds(tried.trial().run())) {
        return tried;
      }
      Optional<Steered> next = onward(tried);
      if (next.isEmpty()) {
        return known;
      }
      tried = next.get();
    }
    return succeeds(tried.trial().run()) ? tried : known;
  }

  /// One branch more: one with which the function succeeds, else the last one with which its run
  /// comes by branches that are new.
  private Optional<Steered> onward(Steered known) {
    Optional<Steered> further = Optional.empty();
    List<Detour> taken = known.trial().lastBranches();
    for (Detour flipped : taken.reversed().stream().limit(MOST_FLIPPED).toList()) {
      if (known.detours().contains(flipped)) {
        continue;
      }
      if (steps > MOST_STEPS) {
        break;
      }
      Steered other = build.apply(known.and(flipped));
      steps += other.trial().run().steps();
      if (succeeds(other.trial().run())) {
        return Optional.of(other);
      }
      if (further.isEmpty()
          && other.trial().run().mappings() >= known.trial().run().mappings()
          && comesByMore(other.trial().lastBranches(), taken)) {
        further = Optional.of(other);
      }
    }
    return further;
  }

  private static boolean comesByMore(List<Detour> branches, List<Detour> known) {
    Set<Expr> conditions = known.stream().map(Detour::condition).collect(Collectors.toSet());
    return branches.stream().anyMatch(b -> !conditions.contains(b.condition()));
  }

  private static boolean succeeds(Run run) {
    return run.mappings() > 0
        && run.events().stream()
            .anyMatch(
                e -> e instanceof Event.Returned r && r.role() == Entry.Role.MAP && r.success());
  }
}
