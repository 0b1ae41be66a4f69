// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Endian;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.program.UnaryOp;

/// C's integer arithmetic on exact widths (ISO C11 6.3.1 and 6.5, as gcc with -fno-strict-overflow
/// does it: signed overflow wraps, a right shift of a negative number keeps the sign).
final class Arithmetic {

  private Arithmetic() {}

  /// Thrown for an operation that has no result.
  static final class Undefined extends Exception {
    private static final long serialVersionUID = 1L;

    Undefined(String message) {
      super(message);
    }
  }

  /// The integer promotion: `int` for everything narrower.
  static Type.Int promoted(Type type) {
    return switch (type) {
      case Type.Int i -> i.bits() < 32 ? new Type.Int(32, true, i.endian()) : i;
      case Type.Bool _ -> Type.Int.S32;
      case Type.Pointer _ -> Type.Int.U64;
      case Type.Struct _, Type.Array _ ->
          throw new IllegalArgumentException(type + " is no scalar");
    };
  }

  /// The usual arithmetic conversions.
  static Type.Int common(Type left, Type right) {
    Type.Int a = promoted(left);
    Type.Int b = promoted(right);
    Endian endian = a.endian() == Endian.CPU ? b.endian() : a.endian();
    int bits = Math.max(a.bits(), b.bits());
    boolean signed = (a.bits() < bits || a.signed()) && (b.bits() < bits || b.signed());
    return new Type.Int(bits, signed, endian);
  }

  static Value unary(UnaryOp operator, Value operand) {
    return switch (operator) {
      case IS_ZERO -> Value.s32(operand.isZero() ? 1 : 0);
      case NEGATE -> Value.of(promoted(operand.type()), -operand.bits(), operand.origins());
      case COMPLEMENT -> Value.of(promoted(operand.type()), ~operand.bits(), operand.origins());
    };
  }

  static Value binary(BinaryOp operator, Value left, Value right) throws Undefined {
    return switch (operator) {
      case SHIFT_LEFT, SHIFT_RIGHT -> shift(operator, left, right);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          Value.s32(compare(operator, left, right) ? 1 : 0);
      case MIN, MAX -> choose(operator, left, right);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, AND, OR, XOR -> apply(operator, left, right);
    };
  }

  private static Value shift(BinaryOp operator, Value left, Value right) throws Undefined {
    Type.Int type = promoted(left.type());
    long count = right.bits();
    if (count < 0 || count >= type.bits()) {
      throw new Undefined("shift of a " + type.bits() + " bit value by " + count);
    }
    int by = (int) count;
    if (operator == BinaryOp.SHIFT_LEFT) {
      return Value.of(type, left.bits() << by, moved(left.origins(), -by));
    }
    long bits = type.signed() ? left.bits() >> by : left.bits() >>> by;
    return Value.of(type, bits, moved(left.origins(), by));
  }

  private static List<Origin> moved(List<Origin> origins, int by) {
    return origins.isEmpty() || by == 0
        ? origins
        : origins.stream().map(o -> o.shifted(by)).toList();
  }

  private static boolean compare(BinaryOp operator, Value left, Value right) {
    Type.Int type = common(left.type(), right.type());
    long a = Value.normalise(type, left.bits());
    long b = Value.normalise(type, right.bits());
    int order = type.signed() ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          AND,
          OR,
          XOR,
          MIN,
          MAX,
          SHIFT_LEFT,
          SHIFT_RIGHT ->
          throw new IllegalArgumentException(operator + " is no comparison");
    };
  }

  private static Value choose(BinaryOp operator, Value left, Value right) {
    Type.Int type = common(left.type(), right.type());
    boolean less = compare(BinaryOp.LESS, left, right);
    Value chosen = less == (operator == BinaryOp.MIN) ? left : right;
    return Value.of(type, chosen.bits(), chosen.origins());
  }

  private static Value apply(BinaryOp operator, Value left, Value right) throws Undefined {
    Type.Int type = common(left.type(), right.type());
    long a = Value.normalise(type, left.bits());
    long b = Value.normalise(type, right.bits());
    boolean divides = operator == BinaryOp.DIVIDE || operator == BinaryOp.REMAINDER;
    if (divides && b == 0) {
      throw new Undefined("division by zero");
    }
    long bits =
        switch (operator) {
          case ADD -> a + b;
          case SUBTRACT -> a - b;
          case MULTIPLY -> a * b;
          case DIVIDE -> type.signed() ? a / b : Long.divideUnsigned(a, b);
          case REMAINDER -> type.signed() ? a % b : Long.remainderUnsigned(a, b);
          case AND -> a & b;
          case OR -> a | b;
          case XOR -> a ^ b;
          case EQUAL,
              NOT_EQUAL,
              LESS,
              LESS_OR_EQUAL,
              GREATER,
              GREATER_OR_EQUAL,
              MIN,
              MAX,
              SHIFT_LEFT,
              SHIFT_RIGHT ->
              throw new IllegalArgumentException(operator + " is no arithmetic");
        };
    return Value.of(type, bits, Value.union(left.origins(), right.origins()));
  }
}
