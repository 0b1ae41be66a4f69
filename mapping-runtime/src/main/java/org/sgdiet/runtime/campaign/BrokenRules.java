// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Segment;
import org.sgdiet.runtime.program.Program;

/// Which rules two versions of a function break: what only the version after breaks speaks against
/// the rewrite, what only the version before breaks is mended by it.
final class BrokenRules {

  /// What a version breaks that goes on with a handle without asking whether the mapping failed. A
  /// caller may ask: it tells two versions apart, but accuses none.
  private static final String UNCHECKED = "failed-to-check-map-error";

  private static final String LEFT_MAPPED = "pending-dma-allocations";

  private static final String BEHIND = "maps-behind-the-object";

  private final Program after;
  private final Set<String> brokenBefore = new LinkedHashSet<>();
  private final Set<String> brokenAfter = new LinkedHashSet<>();

  BrokenRules(Program after) {
    this.after = after;
  }

  /// The rules that the version before breaks in some run, and the one after in none.
  List<String> mended() {
    return brokenBefore.stream().filter(rule -> !brokenAfter.contains(rule)).toList();
  }

  /// A rule that only the version after breaks, where nothing is made to fail.
  Optional<String> anew(Run before, Run after) {
    Map<String, Integer> allowed = Conduct.counted(before);
    for (Event.Misused m : after.misuses()) {
      brokenAfter.add(m.rule());
      if ((m.ofInput() && before.unasked() > 0) || isInDoubt(m, before, after)) {
        continue;
      }
      if (allowed.merge(m.rule(), -1, Integer::sum) < 0) {
        return Optional.of(text(m));
      }
    }
    allowed.entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .forEach(e -> brokenBefore.add(e.getKey()));
    if (before.unasked() > after.unasked()) {
      brokenBefore.add(UNCHECKED);
    }
    if (after.unasked() > 0) {
      brokenAfter.add(UNCHECKED);
    }
    boolean bothStop = before.stop().isPresent();
    return after
        .stop()
        .filter(_ -> !bothStop)
        .map(s -> "the version after stops at " + this.after.describe(s.at()) + ": " + s.message());
  }

  /// Whether two versions break the same rules: they can still be seen to tell the device the same.
  static boolean same(Run before, Run after) {
    return Conduct.counted(before).equals(Conduct.counted(after))
        && before.unasked() == after.unasked()
        && before.cleanUpBroke() == after.cleanUpBroke();
  }

  /// Whether only the version after leaves something mapped, at the end or when its map entry
  /// returns: an unmap entry may make good in the script what nobody makes good in the driver.
  static boolean leavesMore(Run before, Run after) {
    return (before.stillMapped() == 0 && after.stillMapped() > 0)
        || (before.mappedAtReturn() == 0 && after.mappedAtReturn() > 0);
  }

  /// What the version before breaks in its runs with a failing operation, `faulty`; the version
  /// after may break it there too.
  ///
  /// @param before the run of the same shape in which nothing fails
  /// @param after the same of the version after
  Set<String> allowed(Collection<Run> faulty, Run before, Run after) {
    Set<String> allowed = new LinkedHashSet<>();
    for (Run run : faulty) {
      run.misuses().forEach(m -> allowed.add(m.rule()));
      run.stop().ifPresent(s -> allowed.add(Rules.of(s)));
      if (run.unasked() > 0) {
        allowed.add(UNCHECKED);
      }
      if (run.cleanUpBroke()) {
        allowed.add(LEFT_MAPPED);
      }
    }
    brokenBefore.addAll(allowed);
    if (mappedBytes(before) == mappedBytes(after)) {
      after.misuses().stream()
          .map(Event.Misused::rule)
          .filter(BEHIND::equals)
          .forEach(allowed::add);
    }
    if (allowed.contains(Conduct.OVERLOOKED)) {
      // The failure goes the driver's own error path for the first time; its caller may clean up.
      allowed.add(LEFT_MAPPED);
    }
    return allowed;
  }

  /// What a run of the version after with a failing operation breaks besides `allowed`.
  Optional<String> besides(Set<String> allowed, Run run) {
    if (run.unasked() > 0) {
      brokenAfter.add(UNCHECKED);
    }
    if (run.cleanUpBroke()) {
      brokenAfter.add(LEFT_MAPPED);
    }
    run.stop().ifPresent(s -> brokenAfter.add(Rules.of(s)));
    for (Event.Misused m : run.misuses()) {
      brokenAfter.add(m.rule());
      // Clean-up code that nobody reached before may meet objects that are inputs of the run.
      boolean ofInput = m.ofInput() && allowed.contains(UNCHECKED);
      if (!allowed.contains(m.rule()) && !ofInput) {
        return Optional.of("when an operation fails, " + text(m));
      }
    }
    return run.stop()
        .filter(s -> !allowed.contains(Rules.of(s)))
        .map(s -> "when an operation fails, the version after stops: " + s.message());
  }

  /// What the version after breaks more often where the same operation fails in both versions.
  Optional<String> more(Run before, Run after) {
    Map<String, Integer> allowed = Conduct.counted(before);
    return after.misuses().stream()
        .filter(m -> !isInDoubt(m, before, after))
        .filter(m -> allowed.merge(m.rule(), -1, Integer::sum) < 0)
        .findFirst()
        .map(m -> "when an operation fails, " + text(m));
  }

  private String text(Event.Misused m) {
    return "the version after breaks the rule %s at %s: %s"
        .formatted(m.rule(), after.describe(m.at()), m.text());
  }

  /// Whether the run before does not tell of a rule: of what stays mapped, because the clean-up
  /// that was tried broke a rule; of memory behind an object, because nobody looks for it behind
  /// the entries of a list, and as much was mapped.
  private static boolean isInDoubt(Event.Misused m, Run before, Run after) {
    return (before.cleanUpBroke() && m.rule().equals(LEFT_MAPPED))
        || (m.rule().equals(BEHIND) && mappedBytes(before) == mappedBytes(after));
  }

  private static long mappedBytes(Run run) {
    return run.events().stream()
        .flatMap(e -> e instanceof Event.Mapped m ? m.segments().stream() : Stream.empty())
        .mapToLong(Segment::bytes)
        .sum();
  }
}
