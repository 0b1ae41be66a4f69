// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// An expression of a function body with what encloses it.
///
/// @param around enclosing expressions, nearest first
/// @param statement the statement whose own expression it is part of
public record Occurrence(Expr expr, List<Expr> around, Stmt statement, FunctionCode in) {

  /// Where it stands.
  public Span span() {
    return expr.span();
  }

  /// 1-based line.
  public int line() {
    return in.file().line(expr.span().start());
  }

  /// Path of its file.
  public String path() {
    return in.file().path();
  }

  /// The nearest enclosing expression.
  public Optional<Occurrence> parent() {
    return around.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Occurrence(around.getFirst(), around.subList(1, around.size()), statement, in));
  }

  /// `&expr`, when that is what stands around it, else itself.
  public Occurrence withAddressOf() {
    return parent()
        .filter(p ->
            p.expr() instanceof Expr.Unary(UnaryOperator o, Expr _, Span _)
                && o == UnaryOperator.ADDRESS_OF)
        .orElse(this);
  }

  /// The call it is a direct argument of.
  public Optional<Argument> argument() {
    if (!around.isEmpty() && around.getFirst() instanceof Expr.Call call) {
      for (int i = 0; i < call.args().size(); i++) {
        if (call.args().get(i).equals(expr)) {
          return Optional.of(new Argument(call, call.name().orElse(""), i, parent().orElseThrow()));
        }
      }
    }
    return Optional.empty();
  }

  /// A place among the arguments of a call.
  ///
  /// @param index 0-based
  /// @param name the callee, empty when it is not a plain name
  public record Argument(Expr.Call call, String name, int index, Occurrence callOccurrence) {}
}
