// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;

/// A value without side effect (a load is an event of the machine, but changes nothing).
public sealed interface Expr {

  /// What a value is computed from, in the order of evaluation.
  default List<Expr> operands() {
    return switch (this) {
      case Const _, Local _, LocalAddress _, GlobalAddress _, FunctionAddress _ -> List.of();
      case Load(Expr address, Type _) -> List.of(address);
      case LoadBits(Expr base, String _, String _) -> List.of(base);
      case FieldAddress(Expr base, String _, String _) -> List.of(base);
      case ElementAddress(Expr base, Expr index, long _) -> List.of(base, index);
      case ContainerOf(Expr member, String _, String _) -> List.of(member);
      case PointerDifference(Expr left, Expr right, long _) -> List.of(left, right);
      case Cast(Type _, Expr operand) -> List.of(operand);
      case Swap(int _, Endian _, Endian _, Expr operand) -> List.of(operand);
      case Unary(UnaryOp _, Expr operand) -> List.of(operand);
      case Binary(BinaryOp _, Expr left, Expr right) -> List.of(left, right);
    };
  }

  /// A constant of an integer, `bool` or pointer type; 0 of a pointer type is NULL.
  record Const(Type type, long value) implements Expr {}

  /// The value of a scalar local or parameter; one that is in memory is loaded from there.
  record Local(String name) implements Expr {}

  /// The address of a local that is declared in memory.
  record LocalAddress(String name) implements Expr {}

  /// The address of a [Global].
  record GlobalAddress(String name) implements Expr {}

  /// The address of a [Function], as C stores it in an operations table.
  record FunctionAddress(String name) implements Expr {}

  /// What memory holds at an address, read as `type` (a scalar).
  record Load(Expr address, Type type) implements Expr {}

  /// What the bit field `layout.field` of the structure at `base` holds.
  record LoadBits(Expr base, String layout, String field) implements Expr {}

  /// `&base->field`.
  record FieldAddress(Expr base, String layout, String field) implements Expr {}

  /// `base + index` in units of `strideBytes`: `&array[index]`, `p++`, `(void *)p + n`.
  record ElementAddress(Expr base, Expr index, long strideBytes) implements Expr {}

  /// `container_of(member, struct layout, field)`.
  record ContainerOf(Expr member, String layout, String field) implements Expr {}

  /// `left - right` of two pointers into one object, in units of `strideBytes`; an s64.
  record PointerDifference(Expr left, Expr right, long strideBytes) implements Expr {}

  /// `(type)operand`: truncates, extends by the sign of the operand's type, retags bytes (as
  /// `__force` does), turns pointers into integers and back.
  record Cast(Type type, Expr operand) implements Expr {}

  /// `cpu_to_le32(operand)`, `le32_to_cpu(operand)`: swaps where the CPU's order differs and
  /// changes the tag from `from` to `to`; one of both is [Endian#CPU]. The operand is first
  /// converted to `bits` wide.
  record Swap(int bits, Endian from, Endian to, Expr operand) implements Expr {}

  /// One operator applied.
  record Unary(UnaryOp operator, Expr operand) implements Expr {}

  /// Two operands, both evaluated.
  record Binary(BinaryOp operator, Expr left, Expr right) implements Expr {}
}
