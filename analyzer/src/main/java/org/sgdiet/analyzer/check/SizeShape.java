// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.syntax.Expr;

/// A size in words that mean the same in every function of a driver: members by their struct,
/// macros and numbers by themselves, and what is computed of them.
record SizeShape(String words, boolean isConstant) {

  private static final int DEEPEST = 3;

  /// The shape of a size; empty when it depends on what only the function knows.
  static Optional<SizeShape> of(DriverFacts facts, Body body, Expr size) {
    return of(facts, body, size, 0);
  }

  private static Optional<SizeShape> of(DriverFacts facts, Body body, Expr size, int depth) {
    return switch (size) {
      case Expr.NumberLiteral(String text, _) -> Optional.of(new SizeShape(text, true));
      case Expr.Name name when Expressions.isMacro(body, name) ->
          Optional.of(
              new SizeShape(facts.flow().driver().macro(name.id(), body.file().path()), true));
      case Expr.Name name -> depth < DEEPEST ? local(facts, body, name, depth) : Optional.empty();
      case Expr.Cast(_, Expr operand, _) -> of(facts, body, operand, depth);
      case Expr.Member _ -> member(facts, body, size);
      case Expr.SizeOf(Expr.TypeOperand type, _) ->
          Optional.of(new SizeShape("sizeof(" + body.text(type) + ")", true));
      case Expr.Binary(var operator, Expr left, Expr right, _) ->
          all(facts, body, List.of(left, right), depth)
              .map(p -> joined("(", operator.toString(), p, ")"));
      case Expr.Call(Expr.Name callee, List<Expr> args, _)
          when callee.id().startsWith("skb_") || Expressions.isMacro(body, callee) ->
          all(facts, body, args, depth).map(p -> joined(callee.id() + "(", ",", p, ")"));
      default -> Optional.empty();
    };
  }

  private static SizeShape joined(
      String open, String between, List<SizeShape> parts, String close) {
    return new SizeShape(
        parts.stream().map(SizeShape::words).collect(Collectors.joining(between, open, close)),
        parts.stream().allMatch(SizeShape::isConstant));
  }

  private static Optional<List<SizeShape>> all(
      DriverFacts facts, Body body, List<Expr> parts, int depth) {
    List<SizeShape> shapes = new ArrayList<>();
    for (Expr part : parts) {
      Optional<SizeShape> shape = of(facts, body, part, depth);
      if (shape.isEmpty()) {
        return Optional.empty();
      }
      shapes.add(shape.get());
    }
    return Optional.of(shapes);
  }

  private static Optional<SizeShape> local(
      DriverFacts facts, Body body, Expr.Name name, int depth) {
    if (!body.declares(name.id())) {
      return Optional.empty();
    }
    Reaching reaching = Reaching.at(body, name.id(), name.span().start());
    return reaching.entry() || reaching.definitions().size() != 1
        ? Optional.empty()
        : reaching.definitions().getFirst().value().flatMap(v -> of(facts, body, v, depth + 1));
  }

  private static Optional<SizeShape> member(DriverFacts facts, Body body, Expr size) {
    Set<String> members =
        facts.flow().flow().paths(body, size).stream()
            .map(p -> p.last().filter(m -> !m.struct().isEmpty()).map(Object::toString).orElse(""))
            .collect(Collectors.toSet());
    return members.size() == 1 && !members.contains("")
        ? Optional.of(new SizeShape(members.iterator().next(), false))
        : Optional.empty();
  }
}
