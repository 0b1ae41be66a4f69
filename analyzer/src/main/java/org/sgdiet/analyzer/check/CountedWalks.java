// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// The walks over the out sides of a list that are told how many entries there are.
final class CountedWalks {

  /// What goes over the entries as often as it is told.
  private static final Set<String> WALKERS =
      Set.of("for_each_sg", "scsi_for_each_sg", "dmaengine_prep_slave_sg", "device_prep_slave_sg");

  private CountedWalks() {}

  /// The counted walks over outputs in the driver around a file.
  static List<ListUse> near(DriverFacts facts, String file) {
    return facts.flow().near(file).stream()
        .flatMap(f -> f.functionsMentioning(WALKERS).stream())
        .flatMap(b -> facts.flow().uses().in(b).stream())
        .filter(u -> bound(u).isPresent() && readsOutputs(facts, u))
        .toList();
  }

  /// Whether a transfer is prepared or a loop takes the addresses of entries, rather than asking
  /// the CPU side's entries for a length of the wrong side.
  static boolean takesAddresses(DriverFacts facts, ListUse use) {
    if (use.call().filter(k -> k.effect() == Effect.PREP).isPresent()) {
      return true;
    }
    return use.body().statements().stream()
        .filter(s -> s instanceof Stmt.Each(_, _, _, Span head, _) && head.equals(use.span()))
        .anyMatch(s ->
            facts.flow().uses().in(use.body()).stream()
                .anyMatch(u ->
                    u.readsOutput()
                        && s.span().contains(u.span())
                        && use.body().file().text(u.span()).contains("dma_address")));
  }

  /// What a walk, or a transfer that is prepared, is told for a count.
  static Optional<Expr> bound(ListUse use) {
    return use.call()
        .filter(k -> k.effect() == Effect.WALK || k.effect() == Effect.PREP)
        .map(k -> k.index(Parameter.COUNT))
        .filter(i -> i.isPresent() && i.getAsInt() < use.args().size())
        .map(i -> use.args().get(i.getAsInt()));
  }

  /// Whether the out sides are read: by what a transfer is prepared with, or in the loop's body,
  /// which nothing but the count may end.
  static boolean readsOutputs(DriverFacts facts, ListUse use) {
    if (use.call().filter(k -> k.effect() == Effect.PREP).isPresent()) {
      return true;
    }
    return use.body().statements().stream()
        .flatMap(s -> s instanceof Stmt.Each loop ? Stream.of(loop) : Stream.empty())
        .filter(s -> s.headSpan().equals(use.span()))
        .anyMatch(s ->
            !mayEndEarly(use.body(), s)
                && (facts.flow().uses().in(use.body()).stream()
                        .anyMatch(u ->
                            u.readsOutput()
                                && u.effect() == Effect.ACCESS
                                && s.span().contains(u.span()))
                    || isReadByCalled(facts, use, s)));
  }

  /// Whether a `break` or `continue` of the loop itself decides about an entry.
  static boolean mayEndEarly(Body body, Stmt loop) {
    return body.statements().stream()
        .filter(i -> i instanceof Stmt.Break || i instanceof Stmt.Continue)
        .filter(i -> loop.span().contains(i.span()))
        .anyMatch(i ->
            body.loopAround(i.span().start())
                .filter(l -> !l.equals(loop.span()) && loop.span().contains(l))
                .isEmpty());
  }

  /// Whether a loop gives each entry to a function of the driver that reads its out side.
  private static boolean isReadByCalled(DriverFacts facts, ListUse use, Stmt.Each loop) {
    Body body = use.body();
    return body.calls().stream()
        .filter(c -> loop.body().span().contains(c.span()))
        .anyMatch(c ->
            IntStream.range(0, c.args().size())
                .filter(i -> isEntry(loop, c.args().get(i)))
                .anyMatch(i ->
                    facts.flow().driver().targets(body, c).stream()
                        .anyMatch(t -> readsParameter(facts, t, i))));
  }

  private static boolean isEntry(Stmt.Each loop, Expr given) {
    return given instanceof Expr.Name(String id, _)
        && loop.args().size() > 1
        && loop.args().get(1) instanceof Expr.Name(String entry, _)
        && entry.equals(id);
  }

  private static boolean readsParameter(DriverFacts facts, Body body, int parameter) {
    return facts.flow().uses().in(body).stream()
        .anyMatch(u ->
            u.readsOutput()
                && u.list() instanceof Expr.Name(String id, _)
                && body.parameter(id).equals(OptionalInt.of(parameter)));
  }
}
