// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.campaign.Shapes;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Program;

/// Which of the functions that may undo a mapping a program takes along: the first with which an
/// ordinary run of one page unmaps what it mapped and nothing else, better one that breaks no rule.
/// That a function unmaps the same list in C does not say that it runs next, on the same object and
/// in the same state; a pair that does not fit would be read as a leak of the driver.
final class Pairing {

  private static final int MOST_TRIED = 4;

  /// Callers of a function that are tried, and candidates with each.
  private static final int MOST_CALLERS = 2;

  /// Branches of a partner that are tried the other way.
  private static final int MOST_FLIPPED = 8;

  /// Rules that a pair which does not fit seems to break.
  private static final Set<String> UNFIT =
      Set.of(
          "pending-dma-allocations",
          "frees-memory-not-allocated",
          "frees-twice",
          "address-after-unmap",
          "syncs-not-allocated");

  private Pairing() {}

  /// The extraction with the first fitting candidate; without any when none fits. A part of a
  /// mapping that its caller makes whole is run by the caller, when the two of them fit then.
  static Extraction choose(
      List<Extraction.Partner> candidates,
      List<Extraction.Partner> callers,
      Function<List<Extraction.Partner>, Extraction> extract) {
    Optional<Extraction> second = Optional.empty();
    for (Extraction.Partner candidate : candidates.stream().limit(MOST_TRIED).toList()) {
      Extraction with = extract.apply(List.of(candidate));
      if (with instanceof Extraction.Extracted(Program program, var _)) {
        Run run = trial(program);
        if (isRight(run)) {
          return with;
        }
        second = second.or(() -> Optional.of(with).filter(_ -> fits(run)));
      }
    }
    if (second.isPresent()) {
      return second.get();
    }
    Extraction alone = extract.apply(List.of());
    boolean whole =
        alone instanceof Extraction.Extracted(Program program, var _) && fits(trial(program));
    return whole ? alone : byCaller(candidates, callers, extract).orElse(alone);
  }

  private static Optional<Extraction> byCaller(
      List<Extraction.Partner> candidates,
      List<Extraction.Partner> callers,
      Function<List<Extraction.Partner>, Extraction> extract) {
    return callers.stream()
        .filter(caller -> !candidates.contains(caller))
        .limit(MOST_CALLERS)
        .flatMap(caller ->
            Stream.concat(
                candidates.stream().limit(MOST_CALLERS).map(c -> List.of(caller, c)),
                Stream.of(List.of(caller))))
        .map(extract)
        .filter(e ->
            e instanceof Extraction.Extracted(Program p, var _)
                && isRight(trial(p))
                && comesBy(p.name(), p))
        .findFirst();
  }

  /// Whether an ordinary run calls the function, and no other that maps in its place.
  private static boolean comesBy(String function, Program program) {
    Profile direct = Profiles.named("direct").orElseThrow();
    return Machine.reached(program, direct, Shapes.ONE_PAGE, Plan.ORDINARY).stream()
        .anyMatch(spot -> spot.function().equals(function));
  }

  /// The program with inputs for which its partner fits, where one branch of the partner decides: a
  /// flag that only the caller of the mapping function sets.
  static Program fitted(
      Program program, List<String> partners, Function<Detour, Program> otherwise) {
    if (partners.isEmpty()) {
      return program;
    }
    Run run = trial(program);
    if (isRight(run) || !run.mapped() || run.mappings() == 0) {
      return program;
    }
    Profile direct = Profiles.named("direct").orElseThrow();
    return partners.stream()
        .flatMap(p -> Machine.branches(program, direct, Shapes.ONE_PAGE, Plan.ORDINARY, p).stream())
        .limit(MOST_FLIPPED)
        .map(otherwise)
        .filter(p -> isRight(trial(p)))
        .findFirst()
        .orElse(program);
  }

  private static boolean isRight(Run run) {
    return fits(run) && run.misuses().isEmpty();
  }

  private static Run trial(Program program) {
    Profile direct = Profiles.named("direct").orElseThrow();
    return Machine.run(program, direct, Shapes.ONE_PAGE, Plan.ORDINARY);
  }

  private static boolean fits(Run run) {
    return run.stop().isEmpty()
        && run.mappings() > 0
        && run.mapped()
        && run.stillMapped() == 0
        && run.misuses().stream().noneMatch(m -> UNFIT.contains(m.rule()));
  }
}
