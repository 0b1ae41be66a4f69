// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.OptionalInt;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Elements of one array, told apart by how their indices are written.
final class Elements {

  private Elements() {}

  /// Whether two expressions are, or are members of, elements of one array that are never the same:
  /// the first and the second, the first and the one behind another.
  static boolean areApart(Body body, Expr a, Expr b) {
    Expr one = bare(a);
    Expr other = bare(b);
    if (one instanceof Expr.Member x && other instanceof Expr.Member y) {
      return x.field().equals(y.field()) && areApart(body, x.base(), y.base());
    }
    return one instanceof Expr.Index(Expr base, Expr at, _)
        && other instanceof Expr.Index(Expr base2, Expr at2, _)
        && body.text(base).equals(body.text(base2))
        && differ(at, at2);
  }

  private static Expr bare(Expr expr) {
    return switch (Expressions.plain(expr)) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _)
          when operator == UnaryOperator.ADDRESS_OF ->
          bare(operand);
      case Expr plain -> plain;
    };
  }

  private static boolean differ(Expr a, Expr b) {
    OptionalInt x = number(a);
    OptionalInt y = number(b);
    if (x.isPresent() && y.isPresent()) {
      return x.getAsInt() != y.getAsInt();
    }
    return (x.equals(OptionalInt.of(0)) && isBehindAnother(b))
        || (y.equals(OptionalInt.of(0)) && isBehindAnother(a));
  }

  /// Whether an index is `i + 1` or more.
  private static boolean isBehindAnother(Expr index) {
    return index instanceof Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
        && operator == BinaryOperator.ADD
        && number(left).orElse(number(right).orElse(0)) > 0;
  }

  private static OptionalInt number(Expr index) {
    return index instanceof Expr.NumberLiteral(String text, _) && text.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
