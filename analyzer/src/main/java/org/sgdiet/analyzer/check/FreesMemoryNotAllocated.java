// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.MapWays.State;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// An error exit that unmaps what its own failure never mapped, and any unmap of what was unmapped
/// already.
final class FreesMemoryNotAllocated implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-memory-not-allocated",
          "what is not mapped, or not any more, is unmapped",
          "A mapping that failed left nothing to undo, and one that was undone is gone: the address"
              + " range may belong to another device's mapping by then.",
          "Unmapping DMA_MAPPING_ERROR, or a list that is not mapped, frees a foreign IOVA range or"
              + " bounce buffer; the device that owns it faults or writes into memory that is in"
              + " use for something else.",
          "Jump to the label behind the unmap of what failed; unmap each mapping on one way only.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Set<Unmap> told = new HashSet<>();
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP) {
        MapOutcome outcome = MapOutcome.of(map, facts);
        boolean loops = map.body().inLoop(map.call().span().start());
        if (!outcome.undoings().isEmpty()
            && !(loops && !isOwn(outcome))
            && !isMappedBefore(facts, outcome)) {
          failed(facts, outcome, loops, findings);
        }
        if (!loops) {
          outcome.otherFailures().forEach(e -> twice(outcome, e, told, findings));
        }
      }
    }
    UnmappedTwice.of(facts).stream()
        .filter(t -> !told.contains(new Unmap(t.second().body(), t.second().call().span())))
        .forEach(t -> inARow(t, findings));
  }

  /// An unmap that was told to be the second of one handle.
  private record Unmap(Body body, Span span) {}

  private static void inARow(UnmappedTwice twice, Findings findings) {
    FoundCall first = twice.first();
    FoundCall second = twice.second();
    findings.add(
        RULE,
        second.body(),
        second.call().span(),
        Confidence.HIGH,
        "%s() unmaps '%s' a second time"
            .formatted(
                second.kernel().name(),
                second.subject().map(s -> second.body().text(s)).orElse("")),
        List.of(new Note(first.place().file(), first.place().line(), "unmapped here first")));
  }

  /// @param loops whether each round of a loop maps, into a local that holds the last handle only
  private static void failed(
      DriverFacts facts, MapOutcome outcome, boolean loops, Findings findings) {
    FoundCall map = outcome.map();
    List<Expr.Call> unmaps =
        map.body().calls().stream()
            .filter(c -> c.span().start() > map.call().span().end())
            .filter(c -> outcome.unmaps(c) && outcome.meansThis(c))
            .toList();
    if (unmaps.isEmpty()) {
      return;
    }
    MapWays ways = MapWays.of(map, facts);
    boolean given = GivenBuffer.isOf(facts, map) || isZeroAtFirst(outcome);
    Set<Span> told = new LinkedHashSet<>();
    ways.visit(
        s ->
            s.standing() == Standing.FAILED
                || (s.standing() == Standing.NOT_YET && !loops && (isOwn(outcome) || given)),
        unmaps,
        (call, state) -> {
          if (!ways.isDoubtful(call) && told.add(call.span())) {
            tell(outcome, call, state, findings);
          }
        });
  }

  /// Whether nothing but this call ever sets the local that holds the handle.
  private static boolean isOwn(MapOutcome outcome) {
    FoundCall map = outcome.map();
    return !map.isList()
        && outcome
            .result()
            .filter(r -> map.body().declares(r) && map.body().definitions(r).size() == 1)
            .isPresent();
  }

  /// Whether the local that holds the handle is 0 until this call sets it, and nothing asks for
  /// that.
  private static boolean isZeroAtFirst(MapOutcome outcome) {
    Body body = outcome.map().body();
    Optional<String> local =
        outcome.result().filter(r -> !outcome.map().isList() && body.declares(r));
    return local.isPresent()
        && body.parameter(local.get()).isEmpty()
        && body.definitions(local.get()).size() == 2
        && body.definitions(local.get()).stream()
            .flatMap(d -> d.value().stream())
            .anyMatch(v -> v instanceof Expr.NumberLiteral(String text, _) && text.equals("0"))
        && body.statements().stream()
            .noneMatch(s ->
                s instanceof Stmt.If(Expr condition, _, _, _)
                    && Expressions.mentions(body, condition, local.get())
                    && !asksForError(condition));
  }

  /// Whether a condition holds when a mapping has failed, and says nothing of one that was not
  /// made.
  private static boolean asksForError(Expr condition) {
    return !(condition instanceof Expr.Unary)
        && Parts.anyExpr(condition, e -> e instanceof Expr.Call call && MapTest.isTest(call));
  }

  private static void tell(MapOutcome outcome, Expr.Call unmap, State state, Findings findings) {
    FoundCall map = outcome.map();
    String when =
        state.standing() == Standing.FAILED
            ? "when %s() failed".formatted(map.kernel().name())
            : "before %s() was called".formatted(map.kernel().name());
    findings.add(
        RULE,
        map.body(),
        unmap.span(),
        Confidence.HIGH,
        "%s() is reached %s%s: there is nothing to unmap"
            .formatted(
                unmap.name().orElse(""),
                when,
                state.by().map(b -> ", line " + map.body().line(b.start())).orElse("")),
        List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
  }

  private static void twice(
      MapOutcome outcome, ErrorExit exit, Set<Unmap> told, Findings findings) {
    FoundCall map = outcome.map();
    List<Expr.Call> unmaps = unmaps(outcome, exit).toList();
    for (int i = 1; i < unmaps.size(); i++) {
      Expr.Call first = unmaps.get(i - 1);
      Expr.Call second = unmaps.get(i);
      if (same(map, first, second)) {
        told.add(new Unmap(map.body(), second.span()));
        findings.add(
            RULE,
            map.body(),
            second.span(),
            Confidence.HIGH,
            "%s() unmaps a second time on the way from line %d"
                .formatted(second.name().orElse(""), map.body().line(exit.at().start())),
            List.of(
                new Note(map.place().file(), map.place().line(), "mapped here"),
                new Note(
                    map.place().file(),
                    map.body().line(first.span().start()),
                    "unmapped here first")));
      }
    }
  }

  private static Stream<Expr.Call> unmaps(MapOutcome outcome, ErrorExit exit) {
    return ExitCalls.between(outcome.map().call().span().end(), exit).stream()
        .filter(ExitCalls.Step::certain)
        .map(ExitCalls.Step::call)
        .filter(outcome::unmaps)
        .filter(u -> outcome.meansThis(u));
  }

  private static boolean same(FoundCall map, Expr.Call a, Expr.Call b) {
    return !a.span().equals(b.span())
        && a.name().equals(b.name())
        && map.body().text(a).equals(map.body().text(b));
  }

  /// Whether another mapping of the function may be what the unmap undoes.
  private static boolean isMappedBefore(DriverFacts facts, MapOutcome outcome) {
    return outcome.undoings().stream()
        .filter(u -> u.body() == outcome.map().body())
        .anyMatch(u -> others(facts, outcome.map(), u).isPresent());
  }

  private static Optional<FoundCall> others(DriverFacts facts, FoundCall map, FoundCall undo) {
    return facts.calls().stream()
        .filter(m -> m.kind() == SiteKind.MAP && !m.equals(map) && m.body().equals(map.body()))
        .filter(m -> facts.belonging(m, SiteKind.UNMAP).contains(undo))
        .findFirst();
  }
}
