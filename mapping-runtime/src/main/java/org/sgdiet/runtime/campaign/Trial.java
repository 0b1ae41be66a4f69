// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Traced;
import org.sgdiet.runtime.program.Program;

/// The simplest run of a program, and the way that it took: one page on the direct map. By it
/// inputs are chosen before a campaign is worth its runs.
public record Trial(Program program, Traced traced) {

  /// More than a driver does with one page; a run that goes on waits for what never comes.
  private static final int MOST_STEPS = 20_000;

  /// The trial of a program.
  public static Trial of(Program program) {
    return new Trial(
        program,
        Machine.traced(
            program,
            Profiles.named("direct").orElseThrow(),
            Shapes.ONE_PAGE,
            Plan.ORDINARY,
            MOST_STEPS));
  }

  /// What it showed.
  public Run run() {
    return traced.run();
  }

  /// The rules it broke that speak against a driver of whose limits nothing more is known.
  public List<Event.Misused> misuses() {
    return run().misuses().stream().filter(m -> Rules.accuses(program, m.rule())).toList();
  }

  /// Where it turned away from the mappings of the program, if it made none.
  public Optional<Detour> detour() {
    return traced.detour();
  }

  /// Whether it came by a function.
  public boolean calls(String function) {
    return traced.reached().stream().anyMatch(spot -> spot.function().equals(function));
  }

  /// The branches that it took in a function, each as what would make it go the other way.
  public List<Detour> branches(String function) {
    return traced.branches().stream().filter(d -> d.function().equals(function)).toList();
  }

  /// Those in all functions, the last one last; only those after the first mapping, if it made one.
  public List<Detour> lastBranches() {
    return traced.lastBranches();
  }
}
