// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Expr;

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
}
