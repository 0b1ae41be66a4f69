// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// Binary operators on values. Operands are promoted and brought to a common type as C does; a
/// comparison gives an s32 of 0 or 1; a shift has the type of its promoted left operand.
/// Comparisons also take pointers; arithmetic on pointers is [Expr.ElementAddress] and
/// [Expr.PointerDifference].
public enum BinaryOp {
  ADD("+"),
  SUBTRACT("-"),
  MULTIPLY("*"),
  DIVIDE("/"),
  REMAINDER("%"),
  SHIFT_LEFT("<<"),
  SHIFT_RIGHT(">>"),
  AND("&"),
  OR("|"),
  XOR("^"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  /// `min`, `min_t`, `umin`: the smaller one, after conversion to the common type.
  MIN("min"),
  /// `max`, `max_t`, `umax`: the greater one, after conversion to the common type.
  MAX("max");

  private final String token;

  BinaryOp(String token) {
    this.token = token;
  }

  /// As the text form writes it.
  public String token() {
    return token;
  }
}
