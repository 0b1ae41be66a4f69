// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Optional;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// A mapping in a loop that only the first round makes.
final class FirstRound {

  private FirstRound() {}

  /// `for (i = 0; …; i++) … if (!i) map();`
  static boolean alone(FoundCall call) {
    Body body = call.body();
    Span map = call.call().span();
    return body.statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.If(Expr condition, Stmt then, _, _)
                && then.span().contains(map)
                && counter(condition).filter(i -> isCounted(body, i, map)).isPresent());
  }

  /// The variable that a condition finds to be 0.
  private static Optional<String> counter(Expr condition) {
    return switch (condition) {
      case Expr.Unary(UnaryOperator operator, Expr.Name(String id, _), _)
          when operator == UnaryOperator.NOT ->
          Optional.of(id);
      case Expr.Binary(BinaryOperator operator, Expr.Name(String id, _), Expr.NumberLiteral zero, _)
          when operator == BinaryOperator.EQUAL && zero.text().equals("0") ->
          Optional.of(id);
      default -> Optional.empty();
    };
  }

  private static boolean isCounted(Body body, String counter, Span map) {
    return body.statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.For loop
                && loop.span().contains(map)
                && loop.step()
                    .filter(e ->
                        e instanceof Expr.Step(boolean up, _, Expr.Name(String id, _), _)
                            && up
                            && id.equals(counter))
                    .isPresent());
  }
}
