// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sgdiet.runtime.campaign.Trial;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Spot;

/// Inputs with which the functions of a script come by where they use a mapping: where the ordinary
/// run does not, its branches in them are tried the other way, one at a time.
final class Using {

  /// Branches that are tried the other way.
  private static final int MOST_FLIPPED = 8;

  private Using() {}

  /// @param users the functions that may use the mapping, each with those it reaches
  static Steered fitted(
      Steered known, Map<String, Set<String>> users, Function<List<Detour>, Steered> build) {
    Steered fitted = known;
    for (Set<String> functions : users.values()) {
      fitted = fitted(fitted, functions, build);
    }
    return fitted;
  }

  private static Steered fitted(
      Steered known, Set<String> functions, Function<List<Detour>, Steered> build) {
    Set<Spot> uses = uses(known.trial().program(), functions);
    if (uses.isEmpty() || comesBy(known.trial(), uses)) {
      return known;
    }
    return functions.stream()
        .flatMap(f -> known.trial().branches(f).reversed().stream())
        .limit(MOST_FLIPPED)
        .map(flipped -> build.apply(known.and(flipped)))
        .filter(other -> getsThrough(other.trial().run()) && comesBy(other.trial(), uses))
        .findFirst()
        .orElse(known);
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

  private static boolean getsThrough(Run run) {
    return run.stop().isEmpty() && run.mapped() && run.mappings() > 0;
  }
}
