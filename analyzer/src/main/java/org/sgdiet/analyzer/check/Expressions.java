// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Expr;

/// Expressions as several checks look at them.
final class Expressions {

  private Expressions() {}

  /// An expression as it is written, without white space.
  static String text(Body body, Expr expr) {
    return body.file().text(expr.span()).replaceAll("\\s+", "");
  }

  /// An expression without the casts around it.
  static Expr plain(Expr expr) {
    return expr instanceof Expr.Cast(_, Expr operand, _) ? plain(operand) : expr;
  }
}
