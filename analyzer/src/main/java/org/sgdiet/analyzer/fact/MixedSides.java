// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.fact.Decisions.Known;
import org.sgdiet.analyzer.fact.MapFacts.Blocker;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.Expr;

/// What shows in a mapping function and its helpers that they need both sides of the mapped entries
/// in one place: outputs written by hand, entries read or stepped on the CPU side next to their
/// outputs.
final class MixedSides {

  private final DriverFlow facts;

  MixedSides(DriverFlow facts) {
    this.facts = facts;
  }

  /// The refusals, at most one of a kind.
  List<Blocker> of(Known known) {
    List<Blocker> found = new ArrayList<>();
    Body body = known.found().body();
    List<ListUse> uses = facts.uses().in(body);
    int mapped = known.found().call().span().end();
    Stream.concat(uses.stream(), helpers(known).flatMap(b -> facts.uses().in(b).stream()))
        .filter(u -> isOutput(u) && u.writes() && !u.isTold() && facts.meets(u, known.back()))
        .findFirst()
        .ifPresent(u ->
            found.add(
                new Blocker(
                    (u.body() == body ? "the function" : u.body().name() + "()")
                        + " writes the DMA side of entries itself",
                    true,
                    line(known, u))));
    Stream.concat(
            uses.stream().filter(u -> u.span().start() > mapped && isReadTogether(u, uses)),
            helpers(known).flatMap(b -> together(b, known.back())))
        .findFirst()
        .ifPresent(u ->
            found.add(
                new Blocker(
                    "CPU side and DMA side of '%s' are read together%s"
                        .formatted(
                            u.body().file().text(u.list().span()),
                            u.body() == body ? "" : " in " + u.body().name() + "()"),
                    true,
                    line(known, u))));
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

  /// The line of a use in the mapping function; that of the mapping for one in a helper.
  private static int line(Known known, ListUse use) {
    return use.body() == known.found().body() ? use.line() : known.found().place().line();
  }

  /// The functions that the mapping function reaches by calls and that read its outputs.
  private Stream<Body> helpers(Known known) {
    Body mapper = known.found().body();
    return facts.readersNear(mapper.file().path()).stream()
        .filter(u -> u.body() != mapper && facts.meets(u, known.back()))
        .map(ListUse::body)
        .distinct()
        .filter(b -> facts.callsBetween(mapper, b, Readers.FARTHEST_HELPER).isPresent())
        .filter(b -> !facts.runsBefore(known.found(), b));
  }

  /// The CPU sides of the list's entries that a helper reads next to their outputs.
  private Stream<ListUse> together(Body helper, List<Path> back) {
    List<ListUse> uses = facts.uses().in(helper);
    return uses.stream().filter(u -> isReadTogether(u, uses) && facts.meets(u, back));
  }

  private static boolean isReadTogether(ListUse use, List<ListUse> all) {
    return isInput(use)
        && !use.isTold()
        && all.stream().anyMatch(o -> isOutput(o) && sameEntry(o, use));
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
