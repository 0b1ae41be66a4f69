// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.runtime.api.PathSpec;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.machine.Descriptor;
import org.sgdiet.runtime.machine.Event;
import org.sgdiet.runtime.machine.InputShape;
import org.sgdiet.runtime.machine.Lines;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Segment;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.path.Costs;
import org.sgdiet.runtime.program.Program;

/// The verdict on a rewrite: both versions run side by side.
final class Comparison {

  /// What a version breaks that goes on with a handle without asking whether the mapping failed. A
  /// caller may ask: it tells two versions apart, but accuses none.
  private static final String UNCHECKED = "failed-to-check-map-error";

  private static final String LEFT_MAPPED = "pending-dma-allocations";

  private static final String BEHIND = "maps-behind-the-object";

  private static final Costs.Snapshot NO_COSTS = new Costs.Snapshot(0, 0, 0, 0, 0, 0);

  private final Campaign campaign;
  private final Program before;
  private final Program after;
  private final MovedMembers moved;
  private final Tally tally;
  private final Set<String> fixed = new LinkedHashSet<>();
  private final Set<String> brokenInFaults = new LinkedHashSet<>();
  private final Set<String> stillBroken = new LinkedHashSet<>();
  private final Lines reached = new Lines();
  private final Lines mended = new Lines();
  private Costs.Snapshot spentBefore = NO_COSTS;
  private Costs.Snapshot spentAfter = NO_COSTS;
  private Optional<Verdict> end = Optional.empty();
  private int unruly;
  private int leftMapped;
  private int compared;
  private boolean toldDevice;
  private Optional<String> firstUnruly = Optional.empty();

  Comparison(Campaign campaign, Program before, Program after) {
    this.campaign = campaign;
    this.before = before;
    this.after = after;
    this.moved = new MovedMembers(before, after);
    this.tally = new Tally(after);
  }

  Verdict verdict() {
    if (before.listsMapped() != after.listsMapped()) {
      return nothing("by itself it is not given what the rewrite gives it");
    }
    for (Profile profile : campaign.profiles()) {
      for (InputShape shape : campaign.shapes()) {
        if (campaign.fits(before, shape)) {
          boolean usesShape = point(profile, shape);
          if (end.isPresent()) {
            return end.get();
          }
          if (tally.hopeless()) {
            return soFar();
          }
          if (!usesShape) {
            break;
          }
        }
      }
    }
    return soFar();
  }

  private Verdict soFar() {
    fixed.addAll(brokenInFaults);
    fixed.removeAll(stillBroken);
    if (tally.mappings() == 0) {
      return tally.nothing();
    }
    if (before.listsMapped() && !toldDevice) {
      return nothing("a caller maps the list, and no run tells the device of it here");
    }
    if (compared == 0 && fixed.isEmpty()) {
      return nothing(
          "in each run the version before breaks a rule or stops"
              + firstUnruly.map(w -> ": " + w).orElse(""));
    }
    return new Verdict.ProvedOnCampaign(
        spentBefore,
        spentAfter,
        List.copyOf(fixed),
        unruly,
        leftMapped,
        reached,
        mended,
        tally.coverage());
  }

  private Verdict nothing(String why) {
    return new Verdict.NotExecutable(why, Optional.empty(), tally.coverage());
  }

  /// One profile and shape with all plans; whether the shape mattered.
  private boolean point(Profile profile, InputShape shape) {
    List<Run> ordinary = both(profile, shape, Plan.ORDINARY);
    Run b = ordinary.getFirst();
    Run a = ordinary.getLast();
    pair(profile, b, a);
    var plans = new LinkedHashSet<>(campaign.variants(b, false));
    plans.addAll(campaign.variants(a, false));
    for (Plan plan : plans) {
      if (end.isEmpty() && !tally.hopeless()) {
        List<Run> runs = both(profile, shape, plan);
        pair(profile, runs.getFirst(), runs.getLast());
      }
    }
    if (end.isEmpty() && !tally.hopeless() && campaign.takesFaults(profile, shape)) {
      faults(profile, shape, b, a);
      answers(profile, shape, b, a);
    }
    return b.usesShape() || a.usesShape();
  }

