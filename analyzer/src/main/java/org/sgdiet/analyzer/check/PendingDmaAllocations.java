// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

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
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && !map.body().inLoop(map.call().span().start())) {
        boolean told = forgetful(facts, MapOutcome.of(map, facts), findings);
        if (!told && !map.isList()) {
          handle(map).ifPresent(h -> exits(facts, map, h, findings));
        }
      }
    }
  }

  /// Exits that do not undo what the function undoes when all goes well, or on another way out.
  /// False when it undoes it on none.
  private static boolean forgetful(DriverFacts facts, MapOutcome outcome, Findings findings) {
    FoundCall map = outcome.map();
    List<ErrorExit> exits = outcome.otherFailures();
    if (exits.isEmpty() || outcome.undoings().isEmpty()) {
      return false;
    }
    Optional<Expr.Call> atTheEnd =
        undoing(outcome, ErrorExit.goodWay(map.body())).filter(outcome::unmaps);
    Optional<Expr.Call> elsewhere =
        atTheEnd.or(() -> exits.stream().flatMap(e -> undoing(outcome, e).stream()).findFirst());
    if (elsewhere.isEmpty()) {
      return false;
    }
    for (ErrorExit exit : exits) {
      boolean owned = atTheEnd.isPresent() || !outcome.isHandedOn(facts, exit.at().start());
      if (owned && undoing(outcome, exit).isEmpty()) {
        findings.add(
            RULE,
            map.body(),
            exit.at(),
            Confidence.HIGH,
            "this leaves what %s() mapped; %s of %s() unmaps it"
                .formatted(
                    map.kernel().name(),
                    atTheEnd.isPresent() ? "the end" : "another error exit",
                    map.body().name()),
            List.of(
                new Note(map.place().file(), map.place().line(), "mapped here"),
                new Note(
                    map.place().file(),
                    map.body().line(elsewhere.get().span().start()),
                    "unmapped here on another way out")));
      }
    }
    return true;
  }

  private static Optional<Expr.Call> undoing(MapOutcome outcome, ErrorExit exit) {
    return ExitCalls.between(outcome.map().call().span().end(), exit).stream()
        .map(ExitCalls.Step::call)
        .filter(outcome::undoes)
        .findFirst();
  }

  /// The local that holds the handle and nothing else.
  private static Optional<String> handle(FoundCall map) {
    List<String> targets = new ArrayList<>();
    for (Definition d : map.body().definitions()) {
      if (d.value().filter(v -> v.span().equals(map.call().span())).isPresent()
          && d.target() instanceof Expr.Name(String id, _)) {
        targets.add(id);
      }
    }
    return targets.stream()
        .filter(t -> map.body().declares(t) && map.body().parameter(t).isEmpty())
        .filter(t ->
            map.body().definitions().stream()
                    .filter(d -> d.target() instanceof Expr.Name(String id, _) && id.equals(t))
                    .filter(d -> d.value().isPresent())
                    .filter(d -> !(d.value().get() instanceof Expr.NumberLiteral))
                    .count()
                == 1)
        .findFirst();
  }

  private static void exits(DriverFacts facts, FoundCall map, String handle, Findings findings) {
    Body body = map.body();
    Span region = region(map);
    for (ErrorExit exit : ErrorExit.of(body)) {
      boolean after = exit.at().start() > map.call().span().end() && region.contains(exit.at());
      boolean ownFailure =
          exit.conditions().stream()
              .anyMatch(c -> c.span().contains(map.call().span()) || asksAbout(body, c, handle));
      if (after
          && !ownFailure
          && exit.before().stream().noneMatch(s -> gives(s, map, handle, facts))) {
        findings.add(
            RULE,
            body,
            exit.at(),
            Confidence.HIGH,
            "this leaves '%s' mapped: %s() was good, and nothing unmaps it or keeps the handle"
                .formatted(handle, map.kernel().name()),
            List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
      }
    }
  }

  /// The innermost branch that the mapping call stands in.
  private static Span region(FoundCall map) {
    return map.body().definitions().stream()
        .filter(d -> d.value().filter(v -> v.span().equals(map.call().span())).isPresent())
        .map(Definition::region)
        .findFirst()
        .orElse(map.body().function().body().span());
  }

  /// Whether a branch is taken for what was found out about the handle: it is named in the
  /// condition, or in the call whose result the condition looks at.
  private static boolean asksAbout(Body body, Expr condition, String handle) {
    List<Expr.Name> names = new ArrayList<>();
    Parts.forEachExpr(
        condition,
        e -> {
          if (e instanceof Expr.Name name) {
            names.add(name);
          }
        });
    return names.stream()
        .anyMatch(n ->
            n.id().equals(handle)
                || Reaching.at(body, n.id(), n.span().start()).definitions().stream()
                    .limit(1)
                    .flatMap(d -> d.value().stream())
                    .anyMatch(v -> names(v, handle)));
  }

  private static boolean names(Expr value, String handle) {
    boolean[] found = {false};
    Parts.forEachExpr(
        value, e -> found[0] |= e instanceof Expr.Name(String id, _) && id.equals(handle));
    return found[0];
  }

  private static boolean isTest(DriverFacts facts, Expr.Call call) {
    return call.name()
        .flatMap(n -> facts.flow().api().call(n, call.args().size()))
        .filter(k -> k.effect() == Effect.TEST)
        .isPresent();
  }

  /// Whether a statement behind the mapping call unmaps, stores or hands on the handle, or calls
  /// through something that may: any mention but the test of it.
  private static boolean gives(Stmt stmt, FoundCall map, String handle, DriverFacts facts) {
    if (stmt.span().end() <= map.call().span().start()) {
      return false;
    }
    List<Expr> mentions = new ArrayList<>();
    for (Expr e : map.body().expressions()) {
      if (stmt.span().contains(e.span())
          && e.span().start() > map.call().span().end()
          && e instanceof Expr.Name(String id, _)
          && id.equals(handle)) {
        mentions.add(e);
      }
    }
    return mentions.stream()
        .anyMatch(m ->
            map.body().calls().stream()
                .noneMatch(c -> isTest(facts, c) && c.span().contains(m.span())));
  }
}
