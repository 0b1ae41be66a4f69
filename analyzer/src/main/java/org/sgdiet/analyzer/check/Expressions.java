// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

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

  /// Whether an expression or a part of it is written as `text` is, blanks apart.
  static boolean mentions(Body body, Expr expr, String text) {
    return Parts.anyExpr(expr, e -> body.text(e).equals(text));
  }
}
