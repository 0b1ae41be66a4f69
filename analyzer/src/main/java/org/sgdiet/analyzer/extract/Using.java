// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.sgdiet.runtime.campaign.Trial;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.program.Spot;

/// Inputs with which the functions that use a mapping come by their uses: where the ordinary run
/// does not, its branches in them are tried the other way, one at a time.
final class Using {

  /// Branches that are tried the other way.
  private static final int MOST_FLIPPED = 8;

  private Using() {}

  /// @param users the functions that use the mapping, each with those it reaches
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
    if (comesByUse(known.trial(), functions)) {
      return known;
    }
    return functions.stream()
        .flatMap(f -> known.trial().branches(f).reversed().stream())
        .limit(MOST_FLIPPED)
        .map(flipped -> build.apply(known.and(flipped)))
        .filter(other -> comesByUse(other.trial(), functions))
        .findFirst()
        .orElse(known);
  }

  private static boolean comesByUse(Trial trial, Set<String> functions) {
    return trial.program().functions().stream()
        .filter(f -> functions.contains(f.name()))
        .flatMap(
            f -> f.blocks().stream().filter(MappingUse::in).map(b -> new Spot(f.name(), b.label())))
        .anyMatch(trial.traced().reached()::contains);
  }
}