  /// The run of the version before and that of the one after, side by side.
  private List<Run> both(Profile profile, InputShape shape, Plan plan) {
    return Stream.of(before, after)
        .parallel()
        .map(program -> Machine.run(program, profile, shape, plan))
        .toList();
  }

  private static List<Run> all(
      Program program, Profile profile, InputShape shape, List<Plan> plans) {
    return plans.parallelStream().map(p -> Machine.run(program, profile, shape, p)).toList();
  }

  private void pair(Profile profile, Run b, Run a) {
    if (!Conduct.executed(b) || !Conduct.executed(a)) {
      Run refused = Conduct.executed(b) ? a : b;
      Stop stop = refused.stop().orElseThrow();
      tally.refuse(stop.message(), stop.at());
      if (Conduct.executed(b) != Conduct.executed(a)) {
        String which = Conduct.executed(b) ? "after: " : "before: ";
        end =
            Optional.of(
                new Verdict.NotExecutable(
                    which + stop.message(), Optional.of(stop.at()), tally.coverage()));
      }
      return;
    }
    tally.count(a);
    toldDevice |= !b.descriptors().isEmpty();
    Optional<String> difference = difference(profile, b, a);
    if (difference.isPresent()) {
      end = Optional.of(new Verdict.Differs(difference.get(), b, a, tally.coverage()));
      return;
    }
    boolean data = b.shape().pieces().stream().anyMatch(piece -> piece.bytes() > 0);
    if (data && b.mapped() && a.mapped() && Conduct.clean(b) && Conduct.clean(a)) {
      spentBefore = sum(spentBefore, b.costs());
      spentAfter = sum(spentAfter, a.costs());
    }
  }

  private static Costs.Snapshot sum(Costs.Snapshot x, Costs.Snapshot y) {
    return new Costs.Snapshot(
        x.iovaAllocations() + y.iovaAllocations(),
        x.pageTableUpdates() + y.pageTableUpdates(),
        x.iotlbSyncs() + y.iotlbSyncs(),
        x.iotlbFlushes() + y.iotlbFlushes(),
        x.bouncedBytes() + y.bouncedBytes(),
        x.cacheMaintenanceBytes() + y.cacheMaintenanceBytes());
  }

  private Optional<String> difference(Profile profile, Run b, Run a) {
    boolean late = a.stop().isPresent() && Conduct.readsAfterUnmap(b);
    if (b.stop().isPresent() || Conduct.isLentNothing(b) || late) {
      unruly(b);
      return Optional.empty();
    }
    Optional<String> broken = newlyBroken(b, a);
    if (broken.isPresent()) {
      return broken;
    }
    if (leavesMore(b, a)) {
      return Optional.of("the version after leaves mapped what the version before unmaps");
    }
    Optional<String> different = told(profile, b, a);
    boolean rules = b.misuses().stream().anyMatch(m -> !m.ofInput());
    if ((rules || b.unasked() > 0 || b.cleanUpBroke())
        && (different.isPresent() || !breaksTheSame(b, a))) {
      unruly(b);
      if (Conduct.clean(a)) {
        mended.addAll(b.lines());
      }
      return Optional.empty();
    }
    if (a.stillMapped() > 0) {
      leftMapped++;
    }
    compared++;
    reached.addAll(b.lines());
    return different;
  }

  /// Whether two versions break the same rules: they can still be seen to tell the device the same.
  private static boolean breaksTheSame(Run b, Run a) {
    return Conduct.counted(b).equals(Conduct.counted(a))
        && b.unasked() == a.unasked()
        && b.cleanUpBroke() == a.cleanUpBroke();
  }

