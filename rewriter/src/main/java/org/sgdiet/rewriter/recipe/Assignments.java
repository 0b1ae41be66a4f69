// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// The values that a local variable is given.
final class Assignments {

  private Assignments() {}

  /// Every value assigned to the local `local`, its initialiser first.
  static List<Expr> of(Entity.Local local, FunctionCode code) {
    List<Expr> values = new ArrayList<>();
    for (Stmt stmt : code.statements()) {
      if (stmt instanceof Stmt.Declaration d) {
        d.declarators().stream()
            .filter(x -> x.nameSpan().start() == local.declaredAt())
            .flatMap(x -> x.init().stream())
            .forEach(values::add);
      }
    }
    for (Occurrence o : code.occurrences()) {
      if (o.expr() instanceof Expr.Assign a
          && Entity.of(a.target(), code).filter(local::equals).isPresent()) {
        values.add(a.value());
      }
    }
    return values;
  }

  /// The only value that a local is ever given.
  static Optional<Expr> single(Expr.Name name, FunctionCode code) {
    if (Entity.of(name, code).orElse(null) instanceof Entity.Local local && !local.parameter()) {
      List<Expr> values = of(local, code);
      return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
    return Optional.empty();
  }

  /// Whether an lvalue is written where it stands.
  static boolean written(Occurrence o) {
    return o.parent()
        .filter(p ->
            switch (p.expr()) {
              case Expr.Assign a -> a.target().equals(o.expr());
              case Expr.Step _ -> true;
              case Expr.Unary u -> u.operator() == UnaryOperator.ADDRESS_OF;
              default -> false;
            })
        .isPresent();
  }
}
