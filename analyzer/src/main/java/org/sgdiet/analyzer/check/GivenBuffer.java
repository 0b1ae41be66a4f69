// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// A buffer that is mapped only where a transfer has one: `if (t->tx_buf) t->tx_dma = map()`.
final class GivenBuffer {

  private GivenBuffer() {}

  /// Whether a mapping is made under no other condition than that there is a buffer, and its handle
  /// is kept where nothing else of the file puts one.
  static boolean isOf(DriverFacts facts, FoundCall map) {
    return !map.isList()
        && guard(map).filter(g -> isMapped(map, g)).isPresent()
        && isKeptAlone(facts, map);
  }

  /// What the one `if` around a mapping asks for, when that is a member, and the function goes on
  /// without it.
  static Optional<Expr.Member> guard(FoundCall map) {
    List<Stmt.If> around =
        map.body().statements().stream()
            .filter(s -> s instanceof Stmt.If && s.span().contains(map.call().span()))
            .map(Stmt.If.class::cast)
            .filter(s -> !s.condition().span().contains(map.call().span()))
            .toList();
    return around.size() == 1
            && around.getFirst().otherwise().isEmpty()
            && around.getFirst().condition() instanceof Expr.Member asked
            && !map.body().inLoop(map.call().span().start())
        ? Optional.of(asked)
        : Optional.empty();
  }

  /// Whether the mapped buffer is what was asked for, or was taken from it.
  private static boolean isMapped(FoundCall map, Expr.Member asked) {
    Body body = map.body();
    String wanted = body.text(asked);
    return map.argument(Parameter.BUFFER)
        .map(Expressions::plain)
        .filter(b ->
            Expressions.mentions(body, b, wanted)
                || (b instanceof Expr.Name(String id, _)
                    && body.definitions(id).stream()
                        .allMatch(d ->
                            d.value()
                                .filter(v -> Expressions.mentions(body, v, wanted))
                                .isPresent())))
        .isPresent();
  }

  private static boolean isKeptAlone(DriverFacts facts, FoundCall map) {
    Body body = map.body();
    List<MemberKey> keys =
        body.definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .map(Definition::target)
            .filter(t -> t instanceof Expr.Member)
            .flatMap(t -> facts.flow().flow().paths(body, t).stream())
            .flatMap(p -> p.last().stream())
            .toList();
    return keys.size() == 1
        && facts.flow().provenance().stores(keys.getFirst()).stream()
            .filter(s -> s.body().file().path().equals(body.file().path()))
            .allMatch(s ->
                s.value().span().contains(map.call().span()) || !(s.value() instanceof Expr.Call));
  }
}
