// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.machine.InputShape;
import org.sgdiet.runtime.machine.Machine;
import org.sgdiet.runtime.machine.Plan;
import org.sgdiet.runtime.machine.Run;
import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Spot;

/// Which runs are made: every profile with every shape, the operations failing in turn on a few of
/// them, each opaque call answering otherwise in turn, the other directions where the program
/// leaves the direction open.
///
/// @param together profiles whose runs are made at the same time, and held until they are visited
/// @param failures operations that are made to fail on one profile and shape
public record Campaign(
    List<Profile> profiles, List<InputShape> shapes, int together, int failures) {

  private static final List<String> STANDARD =
      List.of(
          "direct",
          "x86-intel-strict",
          "swiotlb-force",
          "direct-32bit",
          "direct-offset",
          "arm64-direct",
          "arm64-smmu",
          "arm64-smmu-64k",
          "arm32-iommu",
          "powerpc-tce",
          "x86-intel-untrusted");

  /// Profiles and shapes on which operations are made to fail.
  private static final List<String> FAULT_PROFILES = List.of("direct", "x86-intel-strict");

  private static final int FAULT_SHAPES = 3;
  private static final int MOST_CHOICES = 8;

  private static final int FEWEST_FAILURES = 4;

  /// For one program, on a machine of few cores.
  private static final int SIDE_BY_SIDE = 4;

  /// After ten times the steps of the run in which nothing fails, and so many besides, one in which
  /// something fails has no end.
  private static final int STEPS_WITHOUT_END = 20_000;

  /// In steps: less than a second. Half of it is for the runs in which nothing fails.
  private static final long WORK = 2_000_000;

  public Campaign {
    profiles = List.copyOf(profiles);
    shapes = List.copyOf(shapes);
  }

  /// A campaign whose runs are made one after the other.
  public Campaign(List<Profile> profiles, List<InputShape> shapes) {
    this(profiles, shapes, 1, FailurePlans.MOST);
  }

  /// The same runs, of several profiles at a time: sooner done where one program is all there is to
  /// run, at the price of memory.
  public Campaign sideBySide() {
    return new Campaign(profiles, shapes, SIDE_BY_SIDE, failures);
  }

  /// The standard campaign.
  public static Campaign standard() {
    return new Campaign(
        STANDARD.stream().map(n -> Profiles.named(n).orElseThrow()).toList(), Shapes.standard());
  }

  /// The second campaign: `count` shapes that a seed decides, on the profiles of the first.
  public static Campaign random(long seed, int count) {
    return new Campaign(standard().profiles(), Shapes.random(seed, count));
  }

  /// Runs the function as it is.
  public Verdict verify(Program program) {
    var judge = new Judgement(program);
    fittedTo(program).visit(program, judge::ordinary, judge::withFault);
    return judge.verdict();
  }

  /// All profiles, and for a program of which a run takes long the simplest shapes and the first
  /// failures.
  private Campaign fittedTo(Program program) {
    if (profiles.isEmpty() || shapes.isEmpty()) {
      return this;
    }
    Run first = Machine.run(program, profiles.getFirst(), shapes.getFirst(), Plan.ORDINARY);
    long runs = WORK / 2 / Math.max(1, first.work());
    int fewer = Math.clamp(runs / profiles.size(), 1, shapes.size());
    int faulty = FAULT_PROFILES.size() * Math.min(FAULT_SHAPES, fewer);
    return new Campaign(
        profiles,
        shapes.subList(0, fewer),
        together,
        Math.clamp(runs / faulty, FEWEST_FAILURES, failures));
  }

  /// Runs a rewrite against what it replaces.
  public Verdict compare(Program before, Program after) {
    return new Comparison(this, before, after.succeedingAs(before)).verdict();
  }

  /// The blocks that the runs of the campaign come by.
  public Set<Spot> reached(Program program) {
    var reached = new HashSet<Spot>();
    Visitor visitor =
        run -> {
          Profile profile = profile(run.profile()).orElseThrow();
          reached.addAll(
              Machine.traced(program, profile, run.shape(), run.plan(), Machine.MOST_STEPS)
                  .reached());
          return true;
        };
    visit(program, visitor, visitor);
    return reached;
  }

  /// Takes a run.
  interface Visitor {
    /// Returns false to end the campaign.
    boolean visit(Run run);
  }

  /// All runs of one program, simplest first. The first profile shows whether the others are worth
  /// theirs.
  void visit(Program program, Visitor ordinary, Visitor withFault) {
    if (profiles.isEmpty() || !visit(program, profiles.getFirst(), ordinary, withFault)) {
      return;
    }
    if (together > 1) {
      visitSideBySide(program, ordinary, withFault);
      return;
    }
    for (Profile profile : profiles.subList(1, profiles.size())) {
      if (!visit(program, profile, ordinary, withFault)) {
        return;
      }
    }
  }

  /// The runs of all profiles but the first, a few profiles at a time, visited in their order.
  private void visitSideBySide(Program program, Visitor ordinary, Visitor withFault) {
    for (int start = 1; start < profiles.size(); start += together) {
      int end = Math.min(profiles.size(), start + together);
      List<List<Made>> made =
          profiles.subList(start, end).parallelStream().map(p -> made(program, p)).toList();
      for (List<Made> runs : made) {
        for (Made each : runs) {
          if (!(each.withFault() ? withFault : ordinary).visit(each.run())) {
            return;
          }
        }
      }
    }
  }

  /// A run before it is visited.
  private record Made(Run run, boolean withFault) {}

  private List<Made> made(Program program, Profile profile) {
    List<Made> runs = new ArrayList<>();
    boolean _ =
        visit(
            program,
            profile,
            run -> runs.add(new Made(run, false)),
            run -> runs.add(new Made(run, true)));
    return runs;
  }

  /// The runs on one profile; false when a visitor ended the campaign. Where nothing fails and a
  /// run still stops on its way, nothing is made to fail.
  private boolean visit(Program program, Profile profile, Visitor ordinary, Visitor withFault) {
    for (InputShape shape : shapes) {
      if (!fits(program, shape)) {
        continue;
      }
      Run run = Machine.run(program, profile, shape, Plan.ORDINARY);
      boolean goOn = ordinary.visit(run) && variants(program, profile, shape, run, ordinary);
      if (goOn && run.stop().isEmpty() && takesFaults(profile, shape)) {
        goOn = faults(program, profile, shape, run, withFault);
      }
      if (!goOn) {
        return false;
      }
      if (!run.usesShape()) {
        break;
      }
    }
    return true;
  }

  boolean fits(Program program, InputShape shape) {
    int most = program.limits().maxEntries().orElse(Integer.MAX_VALUE);
    return shape.pieces().size() <= most;
  }

  boolean takesFaults(Profile profile, InputShape shape) {
    return FAULT_PROFILES.contains(profile.name()) && shapes.indexOf(shape) < FAULT_SHAPES;
  }

  /// The plans besides the ordinary one that a first run shows to be different.
  List<Plan> variants(Run run, boolean withChoices) {
    var plans = new ArrayList<Plan>();
    if (run.usesDirection()) {
      plans.add(Plan.ORDINARY.towards(Direction.FROM_DEVICE));
      plans.add(Plan.ORDINARY.towards(Direction.BIDIRECTIONAL));
    }
    if (withChoices) {
      plans.addAll(answerPlans(run));
    }
    return plans;
  }

  /// The plans with one opaque call answering otherwise.
  List<Plan> answerPlans(Run run) {
    var plans = new ArrayList<Plan>();
    for (int c = 0; c < Math.min(run.choices(), MOST_CHOICES); c++) {
      plans.add(Plan.ORDINARY.choosing(new Plan.Choice(c, 1)));
    }
    return plans;
  }

  private boolean variants(
      Program program, Profile profile, InputShape shape, Run run, Visitor visitor) {
    for (Plan plan : variants(run, takesFaults(profile, shape))) {
      if (!visitor.visit(Machine.run(program, profile, shape, plan))) {
        return false;
      }
    }
    return true;
  }

  private boolean faults(
      Program program, Profile profile, InputShape shape, Run run, Visitor visitor) {
    int mostSteps = Math.min(Machine.MOST_STEPS, STEPS_WITHOUT_END + 10 * run.steps());
    for (Plan plan : FailurePlans.of(run, failures)) {
      if (!visitor.visit(Machine.run(program, profile, shape, plan, mostSteps))) {
        return false;
      }
    }
    return true;
  }

  /// The profile with a name, among those of this campaign.
  Optional<Profile> profile(String name) {
    return profiles.stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
