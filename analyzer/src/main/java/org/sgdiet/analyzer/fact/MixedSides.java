// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.fact.Decisions.Known;
import org.sgdiet.analyzer.fact.MapFacts.Blocker;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.Expr;

/// What shows in a mapping function that it needs both sides of the mapped entries in one place:
/// outputs written by hand, entries read or stepped on the CPU side next to their outputs.
final class MixedSides {

  private final DriverFlow facts;

  MixedSides(DriverFlow facts) {
    this.facts = facts;
  }

  /// The refusals, at most one of a kind.
  List<Blocker> of(Known known) {
    List<Blocker> found = new ArrayList<>();
    List<ListUse> uses = facts.uses().in(known.found().body());
    int mapped = known.found().call().span().end();
    uses.stream()
        .filter(u -> isOutput(u) && u.writes() && facts.meets(u, known.back()))
        .findFirst()
        .ifPresent(u ->
            found.add(
                new Blocker("the function writes the DMA side of entries itself", true, u.line())));
    uses.stream()
        .filter(u -> isInput(u) && u.span().start() > mapped && !u.isTold())
        .filter(u -> uses.stream().anyMatch(o -> isOutput(o) && sameEntry(o, u)))
        .findFirst()
        .ifPresent(u ->
            found.add(
                new Blocker(
                    "CPU side and DMA side of '%s' are read together"
                        .formatted(u.body().file().text(u.list().span())),
                    true,
                    u.line())));
    uses.stream()
        .filter(u -> u.call().filter(MixedSides::splits).isPresent() && isAfter(known, u))
        .filter(u -> facts.meets(u, known.back()))
        .findFirst()
        .ifPresent(u ->
            found.add(
                new Blocker(
                    u.call().map(KernelCall::name).orElse("")
                        + "() makes new entries out of mapped ones",
                    true,
                    u.line())));
    return found;
  }

  /// Whether the list itself is an argument of the helper in which, or below which, a reader
  /// stands.
  boolean isGiven(Known known, Reader reader) {
    Body body = known.found().body();
    Set<Path> list = known.found().values(facts.flow());
    return body.calls().stream()
        .filter(c ->
            c.args().stream()
                .anyMatch(a -> facts.flow().paths(body, a).stream().anyMatch(list::contains)))
        .flatMap(c -> facts.driver().targets(body, c).stream())
        .anyMatch(callee ->
            callee.name().equals(reader.place().function())
                || callee.calls().stream()
                    .flatMap(c -> c.name().stream())
                    .anyMatch(reader.place().function()::equals));
  }

  /// Whether a call goes on to an entry that is made up on the way, or parts the list.
  private static boolean splits(KernelCall kernel) {
    return (kernel.effect() == Effect.STEP && kernel.name().startsWith("scatterwalk"))
        || kernel.name().equals("sg_split");
  }

  /// Whether control can come from the mapping call to the use: it stands behind, or in a loop
  /// around both.
  private static boolean isAfter(Known known, ListUse use) {
    int map = known.found().call().span().start();
    int at = use.span().start();
    return at > map
        || known.found().body().loops().stream().anyMatch(l -> l.contains(map) && l.contains(at));
  }

  private static boolean isOutput(ListUse use) {
    return use.side() == Role.OUTPUT && isAccess(use);
  }

  private static boolean isInput(ListUse use) {
    return use.side() == Role.INPUT && isAccess(use) && !use.writes();
  }

  private static boolean isAccess(ListUse use) {
    return use.call().map(k -> k.effect() == Effect.ACCESS).orElse(true);
  }

  private static boolean sameEntry(ListUse a, ListUse b) {
    return a.list() instanceof Expr.Name(String x, _)
        && b.list() instanceof Expr.Name(String y, _)
        && x.equals(y)
        && loop(a).equals(loop(b));
  }

  private static Optional<?> loop(ListUse use) {
    return use.body().loopAround(use.span().start());
  }
}
