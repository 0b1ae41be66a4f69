// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.machine.InputShape;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.program.Program;

/// The runs of two versions in which one operation is made to fail, each in turn.
final class FailingRuns {

  /// A run of the version after that shows it to be wrong.
  ///
  /// @param before the run of the version before that it is held against
  record Wrong(String reason, Run before, Run after) {}

  private final Program before;
  private final Program after;
  private final BrokenRules rules;
  private final Tally tally;

  /// @param rules which rules the versions break, in these and in other runs
  /// @param tally counts the runs of the version after
  FailingRuns(Program before, Program after, BrokenRules rules, Tally tally) {
    this.before = before;
    this.after = after;
    this.rules = rules;
    this.tally = tally;
  }

  /// The first run on a profile and shape in which the version after does worse.
  ///
  /// @param b the run of the version before in which nothing fails
  /// @param a the same of the version after
  Optional<Wrong> compare(Profile profile, InputShape shape, Run b, Run a) {
    List<Run> originals = all(before, profile, shape, FailurePlans.of(b, a));
    List<Run> executed = originals.stream().filter(Conduct::executed).toList();
    Set<String> allowed = rules.allowed(executed, b, a);
    List<Boolean> outcomes =
        executed.stream().filter(run -> isMeasure(run, b)).map(Run::mapped).toList();
    boolean alike = b.failable().equals(a.failable());
    List<Run> rewritten = all(after, profile, shape, FailurePlans.of(a, b));
    for (int i = 0; i < rewritten.size(); i++) {
      Run run = rewritten.get(i);
      if (!tally.count(run)) {
        continue;
      }
      Optional<Run> original = alike ? Optional.of(originals.get(i)) : Optional.empty();
      Optional<String> reason =
          rules
              .besides(allowed, run)
              .or(() -> otherOutcome(run, outcomes))
              .or(() -> original.flatMap(o -> worse(o, run)));
      if (reason.isPresent()) {
        Run against = original.or(() -> first(originals)).orElse(b);
        return Optional.of(new Wrong(reason.get(), against, run));
      }
    }
    return Optional.empty();
  }

  private static List<Run> all(
      Program program, Profile profile, InputShape shape, List<Plan> plans) {
    return plans.parallelStream().map(p -> Machine.run(program, profile, shape, p)).toList();
  }

  /// Whether a run of the version before says what a failing mapping has to lead to.
  ///
  /// @param ordinary the run in which nothing fails
  private static boolean isMeasure(Run run, Run ordinary) {
    boolean survives =
        run.stop().isEmpty()
            && run.mapped()
            && !Conduct.goesOn(run)
            && Conduct.breaksNoMore(run, ordinary);
    return Conduct.failsMapping(run) && (Conduct.clean(run) || survives);
  }

  /// The first run in which a mapping fails and no rule is broken.
  private static Optional<Run> first(List<Run> runs) {
    return runs.stream()
        .filter(r -> Conduct.executed(r) && Conduct.failsMapping(r) && Conduct.clean(r))
        .findFirst();
  }

  /// How a failing mapping ends otherwise than in each run of the version before.
  private static Optional<String> otherOutcome(Run run, List<Boolean> outcomes) {
    if (outcomes.isEmpty() || !Conduct.failsMapping(run) || run.stop().isPresent()) {
      return Optional.empty();
    }
    if (!outcomes.contains(true) && run.mapped() && !Conduct.recovered(run)) {
      return Optional.of("a failing mapping is an error before, and success after");
    }
    return !outcomes.contains(false) && !run.mapped()
        ? Optional.of("a failing mapping is survived before, and an error after")
        : Optional.empty();
  }

  /// What is worse after where the same operation failed in both versions.
  private Optional<String> worse(Run b, Run a) {
    if (!Conduct.executed(b) || b.stop().isPresent() || Conduct.goesOn(b)) {
      return Optional.empty();
    }
    return rules
        .more(b, a)
        .or(() ->
            BrokenRules.leavesMore(b, a)
                ? Optional.of("when an operation fails, the version after leaves a mapping behind")
                : Optional.empty());
  }
}