  /// How what the two versions tell the device and their caller differs.
  private Optional<String> told(Profile profile, Run b, Run a) {
    if (b.mapped() != a.mapped()) {
      return Optional.of(
          "the mapping "
              + (b.mapped() ? "succeeded" : "failed")
              + " before and "
              + (a.mapped() ? "succeeds" : "fails")
              + " after");
    }
    boolean direct = profile.path() instanceof PathSpec.Direct;
    boolean alike = direct || Streams.sameAddresses(b.descriptors(), a.descriptors());
    List<Descriptor> told = moved.asBefore(Streams.withoutNewNotes(b, a));
    return Streams.difference(b.descriptors(), told, direct)
        .or(() -> alike ? Streams.plainDifference(b, a) : Optional.empty())
        .or(() -> alike ? Streams.returnDifference(b, a) : Optional.empty());
  }

  /// Counts a run of the version before that is no measure.
  private void unruly(Run b) {
    unruly++;
    firstUnruly =
        firstUnruly
            .or(() -> b.stop().map(s -> before.describe(s.at()) + ": " + s.message()))
            .or(() ->
                b.misuses().stream()
                    .findFirst()
                    .map(m -> before.describe(m.at()) + ": " + m.text()));
  }

  /// A rule that only the version after breaks.
  private Optional<String> newlyBroken(Run b, Run a) {
    Map<String, Integer> allowed = Conduct.counted(b);
    for (Event.Misused m : a.misuses()) {
      stillBroken.add(m.rule());
      if ((m.ofInput() && b.unasked() > 0) || isInDoubt(m, b, a)) {
        continue;
      }
      if (allowed.merge(m.rule(), -1, Integer::sum) < 0) {
        return Optional.of(breaks(m));
      }
    }
    allowed.forEach((rule, left) -> remember(rule, left > 0));
    remember(UNCHECKED, b.unasked() > a.unasked());
    if (a.unasked() > 0) {
      stillBroken.add(UNCHECKED);
    }
    boolean bothStop = b.stop().isPresent();
    return a.stop()
        .filter(_ -> !bothStop)
        .map(s -> "the version after stops at " + after.describe(s.at()) + ": " + s.message());
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

  private String breaks(Event.Misused m) {
    return "the version after breaks the rule %s at %s: %s"
        .formatted(m.rule(), after.describe(m.at()), m.text());
  }

  private void remember(String rule, boolean better) {
    if (better) {
      fixed.add(rule);
    }
  }

  // ---- faults

  private void faults(Profile profile, InputShape shape, Run b, Run a) {
    var outcomes = new ArrayList<Boolean>();
    var broken = new LinkedHashSet<String>();
    List<Run> originals = all(before, profile, shape, campaign.faultPlans(b));
    for (Run run : originals) {
      if (Conduct.executed(run)) {
        run.misuses().forEach(m -> broken.add(m.rule()));
        run.stop().ifPresent(s -> broken.add(Rules.of(s)));
        if (run.unasked() > 0) {
          broken.add(UNCHECKED);
        }
        if (run.cleanUpBroke()) {
          broken.add(LEFT_MAPPED);
        }
        boolean survives =
            run.stop().isEmpty()
                && run.mapped()
                && !Conduct.goesOn(run)
                && Conduct.breaksNoMore(run, b);
        if (Conduct.failsMapping(run) && (Conduct.clean(run) || survives)) {
          outcomes.add(run.mapped());
        }
      }
    }
    brokenInFaults.addAll(broken);
    if (mappedBytes(b) == mappedBytes(a)) {
      a.misuses().stream().map(Event.Misused::rule).filter(BEHIND::equals).forEach(broken::add);
    }
    if (broken.contains(Conduct.OVERLOOKED)) {
      // The failure goes the driver's own error path for the first time; its caller may clean up.
      broken.add(LEFT_MAPPED);
    }
    boolean alike = b.failable().equals(a.failable());
    List<Run> rewritten = all(after, profile, shape, campaign.faultPlans(a));
    for (int i = 0; i < rewritten.size(); i++) {
      Run run = rewritten.get(i);
      if (!tally.count(run)) {
        continue;
      }
      Optional<Run> original = alike ? Optional.of(originals.get(i)) : Optional.empty();
      Optional<String> wrong =
          wrongWithFault(run, broken, outcomes).or(() -> original.flatMap(o -> worse(o, run)));
      if (wrong.isPresent()) {
        Run against = original.or(() -> first(originals)).orElse(b);
        end = Optional.of(new Verdict.Differs(wrong.get(), against, run, tally.coverage()));
        return;
      }
    }
  }

  /// The first run in which a mapping fails and no rule is broken.
  private static Optional<Run> first(List<Run> runs) {
    return runs.stream()
        .filter(r -> Conduct.executed(r) && Conduct.failsMapping(r) && Conduct.clean(r))
        .findFirst();
  }

  /// Opaque calls answer otherwise, where both versions ask the same number of them.
  private void answers(Profile profile, InputShape shape, Run b, Run a) {
    if (b.choices() != a.choices()) {
      return;
    }
    for (Plan plan : campaign.answerPlans(b)) {
      if (end.isEmpty()) {
        List<Run> runs = both(profile, shape, plan);
        pair(profile, runs.getFirst(), runs.getLast());
      }
    }
  }

  /// What is worse after where the same operation failed in both versions.
  private Optional<String> worse(Run b, Run a) {
    if (!Conduct.executed(b) || b.stop().isPresent() || Conduct.goesOn(b)) {
      return Optional.empty();
    }
    Map<String, Integer> allowed = Conduct.counted(b);
    for (Event.Misused m : a.misuses()) {
      if (!isInDoubt(m, b, a) && allowed.merge(m.rule(), -1, Integer::sum) < 0) {
        return Optional.of("when an operation fails, " + breaks(m));
      }
    }
    return leavesMore(b, a)
        ? Optional.of("when an operation fails, the version after leaves a mapping behind")
        : Optional.empty();
  }

  /// Whether only the version after leaves something mapped, at the end or when its map entry
  /// returns: an unmap entry may make good in the script what nobody makes good in the driver.
  private static boolean leavesMore(Run b, Run a) {
    return (b.stillMapped() == 0 && a.stillMapped() > 0)
        || (b.mappedAtReturn() == 0 && a.mappedAtReturn() > 0);
  }

  private Optional<String> wrongWithFault(Run run, Set<String> broken, List<Boolean> outcomes) {
    if (run.unasked() > 0) {
      stillBroken.add(UNCHECKED);
    }
    if (run.cleanUpBroke()) {
      stillBroken.add(LEFT_MAPPED);
    }
    run.stop().ifPresent(s -> stillBroken.add(Rules.of(s)));
    for (Event.Misused m : run.misuses()) {
      stillBroken.add(m.rule());
      // Clean-up code that nobody reached before may meet objects that are inputs of the run.
      boolean ofInput = m.ofInput() && broken.contains(UNCHECKED);
      if (!broken.contains(m.rule()) && !ofInput) {
        return Optional.of(
            "when an operation fails, the version after breaks the rule "
                + m.rule()
                + " at "
                + after.describe(m.at())
                + ": "
                + m.text());
      }
    }
    if (run.stop().isPresent() && !broken.contains(Rules.of(run.stop().get()))) {
      return Optional.of(
          "when an operation fails, the version after stops: " + run.stop().get().message());
    }
    boolean alwaysFailed = !outcomes.isEmpty() && outcomes.stream().noneMatch(o -> o);
    boolean neverFailed = !outcomes.isEmpty() && outcomes.stream().allMatch(o -> o);
    if (Conduct.failsMapping(run) && run.stop().isEmpty()) {
      if (alwaysFailed && run.mapped() && !Conduct.recovered(run)) {
        return Optional.of("a failing mapping is an error before, and success after");
      }
      if (neverFailed && !run.mapped()) {
        return Optional.of("a failing mapping is survived before, and an error after");
      }
    }
    return Optional.empty();
  }
}
