// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Types, expressions and input values as the text form writes them.
public final class ExprText {

  private ExprText() {}

  /// A type: `u32`, `le64`, `*scatterlist`, `struct acme_desc`, `[16]u8`.
  public static String of(Type type) {
    return switch (type) {
      case Type.Int(int bits, boolean signed, Endian endian) -> integer(bits, signed, endian);
      case Type.Bool _ -> "bool";
      case Type.Pointer(String target) -> "*" + (target.isEmpty() ? "void" : target);
      case Type.Struct(String layout) -> "struct " + layout;
      case Type.Array(Type element, int count) -> "[" + count + "]" + of(element);
    };
  }

  private static String integer(int bits, boolean signed, Endian endian) {
    return switch (endian) {
      case CPU -> (signed ? "s" : "u") + bits;
      case LITTLE -> (signed ? "sle" : "le") + bits;
      case BIG -> (signed ? "sbe" : "be") + bits;
    };
  }

  /// An expression; binary operators are always in parentheses.
  public static String of(Expr expr) {
    return switch (expr) {
      case Expr.Const(Type type, long value) -> constant(type, value);
      case Expr.Local(String name) -> name;
      case Expr.LocalAddress(String name) -> "&" + name;
      case Expr.GlobalAddress(String name) -> "@" + name;
      case Expr.FunctionAddress(String name) -> "fn " + name;
      case Expr.Load(Expr address, Type type) -> "[" + of(address) + "]:" + of(type);
      case Expr.LoadBits(Expr base, String layout, String field) -> bits(base, layout, field);
      case Expr.FieldAddress(Expr base, String layout, String field) ->
          of(base) + "->" + layout + "." + field;
      case Expr.ElementAddress(Expr base, Expr index, long stride) ->
          of(base) + "[" + of(index) + " x " + stride + "]";
      case Expr.ContainerOf(Expr member, String layout, String field) ->
          "container_of(" + of(member) + ", " + layout + "." + field + ")";
      case Expr.PointerDifference(Expr left, Expr right, long stride) ->
          "diff(" + of(left) + ", " + of(right) + ", " + stride + ")";
      case Expr.Cast(Type type, Expr operand) -> "(" + of(operand) + " as " + of(type) + ")";
      case Expr.Swap(int bits, Endian from, Endian to, Expr operand) ->
          (from == Endian.CPU ? "to_" + word(to) : "from_" + word(from))
              + (bits + "(" + of(operand) + ")");
      case Expr.Unary(UnaryOp operator, Expr operand) -> operator.token() + "(" + of(operand) + ")";
      case Expr.Binary(BinaryOp operator, Expr left, Expr right) -> binary(operator, left, right);
    };
  }

  private static String word(Endian endian) {
    return switch (endian) {
      case CPU -> "cpu";
      case LITTLE -> "le";
      case BIG -> "be";
    };
  }

  private static String binary(BinaryOp operator, Expr left, Expr right) {
    return switch (operator) {
      case MIN, MAX -> operator.token() + "(" + of(left) + ", " + of(right) + ")";
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, SHIFT_LEFT, SHIFT_RIGHT, AND, OR, XOR ->
          infix(operator, left, right);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          infix(operator, left, right);
    };
  }

  private static String infix(BinaryOp operator, Expr left, Expr right) {
    return "(" + of(left) + " " + operator.token() + " " + of(right) + ")";
  }

  static String bits(Expr base, String layout, String field) {
    return "bits(" + of(base) + ", " + layout + "." + field + ")";
  }

  private static String constant(Type type, long value) {
    if (type.equals(Type.Int.S32)) {
      return Long.toString(value);
    }
    if (type instanceof Type.Pointer && value == 0) {
      return "null:" + of(type);
    }
    boolean large = value >= 4096 || value < -4096;
    return (large ? "0x" + Long.toHexString(value) : Long.toString(value)) + ":" + of(type);
  }

  static String list(List<Expr> args) {
    return args.stream().map(ExprText::of).collect(Collectors.joining(", "));
  }

  /// Where an input comes from.
  public static String of(InputValue value) {
    return switch (value) {
      case InputValue.GlobalObject(String global) -> "@" + global;
      case InputValue.Fixed(long number) -> "fixed " + number;
      case InputValue.ByDirection(long toDevice, long otherwise) ->
          kind(value) + " " + toDevice + " " + otherwise;
      case InputValue.ResultOf(int entry) -> "result " + entry;
      case InputValue.Device _, InputValue.Fresh _, InputValue.Direction _ -> kind(value);
      case InputValue.ListHead(String slot) -> kind(value) + " " + slot;
      case InputValue.ListEntries(String slot) -> kind(value) + " " + slot;
      case InputValue.Table(String slot) -> kind(value) + " " + slot;
      case InputValue.Buffer(String slot) -> kind(value) + " " + slot;
      case InputValue.Bytes(String slot) -> kind(value) + " " + slot;
      case InputValue.Pages(String slot) -> kind(value) + " " + slot;
      case InputValue.PageCount(String slot) -> kind(value) + " " + slot;
      case InputValue.PageOffset(String slot) -> kind(value) + " " + slot;
      case InputValue.Page(String slot) -> kind(value) + " " + slot;
      case InputValue.PhysAddress(String slot) -> kind(value) + " " + slot;
    };
  }

  private static String kind(InputValue value) {
    return value
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
