// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.MapWays.State;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// A mapping that an error exit forgets: one whose handle stands in a local variable, or one that
/// the function undoes on its other ways.
final class PendingDmaAllocations implements Check {

  private static final Rule RULE =
      new Rule(
          "pending-dma-allocations",
          "an error exit leaves a buffer mapped that nobody can unmap any more",
          "Every good mapping is undone by one unmap. When the handle stands in a local variable,"
              + " the function that leaves without storing it has to do that itself.",
          "Each failure leaks an IOVA range or a bounce buffer; after enough of them, mapping fails"
              + " for every driver of that IOMMU domain or of the whole machine.",
          "Unmap before the exit, best with a label next to those that undo the other steps.",
          "kernel/dma/debug.c, dma_debug_device_change(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings all) {
    GadgetRequests.findForgotten(RULE, facts, all);
    PartsLeft.find(RULE, facts, all);
    ToldOnce findings = ToldOnce.of(RULE, all);
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP
          && map.kernel().returns() != Returns.BOOL
          && map.kernel().subject() != Subject.IOVA // what is linked goes with its state
          && mayForget(map.body())) {
        MapOutcome outcome = MapOutcome.of(map, facts);
        MapWays ways = MapWays.of(map, facts);
        List<Leaving> leavings = ways.leavings();
        Optional<MappingFunction> function = MappingFunction.around(map, leavings);
        BooleanSupplier left = () -> function.filter(f -> !f.isForgottenByNext(facts)).isEmpty();
        boolean freed = FreedWhileMapped.tell(ways, outcome, facts, findings);
        boolean told =
            exits(outcome, ways, isLocal(outcome, facts), left, !freed, facts, findings)
                || PassedOn.find(outcome, leavings, facts, findings);
        if (function.isPresent() && !outcome.undoings().isEmpty()) {
          if (!told && !besides(outcome, leavings, function.get(), facts, findings)) {
            unowned(outcome, leavings, function.get(), facts, findings);
          }
          callers(function.get(), facts, findings);
        }
      }
    }
  }

  /// Whether a function has an exit of which a way through it is worth to be known.
  private static boolean mayForget(Body body) {
    return Returned.tellsErrors(body) || !FreedMemory.calls(body).isEmpty();
  }

  private static MapWays ways(MapTest test, MapOutcome outcome, DriverFacts facts) {
    return new MapWays(facts, test, MapEvents.of(outcome, facts));
  }

  private static boolean isLocal(MapOutcome outcome, DriverFacts facts) {
    return MapEvents.of(outcome, facts).handle().isPresent()
        || outcome.map().subject().filter(_ -> outcome.map().isList()).stream()
            .anyMatch(s -> isOnStack(s, outcome.map().body()));
  }

  /// Whether a list or table is a local of the function, and gone with it.
  private static boolean isOnStack(Expr list, Body body) {
    return switch (list) {
      case Expr.Unary(UnaryOperator operator, Expr.Name(String id, _), _) ->
          operator == UnaryOperator.ADDRESS_OF && body.declares(id) && body.parameter(id).isEmpty();
      default -> false;
    };
  }

  /// Error exits that leave mapped what is undone on other ways out, or what nobody else can undo.
  ///
  /// @param local whether what tells of the mapping is gone with the function
  /// @param left whether no caller undoes the mapping when the function fails
  /// @param handsBack whether a function that was given the handle and fails gives it back
  private static boolean exits(
      MapOutcome outcome,
      MapWays ways,
      boolean local,
      BooleanSupplier left,
      boolean handsBack,
      DriverFacts facts,
      ToldOnce findings) {
    List<Leaving> leavings = ways.leavings();
    List<Leaving> good = leavings.stream().filter(l -> l.told() != Answer.ERROR).toList();
    List<Leaving> bad = leavings.stream().filter(l -> l.told() == Answer.ERROR).toList();
    if (bad.stream().noneMatch(l -> l.state().isMapped())) {
      return false; // the usual case, and callers take long to ask
    }
    boolean atTheEnd =
        good.stream().anyMatch(l -> l.state().standing() == Standing.UNDONE)
            && good.stream().noneMatch(l -> l.state().isMapped());
    boolean undoesItself =
        outcome.undoings().stream().anyMatch(u -> u.body() == outcome.map().body());
    Set<Span> undone = new HashSet<>();
    bad.stream()
        .filter(l -> l.state().standing() == Standing.UNDONE)
        .forEach(l -> undone.add(l.at()));
    String reason =
        atTheEnd
            ? "the end of %s() unmaps it".formatted(outcome.map().body().name())
            : undone.isEmpty()
                ? "nothing unmaps it or keeps the handle"
                : "another error exit of %s() unmaps it".formatted(outcome.map().body().name());
    boolean failing = undone.isEmpty() && isUndoneInPart(leavings);
    Body body = outcome.map().body();
    boolean alone =
        handsBack
            && MapEvents.of(outcome, facts)
                .handle()
                .filter(h -> body.definitions(h).size() == 1)
                .isPresent();
    Set<Span> told = new LinkedHashSet<>();
    for (Leaving leaving : bad) {
      State state = leaving.state();
      if (!state.isMapped() || undone.contains(leaving.at()) || !isBehind(outcome.map(), leaving)) {
        continue;
      }
      boolean kept = isHandedOver(outcome, ways, state);
      boolean given = state.given() && !(alone && ways.isHandedBack(state, facts));
      boolean ends = atTheEnd && (undoesItself || !given) && !kept;
      boolean owned = ends || (!given && (local || (!undone.isEmpty() && left.getAsBoolean())));
      boolean likely =
          !owned
              && !kept
              && ((failing && !given)
                  || bad.stream().anyMatch(b -> isOwnedAlike(outcome, leaving, b)))
              && left.getAsBoolean();
      if ((owned || likely) && told.add(leaving.at())) {
        Confidence confidence = owned ? Confidence.HIGH : Confidence.MODERATE;
        tell(outcome, leaving, confidence, reason, findings);
      }
    }
    return !told.isEmpty();
  }

  /// Whether somebody was given the mapping on a way on which the function cannot end well any
  /// more: the one who undoes it later, when the device has let go of it.
  private static boolean isHandedOver(MapOutcome outcome, MapWays ways, State state) {
    return state
        .gift()
        .filter(g -> !MapEvents.waits(outcome.map().body(), g) && !ways.mayEndWellBehind(g))
        .isPresent();
  }

  /// Whether a way out that tells what another function told leaves the mapping undone or mapped:
  /// undone when that has failed.
  private static boolean isUndoneInPart(List<Leaving> leavings) {
    List<Leaving> passed = leavings.stream().filter(l -> l.told() == Answer.UNKNOWN).toList();
    return passed.stream().anyMatch(l -> l.state().standing() == Standing.UNDONE)
        && passed.stream().anyMatch(l -> l.state().standing() == Standing.MAPPED)
        && leavings.stream()
            .noneMatch(l -> l.told() == Answer.FINE && l.state().standing() == Standing.UNDONE);
  }

  /// Whether the function still undoes the mapping on another error exit, where the same others
  /// have been given it, or that comes later: then it has to do so on the first one too. Not where
  /// the end of the transfer may have undone it, or an earlier round of a loop.
  private static boolean isOwnedAlike(MapOutcome outcome, Leaving leaving, Leaving other) {
    Body body = outcome.map().body();
    return other.state().standing() == Standing.UNDONE
        && !body.inLoop(outcome.map().call().span().start())
        && leaving.state().gift().filter(g -> MapEvents.waits(body, g)).isEmpty()
        && (other.state().gift().equals(leaving.state().gift())
            || (other.at().start() > leaving.at().start()
                && !body.areApart(leaving.at(), other.at())));
  }

  /// Whether an exit stands behind the mapping in the same round of the loop around it. What is
  /// known behind the loop is how many rounds there were, and that is not followed.
  private static boolean isBehind(FoundCall map, Leaving leaving) {
    Optional<Span> loop = map.body().loopAround(map.call().span().start());
    return loop.isEmpty()
        || (loop.get().contains(leaving.at()) && leaving.at().start() > map.call().span().start());
  }

  /// Error exits of a function that undoes nothing itself, and whose callers do not either.
  private static void unowned(
      MapOutcome outcome,
      List<Leaving> leavings,
      MappingFunction function,
      DriverFacts facts,
      ToldOnce findings) {
    List<Leaving> left =
        Stream.concat(
                leavings.stream()
                    .filter(l -> l.told() == Answer.ERROR)
                    .filter(l -> l.state().isMapped() && !l.state().given()),
                PassedOn.of(outcome.map().body(), leavings).stream()
                    .filter(p -> p.mayFail(outcome.map(), facts))
                    .map(PassedOn::leaving))
            .toList();
    boolean undoes = leavings.stream().anyMatch(l -> l.state().standing() == Standing.UNDONE);
    if (!left.isEmpty() && !undoes && function.isForgottenByCallers(facts)) {
      String reason =
          "no caller of %s() unmaps it when that fails".formatted(outcome.map().body().name());
      tellOnce(outcome, left, reason, findings);
    }
  }

  /// Error exits on which the function undoes what it mapped before, but not this mapping.
  private static boolean besides(
      MapOutcome outcome,
      List<Leaving> leavings,
      MappingFunction function,
      DriverFacts facts,
      ToldOnce findings) {
    FoundCall map = outcome.map();
    List<Leaving> left =
        leavings.stream()
            .filter(l -> l.told() == Answer.ERROR && l.state().standing() == Standing.MAPPED)
            .filter(l -> !l.state().given() && isBehind(map, l))
            .toList();
    Optional<FoundCall> other =
        left.isEmpty()
            ? Optional.empty()
            : facts.calls().stream()
                .filter(m -> m.kind() == SiteKind.MAP && m.body() == map.body() && !m.equals(map))
                .filter(m -> left.stream().anyMatch(l -> isUndoneAt(m, l.at(), facts)))
                .findFirst();
    if (other.isEmpty() || !function.isForgottenByNext(facts)) {
      return false;
    }
    String reason =
        "what %s() mapped %s is unmapped there"
            .formatted(
                other.get().kernel().name(),
                other.get().call().span().start() < map.call().span().start()
                    ? "before"
                    : "behind it");
    List<Leaving> there =
        left.stream().filter(l -> isUndoneAt(other.get(), l.at(), facts)).toList();
    tellOnce(outcome, there, reason, findings);
    return true;
  }

  /// Whether a mapping that stands when all goes well is undone wherever control leaves at a place.
  private static boolean isUndoneAt(FoundCall map, Span at, DriverFacts facts) {
    List<Leaving> leavings = MapWays.of(map, facts).leavings();
    List<Leaving> there = leavings.stream().filter(l -> l.at().equals(at)).toList();
    return !there.isEmpty()
        && there.stream().allMatch(l -> l.state().standing() == Standing.UNDONE)
        && leavings.stream()
            .anyMatch(l -> l.told() != Answer.ERROR && l.state().standing() == Standing.MAPPED);
  }

  /// Callers of a function that maps, which forget what it mapped when something else fails.
  private static void callers(MappingFunction function, DriverFacts facts, ToldOnce findings) {
    for (FoundCall call : function.calls(facts)) {
      if (!mayForget(call.body())) {
        continue;
      }
      MapOutcome outcome = MapOutcome.ofCall(call, function.inner(), facts);
      MapWays ways = ways(MapTest.of(call), outcome, facts);
      if (!exits(outcome, ways, false, () -> true, false, facts, findings)) {
        PassedOn.find(outcome, ways.leavings(), facts, findings);
      }
      Set<MemberKey> holders = function.holders(facts);
      Set<Span> told = new LinkedHashSet<>();
      ways.visit(
          s -> s.standing() == Standing.MAPPED,
          FreedMemory.calls(call.body()),
          (free, _) -> {
            if (FreedMemory.freesKept(free, holders, call.body(), facts) && told.add(free.span())) {
              findings.add(
                  call.body(),
                  free.span(),
                  Confidence.HIGH,
                  "this frees the only place that knows what %s() mapped"
                      .formatted(call.kernel().name()),
                  List.of(
                      new Note(
                          function.inner().place().file(),
                          function.inner().place().line(),
                          "mapped here, in " + call.kernel().name() + "()")));
            }
          });
    }
  }

  /// Tells of each place at which control leaves, however many ways lead there.
  private static void tellOnce(
      MapOutcome outcome, List<Leaving> left, String reason, ToldOnce findings) {
    Set<Span> told = new HashSet<>();
    left.stream()
        .filter(l -> told.add(l.at()))
        .forEach(l -> tell(outcome, l, Confidence.MODERATE, reason, findings));
  }

  static void tell(
      MapOutcome outcome,
      Leaving leaving,
      Confidence confidence,
      String reason,
      ToldOnce findings) {
    FoundCall map = outcome.map();
    String what =
        leaving.state().standing() == Standing.MAPPED
            ? "what %s() mapped".formatted(map.kernel().name())
            : "what earlier rounds of %s() mapped".formatted(map.kernel().name());
    findings.add(
        map.body(),
        leaving.at(),
        confidence,
        "this leaves %s; %s".formatted(what, reason),
        List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
  }
}
