// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Endian;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.KernelLayouts;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.program.UnaryOp;

/// Short names for the expressions of a program.
final class Ir {

  private static final List<String> KERNEL_LAYOUTS =
      KernelLayouts.all().stream().map(Layout::name).toList();

  private Ir() {}

  static Expr constant(Type type, long value) {
    return new Expr.Const(type, value);
  }

  static Expr s32(long value) {
    return constant(Type.Int.S32, value);
  }

  static Expr u32(long value) {
    return constant(Type.Int.U32, value);
  }

  static Expr u64(long value) {
    return constant(Type.Int.U64, value);
  }

  static Expr nullPointer() {
    return constant(Type.Pointer.VOID, 0);
  }

  static Expr local(String name) {
    return new Expr.Local(name);
  }

  static Expr binary(BinaryOp op, Expr left, Expr right) {
    return new Expr.Binary(op, left, right);
  }

  static Expr add(Expr left, Expr right) {
    return binary(BinaryOp.ADD, left, right);
  }

  static Expr subtract(Expr left, Expr right) {
    return binary(BinaryOp.SUBTRACT, left, right);
  }

  static Expr multiply(Expr left, Expr right) {
    return binary(BinaryOp.MULTIPLY, left, right);
  }

  static Expr and(Expr left, Expr right) {
    return binary(BinaryOp.AND, left, right);
  }

  static Expr equal(Expr left, Expr right) {
    return binary(BinaryOp.EQUAL, left, right);
  }

  static Expr isZero(Expr e) {
    return new Expr.Unary(UnaryOp.IS_ZERO, e);
  }

  static Expr complement(Expr e) {
    return new Expr.Unary(UnaryOp.COMPLEMENT, e);
  }

  static Expr negate(Expr e) {
    return new Expr.Unary(UnaryOp.NEGATE, e);
  }

  static Expr cast(Type type, Expr e) {
    return new Expr.Cast(type, e);
  }

  static Expr load(Expr address, Type type) {
    return new Expr.Load(address, type);
  }

  static Expr field(Expr base, String layout, String field) {
    return new Expr.FieldAddress(base, layout, field);
  }

  static Expr element(Expr base, Expr index, long strideBytes) {
    return new Expr.ElementAddress(base, index, strideBytes);
  }

  static Expr swap(int bits, Endian from, Endian to, Expr e) {
    return new Expr.Swap(bits, from, to, e);
  }

  /// Whether the machine itself knows the structure.
  static boolean isKernelLayout(String name) {
    return KERNEL_LAYOUTS.contains(name);
  }

  /// Whether the machine knows `field` of a structure that it knows.
  static boolean hasKernelField(String layout, String field) {
    return KernelLayouts.all().stream()
        .anyMatch(l -> l.name().equals(layout) && l.field(field).isPresent());
  }

  static Endian endian(CType.Int type) {
    return switch (type.endian()) {
      case NATIVE -> Endian.CPU;
      case LITTLE -> Endian.LITTLE;
      case BIG -> Endian.BIG;
    };
  }
}
