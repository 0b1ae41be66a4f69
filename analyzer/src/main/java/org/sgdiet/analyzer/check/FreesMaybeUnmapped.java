// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// A function that unmaps in every run what another maps under a condition alone.
final class FreesMaybeUnmapped implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-memory-maybe-not-mapped",
          "a handle is unmapped in every case and mapped in some",
          "An unmap needs a mapping: where there is none, the handle is 0, or what an earlier"
              + " transfer left.",
          "Unmapping a handle that was not mapped frees an IOVA range or bounce buffer of somebody"
              + " else, and dma-debug complains.",
          "Unmap under the condition under which the handle is mapped.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    UnsetHandles.find(RULE, facts, findings);
    for (Undo undo : Undo.of(facts)) {
      if (!undo.call().isList()
          && undo.isAcross()
          && undo.maps().stream().anyMatch(m -> GivenBuffer.guard(m).isPresent())
          && new Regions(undo.call().body()).isAlwaysReached(undo.call().call().span())) {
        SoleHandle.of(facts, undo).ifPresent(u -> check(facts, u, findings));
      }
    }
  }

  private static void check(DriverFacts facts, Undo undo, Findings findings) {
    FoundCall map = undo.maps().getFirst();
    Optional<Expr.Member> guard = GivenBuffer.guard(map);
    List<CallSite> callers = facts.flow().driver().callers(undo.call().body());
    if (undo.maps().size() == 1
        && guard.isPresent()
        && !callers.isEmpty()
        && facts.flow().driver().tablesWith(undo.call().body()).isEmpty()
        && callers.stream().noneMatch(c -> asks(facts, c, guard.get().field()))) {
      findings.add(
          RULE,
          undo.call().body(),
          undo.call().call().span(),
          Confidence.MODERATE,
          "%s() is always called, and %s() only if '%s'"
              .formatted(
                  undo.call().kernel().name(), map.kernel().name(), map.body().shown(guard.get())),
          undo.notes(facts));
    }
  }

  /// Whether a caller of the undoing function, or one of its own, asks for what the guard asks for.
  private static boolean asks(DriverFacts facts, CallSite call, String field) {
    return isAsked(call, field)
        || facts.flow().driver().callers(call.caller()).stream().anyMatch(o -> isAsked(o, field));
  }

  private static boolean isAsked(CallSite call, String field) {
    return call.caller().statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.If(Expr condition, _, _, _)
                && s.span().start() <= call.call().span().start()
                && call.caller().text(condition).contains(field));
  }
}
