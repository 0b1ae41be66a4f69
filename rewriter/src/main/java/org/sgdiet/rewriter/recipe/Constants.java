// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.FunctionCode;

/// Questions about constant arguments.
final class Constants {

  private Constants() {}

  static boolean is(Expr expr, long value, FunctionCode code) {
    return code.names()
        .constant(expr, code.scope(expr.span().start()))
        .filter(c -> c.value() == value)
        .isPresent();
  }

  /// Whether the value is fixed at compile time.
  static boolean fixed(Expr expr, FunctionCode code) {
    boolean known = code.names().constant(expr, code.scope(expr.span().start())).isPresent();
    return known || macroName(expr, code);
  }

  private static boolean macroName(Expr expr, FunctionCode code) {
    return expr instanceof Expr.Name name
        && code.local(name).isEmpty()
        && name.id().equals(name.id().toUpperCase(java.util.Locale.ROOT));
  }
}
