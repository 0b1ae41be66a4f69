// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.campaign.Shapes;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Program;

/// Inputs with which a run does not only map but also returns success: room in a ring, a state of
/// the controller, a pointer that must not be null. Where the ordinary run fails, its last branches
/// are tried the other way, one at a time.
final class Succeeding {

  /// Branches that are tried the other way from one run.
  private static final int MOST_FLIPPED = 8;

  /// Branches that are taken the other way together.
  private static final int MOST_TOGETHER = 6;

  private final Function<List<Detour>, Program> build;

  /// @param build the program with inputs that are chosen for detours
  Succeeding(Function<List<Detour>, Program> build) {
    this.build = build;
  }

  /// `known` and what has to be added for the function to succeed; `known` when nothing helps.
  List<Detour> detours(List<Detour> known) {
    List<Detour> tried = known;
    for (int i = 0; i < MOST_TOGETHER; i++) {
      Program program = build.apply(tried);
      Run run = trial(program);
      if (succeeds(run)) {
        return tried;
      }
      Optional<List<Detour>> next = onward(program, run, tried);
      if (next.isEmpty()) {
        return known;
      }
      tried = next.get();
    }
    return succeeds(trial(build.apply(tried))) ? tried : known;
  }

  /// One branch more: one with which the function succeeds, else the last one with which its run
  /// comes by branches that are new.
  private Optional<List<Detour>> onward(Program program, Run run, List<Detour> known) {
    Optional<List<Detour>> further = Optional.empty();
    List<Detour> taken = branches(program);
    for (Detour flipped : taken.reversed().stream().limit(MOST_FLIPPED).toList()) {
      if (known.contains(flipped)) {
        continue;
      }
      List<Detour> with = new ArrayList<>(known);
      with.add(flipped);
      Program other = build.apply(with);
      Run otherRun = trial(other);
      if (succeeds(otherRun)) {
        return Optional.of(with);
      }
      if (further.isEmpty()
          && otherRun.mappings() >= run.mappings()
          && comesByMore(branches(other), taken)) {
        further = Optional.of(with);
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

  private static List<Detour> branches(Program program) {
    return Machine.lastBranches(program, direct(), Shapes.ONE_PAGE, Plan.ORDINARY);
  }

  private static Run trial(Program program) {
    return Machine.run(program, direct(), Shapes.ONE_PAGE, Plan.ORDINARY);
  }

  private static Profile direct() {
    return Profiles.named("direct").orElseThrow();
  }
}
