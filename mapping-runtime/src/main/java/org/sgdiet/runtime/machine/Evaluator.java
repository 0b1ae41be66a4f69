// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.List;
import org.sgdiet.runtime.program.Endian;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Type;

/// Evaluates expressions in a frame.
final class Evaluator {

  /// Address of the first function; functions lie 16 bytes apart and cannot be read.
  private static final long TEXT = 0xffff_ffff_8100_0000L;

  private final Context context;

  Evaluator(Context context) {
    this.context = context;
  }

  Value value(Expr expr, Frame frame) {
    return switch (expr) {
      case Expr.Const(Type type, long bits) -> Value.of(type, bits);
      case Expr.Local(String name) -> frame.get(name);
      case Expr.LocalAddress(String name) -> Value.pointer(frame.address(name));
      case Expr.GlobalAddress(String name) -> Value.pointer(context.inputs.global(name));
      case Expr.FunctionAddress(String name) -> Value.pointer(functionAddress(name));
      case Expr.Load(Expr address, Type type) ->
          context.memory.load(value(address, frame).bits(), type, path(address));
      case Expr.LoadBits(Expr base, String layout, String field) ->
          loadBits(value(base, frame).bits(), layout, field);
      case Expr.FieldAddress(Expr base, String layout, String field) ->
          Value.pointer(value(base, frame).bits() + offset(layout, field));
      case Expr.ElementAddress(Expr base, Expr index, long stride) -> {
        long from = value(base, frame).bits();
        long at = from + value(index, frame).bits() * stride;
        if (stride == SgMemory.SIZE && !(index instanceof Expr.Const)) {
          context.lists.requireArray(from, at);
        }
        yield Value.pointer(at);
      }
      case Expr.ContainerOf(Expr member, String layout, String field) ->
          Value.pointer(value(member, frame).bits() - offset(layout, field));
      case Expr.PointerDifference(Expr left, Expr right, long stride) ->
          difference(value(left, frame).bits(), value(right, frame).bits(), stride);
      case Expr.Cast(Type type, Expr operand) -> value(operand, frame).as(type);
      case Expr.Swap(int bits, Endian from, Endian to, Expr operand) ->
          swap(bits, from, to, value(operand, frame));
      case Expr.Unary(var operator, Expr operand) ->
          Arithmetic.unary(operator, value(operand, frame));
      case Expr.Binary(var operator, Expr left, Expr right) -> {
        try {
          yield Arithmetic.binary(operator, value(left, frame), value(right, frame));
        } catch (Arithmetic.Undefined e) {
          throw context.notExecutable(e.getMessage() + ": of a number that the run does not know");
        }
      }
    };
  }

  private long functionAddress(String name) {
    return TEXT + 16L * context.code.number(name);
  }

  /// Name of the function at an address that [Expr.FunctionAddress] gave.
  String functionAt(long address) {
    long index = (address - TEXT) / 16;
    if (index < 0 || index >= context.program.functions().size()) {
      throw context.notExecutable("a call through a pointer that leads to no known function");
    }
    return context.program.functions().get((int) index).name();
  }

  Layout.Field field(String layout, String field) {
    return context.code.field(layout, field);
  }

  long offset(String layout, String field) {
    if (layout.equals("scatterlist") && field.equals("dma_length")) {
      return context.lists.dmaLengthOffset();
    }
    return field(layout, field).offsetBytes();
  }

  /// The field that an address expression names, through array elements.
  static Inputs.Path path(Expr address) {
    return switch (address) {
      case Expr.FieldAddress(Expr _, String layout, String field) -> new Inputs.Path(layout, field);
      case Expr.ElementAddress(Expr base, Expr _, long _) -> path(base);
      case Expr.Cast(Type _, Expr operand) -> path(operand);
      case Expr.Const _, Expr.Local _, Expr.LocalAddress _, Expr.GlobalAddress _ ->
          Inputs.Path.NONE;
      case Expr.FunctionAddress _, Expr.Load _, Expr.LoadBits _, Expr.ContainerOf _ ->
          Inputs.Path.NONE;
      case Expr.PointerDifference _, Expr.Swap _, Expr.Unary _, Expr.Binary _ -> Inputs.Path.NONE;
    };
  }

  /// Address of the structure that an address expression reaches into, or the address itself.
  long group(Expr address, Frame frame) {
    return switch (address) {
      case Expr.FieldAddress(Expr base, String _, String _) -> value(base, frame).bits();
      case Expr.ElementAddress(Expr base, Expr _, long _) -> group(base, frame);
      case Expr.Cast(Type _, Expr operand) -> group(operand, frame);
      case Expr.Const _, Expr.Local _, Expr.LocalAddress _, Expr.GlobalAddress _ ->
          value(address, frame).bits();
      case Expr.FunctionAddress _, Expr.Load _, Expr.LoadBits _, Expr.ContainerOf _ ->
          value(address, frame).bits();
      case Expr.PointerDifference _, Expr.Swap _, Expr.Unary _, Expr.Binary _ ->
          value(address, frame).bits();
    };
  }

  private Value difference(long left, long right, long stride) {
    boolean two =
        context.memory.find(left, 0).isPresent()
            && context.memory.find(right, 0).isPresent()
            && !context.memory.find(left, 0).equals(context.memory.find(right, 0));
    List<Origin> origins = two ? List.of(Origin.BETWEEN_OBJECTS) : List.of();
    return Value.of(Type.Int.S64, (left - right) / stride, origins);
  }

  private Value loadBits(long base, String layout, String name) {
    Layout.Field field = field(layout, name);
    Value unit =
        context.memory.load(
            base + field.offsetBytes(), field.type(), new Inputs.Path(layout, name));
    boolean signed = field.type() instanceof Type.Int i && i.signed();
    long bits = Value.extend(unit.bits() >>> field.bitOffset(), field.bitCount(), signed);
    return Value.of(field.type(), bits, unit.origins());
  }

  /// The storage unit of a bit field after a store to it.
  Value withBits(long base, String layout, String name, Value value) {
    Layout.Field field = field(layout, name);
    Value unit =
        context.memory.load(
            base + field.offsetBytes(), field.type(), new Inputs.Path(layout, name));
    long mask = (1L << field.bitCount()) - 1;
    long bits =
        (unit.bits() & ~(mask << field.bitOffset())) | ((value.bits() & mask) << field.bitOffset());
    List<Origin> origins =
        value.origins().stream().map(o -> o.shifted(-field.bitOffset())).toList();
    return Value.of(field.type(), bits, origins);
  }

  private Value swap(int bits, Endian from, Endian to, Value operand) {
    Endian tag = operand.type() instanceof Type.Int i ? i.endian() : Endian.CPU;
    // What was loaded from a place that is not annotated may be in either order.
    if (tag != from && tag != Endian.CPU && !operand.origins().isEmpty()) {
      context.misused(
          "byte-order",
          "a value that is "
              + tag.name().toLowerCase(java.util.Locale.ROOT)
              + "-endian already is swapped again",
          java.util.Optional.empty());
    }
    boolean big = from == Endian.BIG || to == Endian.BIG;
    long narrow = Value.extend(operand.bits(), bits, false);
    return Value.of(
        new Type.Int(bits, false, to), big ? Value.swap(narrow, bits) : narrow, operand.origins());
  }
}
