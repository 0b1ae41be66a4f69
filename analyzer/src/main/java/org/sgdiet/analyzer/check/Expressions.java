// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// Expressions as several checks look at them.
final class Expressions {

  private static final Pattern MACRO = Pattern.compile("[A-Z][A-Z0-9_]*[A-Z0-9]");

  private Expressions() {}

  /// An expression without the casts around it.
  static Expr plain(Expr expr) {
    return expr instanceof Expr.Cast(_, Expr operand, _) ? plain(operand) : expr;
  }

  /// Whether a name is written as macros are, and is no variable of the function.
  static boolean isMacro(Body body, Expr.Name name) {
    return MACRO.matcher(name.id()).matches() && !body.declares(name.id());
  }

  /// Whether two places of a function are in the two branches of one `if`.
  static boolean areApart(Body body, Span a, Span b) {
    return body.statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.If(_, Stmt then, Optional<Stmt> otherwise, _)
                && otherwise
                    .map(Stmt::span)
                    .filter(o ->
                        (then.span().contains(a) && o.contains(b))
                            || (then.span().contains(b) && o.contains(a)))
                    .isPresent());
  }
}
