// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sgdiet.runtime.campaign.Trial;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Spot;

/// Inputs with which the functions of a script come by where they use a mapping: where the ordinary
/// run does not, its branches in them are tried the other way, one by one, and on from where that
/// leads.
final class Using {

  /// Branches that are tried the other way.
  private static final int MOST_FLIPPED = 24;

  /// Branches that are taken the other way together.
  private static final int MOST_TOGETHER = 4;

  /// Of all runs together: a hundred ordinary ones, or a dozen that fill a ring.
  private static final int MOST_STEPS = 60_000;

  private final Function<List<Detour>, Steered> build;
  private int steps;

  /// @param build the program with inputs that are chosen for detours, and its trial
  Using(Function<List<Detour>, Steered> build) {
    this.build = build;
  }

  /// `known` with what has to be added for the functions to use the mapping.
  ///
  /// @param users the functions that may use the mapping, each with those it reaches
  Steered from(Steered known, Map<String, Set<String>> users) {
    Steered fitted = known;
    for (Set<String> functions : users.values()) {
      fitted = from(fitted, functions);
    }
    return fitted;
  }

  private Steered from(Steered known, Set<String> functions) {
    Set<Spot> uses = uses(known.trial().program(), functions);
    if (uses.isEmpty() || comesBy(known.trial(), uses)) {
      return known;
    }
    Steered tried = known;
    for (int i = 0; i < MOST_TOGETHER; i++) {
      Optional<Steered> next = onward(tried, functions, uses);
      if (next.isEmpty()) {
        return known;
      }
      if (isGood(next.get().trial(), uses)) {
        return next.get();
      }
      tried = next.get();
    }
    return known;
  }

  /// One branch more: one with which the run comes by a use, else the last one with which it comes
  /// by branches that are new.
  private Optional<Steered> onward(Steered known, Set<String> functions, Set<Spot> uses) {
    List<Detour> taken = branches(known, functions);
    Optional<Steered> further = Optional.empty();
    for (Detour flipped : taken.stream().limit(MOST_FLIPPED).toList()) {
      if (known.detours().contains(flipped)) {
        continue;
      }
      if (steps > MOST_STEPS) {
        break;
      }
      Steered other = build.apply(known.and(flipped));
      Run run = other.trial().run();
      steps += run.steps();
      if (isGood(other.trial(), uses)) {
        return Optional.of(other);
      }
      boolean goesOn = run.stop().isEmpty() && run.mappings() > 0;
      if (goesOn && further.isEmpty() && comesByMore(branches(other, functions), taken)) {
        further = Optional.of(other);
      }
    }
    return further;
  }

  /// The branches of functions that a run took, the last one first.
  private static List<Detour> branches(Steered steered, Set<String> functions) {
    return steered.trial().lastBranches().reversed().stream()
        .filter(d -> functions.contains(d.function()))
        .toList();
  }

  private static boolean comesByMore(List<Detour> branches, List<Detour> known) {
    Set<Expr> conditions = known.stream().map(Detour::condition).collect(Collectors.toSet());
    return branches.stream().anyMatch(b -> !conditions.contains(b.condition()));
  }

  private static Set<Spot> uses(Program program, Set<String> functions) {
    return program.functions().stream()
        .filter(f -> functions.contains(f.name()))
        .flatMap(
            f -> f.blocks().stream().filter(MappingUse::in).map(b -> new Spot(f.name(), b.label())))
        .collect(Collectors.toSet());
  }

  private static boolean comesBy(Trial trial, Set<Spot> uses) {
    return uses.stream().anyMatch(trial.traced().reached()::contains);
  }

  private static boolean isGood(Trial trial, Set<Spot> uses) {
    Run run = trial.run();
    return run.stop().isEmpty() && run.mapped() && run.mappings() > 0 && comesBy(trial, uses);
  }
}
