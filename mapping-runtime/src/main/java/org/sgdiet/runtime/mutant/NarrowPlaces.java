// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.mutant;

import java.util.List;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Type;

/// Places that take no more than 32 bits of a number: that its upper half is cut off before it gets
/// there changes nothing.
final class NarrowPlaces {

  private static final int BITS = 32;

  private NarrowPlaces() {}

  /// Whether two programs differ in nothing but halves that are cut off anyway.
  static boolean areEqual(Program a, Program b) {
    return a.functions().stream()
        .map(NarrowPlaces::plain)
        .toList()
        .equals(b.functions().stream().map(NarrowPlaces::plain).toList());
  }

  private static List<Block> plain(Function f) {
    return f.blocks().stream()
        .map(b ->
            new Block(
                b.label(),
                b.steps().stream().map(NarrowPlaces::plain).toList(),
                ExprMap.end(b.end(), NarrowPlaces::plain),
                b.at()))
        .toList();
  }

  private static Instruction plain(Instruction step) {
    return ExprMap.step(step, NarrowPlaces::plain)
            instanceof Instruction.Store(Expr address, Type type, Expr value, var at)
        ? new Instruction.Store(address, type, isNarrow(type) ? whole(value) : value, at)
        : ExprMap.step(step, NarrowPlaces::plain);
  }

  private static Expr plain(Expr e) {
    return switch (e) {
      case Expr.Cast(Type type, Expr operand) when isNarrow(type) ->
          new Expr.Cast(type, whole(operand));
      case Expr.Swap(int bits, var from, var to, Expr operand) when bits <= BITS ->
          new Expr.Swap(bits, from, to, whole(operand));
      case Expr.Binary(BinaryOp op, Expr left, Expr.Const(Type type, long mask))
          when op == BinaryOp.AND && mask >>> BITS == 0 ->
          new Expr.Binary(op, whole(left), new Expr.Const(type, mask));
      default -> e;
    };
  }

  private static boolean isNarrow(Type type) {
    return type instanceof Type.Int i && i.bits() <= BITS;
  }

  /// The number of which the low half is taken, with nothing cut off.
  private static Expr whole(Expr e) {
    return switch (e) {
      case Expr.Cast(Type outer, Expr.Cast(Type inner, Expr operand))
          when outer.equals(Type.Int.U64) && inner.equals(Type.Int.U32) ->
          operand;
      case Expr.Binary(BinaryOp op, Expr left, Expr right)
          when op == BinaryOp.ADD || op == BinaryOp.OR ->
          new Expr.Binary(op, whole(left), whole(right));
      default -> e;
    };
  }
}
