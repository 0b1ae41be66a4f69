// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// A count of DMA entries that only bounds the loop over them: when nothing was mapped, the loop
/// goes round 0 times, and the function returns 0 of what it counted in there.
final class CountedRounds {

  private CountedRounds() {}

  /// Whether all callers of a mapping's function take the 0 that it then returns for a failure.
  static boolean tell(DriverFacts facts, FoundCall map, String count) {
    Body body = map.body();
    List<Span> loops =
        body.statements().stream().flatMap(s -> boundedBy(body, s, count).stream()).toList();
    List<CallSite> callers = facts.flow().driver().callers(body);
    return !loops.isEmpty()
        && isNothingButBound(map, count, loops)
        && !body.returned().isEmpty()
        && body.returned().stream().allMatch(r -> isCountedIn(body, r, loops))
        && !callers.isEmpty()
        && callers.stream().allMatch(CountedRounds::fails);
  }

  /// The loop that goes round as often as a count says.
  private static Optional<Span> boundedBy(Body body, Stmt stmt, String count) {
    boolean bounded =
        switch (stmt) {
          case Stmt.Each(_, List<Expr> args, _, _, _) ->
              args.stream().anyMatch(a -> body.text(a).equals(count));
          case Stmt.For loop ->
              loop.condition()
                  .filter(c ->
                      c instanceof Expr.Binary(BinaryOperator operator, _, Expr right, _)
                          && operator == BinaryOperator.LESS
                          && body.text(right).equals(count))
                  .isPresent();
          default -> false;
        };
    return bounded ? Optional.of(stmt.span()) : Optional.empty();
  }

  /// Whether a count is read at the loops alone.
  private static boolean isNothingButBound(FoundCall map, String count, List<Span> loops) {
    Body body = map.body();
    return body.expressions().stream()
        .filter(e -> e.span().start() > map.call().span().end() && body.text(e).equals(count))
        .allMatch(e -> loops.stream().anyMatch(l -> l.contains(e.span())));
  }

  /// Whether a value is a local that is 0 at first and is counted up in certain loops alone.
  private static boolean isCountedIn(Body body, Expr value, List<Span> loops) {
    if (!(value instanceof Expr.Name(String id, _)) || body.parameter(id).isPresent()) {
      return false;
    }
    List<Definition> all = body.definitions(id);
    return !all.isEmpty()
        && all.getFirst().value().filter(CountedRounds::isZero).isPresent()
        && all.stream()
            .skip(1)
            .allMatch(
                d -> d.how() == How.CHANGED && loops.stream().anyMatch(l -> l.contains(d.span())));
  }

  /// Whether a caller leaves with an error where it got 0.
  private static boolean fails(CallSite site) {
    Body body = site.caller();
    List<String> kept =
        body.definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().equals(site.call().span())).isPresent())
            .map(d -> body.text(d.target()))
            .toList();
    return ErrorExit.of(body).stream()
        .map(ErrorExit::conditions)
        .filter(c -> !c.isEmpty())
        .map(List::getLast)
        .anyMatch(c -> isNone(body, c, kept));
  }

  private static boolean isNone(Body body, Expr condition, List<String> kept) {
    return switch (condition) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _) ->
          operator == UnaryOperator.NOT && kept.contains(body.text(operand));
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _) ->
          operator == BinaryOperator.EQUAL && kept.contains(body.text(left)) && isZero(right);
      default -> false;
    };
  }

  private static boolean isZero(Expr value) {
    return value instanceof Expr.NumberLiteral(String text, _) && text.equals("0");
  }
}
