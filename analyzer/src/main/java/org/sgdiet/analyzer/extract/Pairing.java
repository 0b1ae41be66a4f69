// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sgdiet.runtime.campaign.Trial;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
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

  private static final String DIRECTION = "frees-dma-memory-with-different-direction";

  private final Set<Extraction.Partner> ofSeveralDirections;
  private final Trials trials;

  /// @param ofSeveralDirections candidates that may undo mappings of other directions too: one that
  ///   unmaps in another direction than this function maps belongs to those
  Pairing(Set<Extraction.Partner> ofSeveralDirections, Trials trials) {
    this.ofSeveralDirections = Set.copyOf(ofSeveralDirections);
    this.trials = trials;
  }

  /// The extraction with the first fitting candidate; without any when none fits. A part of a
  /// mapping that its caller makes whole is run by the caller, when the two of them fit then.
  ///
  /// @param callers of the mapping function
  /// @param users the functions that call a candidate and do not map
  Extraction choose(
      List<Extraction.Partner> candidates,
      List<Extraction.Partner> callers,
      Function<Extraction.Partner, List<Extraction.Partner>> users,
      Function<List<Extraction.Partner>, Extraction> extract) {
    Optional<Extraction> second = Optional.empty();
    for (Extraction.Partner candidate : candidates.stream().limit(MOST_TRIED).toList()) {
      Extraction with = extract.apply(List.of(candidate));
      if (with instanceof Extraction.Extracted(Program program, var _)) {
        Trial trial = trials.of(program);
        if (isRight(trial)) {
          return with;
        }
        if (neverMaps(trial)) {
          return byCaller(candidates, callers, extract).orElseGet(() -> extract.apply(List.of()));
        }
        Run run = trial.run();
        boolean ofOthers =
            run.misuses().stream().anyMatch(m -> m.rule().equals(DIRECTION))
                && (hasGivenDirection(program)
                    || (ofSeveralDirections.contains(candidate) && !run.usesDirection()));
        second = second.or(() -> Optional.of(with).filter(_ -> fits(run) && !ofOthers));
      }
    }
    if (second.isPresent()) {
      return second.get();
    }
    Extraction alone = extract.apply(List.of());
    boolean whole =
        alone instanceof Extraction.Extracted(Program program, var _)
            && fits(trials.of(program).run());
    return whole
        ? alone
        : byUser(candidates, users, extract)
            .or(() -> byCaller(candidates, callers, extract))
            .orElse(alone);
  }

  /// Whether the mapping function turns away from its mapping: then it does so whatever would undo
  /// that, and only a caller may know what it has to be given.
  private static boolean neverMaps(Trial trial) {
    Program program = trial.program();
    return trial.run().mappings() == 0
        && program.script().stream()
            .filter(e -> e.role() == Entry.Role.MAP)
            .allMatch(e -> e.function().equals(program.name()));
  }

  /// Whether what maps is told in which direction: what unmaps in the other one may belong to
  /// another call of it.
  private static boolean hasGivenDirection(Program program) {
    return program.functions().stream()
        .flatMap(f -> f.blocks().stream())
        .flatMap(b -> b.steps().stream())
        .anyMatch(step ->
            step instanceof Instruction.Call(var _, Operation operation, var args, var _)
                && operation.failure() == Operation.Failure.MAPPING
                && isGiven(args, Role.ofArguments(operation).indexOf(Role.DIRECTION)));
  }

  private static boolean isGiven(List<Expr> args, int direction) {
    return direction >= 0
        && direction < args.size()
        && ConstantValue.of(args.get(direction)).isEmpty();
  }

  /// A part of an undoing runs in a function that calls it: the helper that frees one chunk of what
  /// is mapped in several.
  private Optional<Extraction> byUser(
      List<Extraction.Partner> candidates,
      Function<Extraction.Partner, List<Extraction.Partner>> users,
      Function<List<Extraction.Partner>, Extraction> extract) {
    return candidates.stream()
        .limit(MOST_CALLERS)
        .flatMap(c -> users.apply(c).stream().limit(MOST_CALLERS))
        .distinct()
        .filter(user -> !candidates.contains(user))
        .map(user -> extract.apply(List.of(user)))
        .filter(e -> e instanceof Extraction.Extracted(Program p, var _) && isRight(trials.of(p)))
        .findFirst();
  }

  private Optional<Extraction> byCaller(
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
        .filter(e -> e instanceof Extraction.Extracted(Program p, var _) && isWhole(trials.of(p)))
        .findFirst();
  }

  /// Whether a caller calls the function, and no other that maps in its place.
  private static boolean isWhole(Trial trial) {
    return isRight(trial) && trial.calls(trial.program().name());
  }

  /// What the simplest run shows with inputs for which the partners fit, where one branch of a
  /// partner decides: a flag that only the caller of the mapping function sets.
  static Steered fitted(
      Steered steered, List<String> partners, Function<List<Detour>, Steered> build) {
    Run run = steered.trial().run();
    if (partners.isEmpty() || isRight(steered.trial()) || !run.mapped() || run.mappings() == 0) {
      return steered;
    }
    return partners.stream()
        .flatMap(p -> steered.trial().branches(p).stream())
        .limit(MOST_FLIPPED)
        .map(flipped -> build.apply(steered.and(flipped)))
        .filter(other -> isRight(other.trial()))
        .findFirst()
        .orElse(steered);
  }

  private static boolean isRight(Trial trial) {
    return fits(trial.run()) && trial.misuses().isEmpty();
  }

  private static boolean fits(Run run) {
    return run.stop().isEmpty()
        && run.mappings() > 0
        && run.mapped()
        && run.stillMapped() == 0
        && run.misuses().stream().noneMatch(m -> UNFIT.contains(m.rule()));
  }
}
