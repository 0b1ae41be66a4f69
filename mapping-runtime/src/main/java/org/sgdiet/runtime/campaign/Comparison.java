// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.runtime.api.PathSpec;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.machine.Descriptor;
import org.sgdiet.runtime.machine.InputShape;
import org.sgdiet.runtime.machine.Lines;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.machine.Stop;
import org.sgdiet.runtime.path.Costs;
import org.sgdiet.runtime.program.Program;

/// The verdict on a rewrite: both versions run side by side.
final class Comparison {

  private static final Costs.Snapshot NO_COSTS = new Costs.Snapshot(0, 0, 0, 0, 0, 0);

  private final Campaign campaign;
  private final Program before;
  private final Program after;
  private final MovedMembers moved;
  private final Tally tally;
  private final BrokenRules rules;
  private final FailingRuns failing;
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
    this.rules = new BrokenRules(after);
    this.failing = new FailingRuns(before, after, rules, tally);
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
    List<String> fixed = rules.mended();
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
        spentBefore, spentAfter, fixed, unruly, leftMapped, reached, mended, tally.coverage());
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
      failing
          .compare(profile, shape, b, a)
          .ifPresent(w -> differs(w.reason(), w.before(), w.after()));
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
      differs(difference.get(), b, a);
      return;
    }
    boolean data = b.shape().pieces().stream().anyMatch(piece -> piece.bytes() > 0);
    if (data && b.mapped() && a.mapped() && Conduct.clean(b) && Conduct.clean(a)) {
      spentBefore = sum(spentBefore, b.costs());
      spentAfter = sum(spentAfter, a.costs());
    }
  }

  private void differs(String reason, Run b, Run a) {
    end = Optional.of(new Verdict.Differs(reason, b, a, tally.coverage()));
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
    Optional<String> broken = rules.anew(b, a);
    if (broken.isPresent()) {
      return broken;
    }
    if (BrokenRules.leavesMore(b, a)) {
      return Optional.of("the version after leaves mapped what the version before unmaps");
    }
    Optional<String> different = told(profile, b, a);
    boolean rules = b.misuses().stream().anyMatch(m -> !m.ofInput());
    if ((rules || b.unasked() > 0 || b.cleanUpBroke())
        && (different.isPresent() || !BrokenRules.same(b, a))) {
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
        .or(() -> Streams.directionDifference(b, a))
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
}
