// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Optional;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Expr;

/// The number that an expression of numbers alone is, as flags and masks of drivers are written.
final class ConstantValue {

  private ConstantValue() {}

  static Optional<Long> of(Expr expr) {
    return switch (expr) {
      case Expr.Const(var _, long number) -> Optional.of(number);
      case Expr.Cast(var _, Expr operand) -> of(operand);
      case Expr.Binary(BinaryOp op, Expr left, Expr right) ->
          of(left).flatMap(l -> of(right).flatMap(r -> calculated(op, l, r)));
      case Expr.Unary _,
          Expr.Local _,
          Expr.LocalAddress _,
          Expr.GlobalAddress _,
          Expr.FunctionAddress _,
          Expr.Load _,
          Expr.LoadBits _,
          Expr.FieldAddress _,
          Expr.ElementAddress _,
          Expr.ContainerOf _,
          Expr.PointerDifference _,
          Expr.Swap _ ->
          Optional.empty();
    };
  }

  private static Optional<Long> calculated(BinaryOp op, long l, long r) {
    return switch (op) {
      case ADD -> Optional.of(l + r);
      case SUBTRACT -> Optional.of(l - r);
      case MULTIPLY -> Optional.of(l * r);
      case SHIFT_LEFT -> Optional.of(l << r);
      case SHIFT_RIGHT -> Optional.of(l >>> r);
      case AND -> Optional.of(l & r);
      case OR -> Optional.of(l | r);
      case XOR -> Optional.of(l ^ r);
      case DIVIDE,
          REMAINDER,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          MIN,
          MAX ->
          Optional.empty();
    };
  }
}
