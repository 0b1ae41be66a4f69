// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.mutant;

import java.util.List;
import java.util.function.UnaryOperator;
import org.sgdiet.runtime.program.Endian;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;

/// Rebuilds expressions from the leaves up, with a change applied to each.
final class ExprMap {

  private ExprMap() {}

  static Expr of(Expr expr, UnaryOperator<Expr> f) {
    Expr inner =
        switch (expr) {
          case Expr.Const _, Expr.Local _, Expr.LocalAddress _ -> expr;
          case Expr.GlobalAddress _, Expr.FunctionAddress _ -> expr;
          case Expr.Load(Expr address, Type type) -> new Expr.Load(of(address, f), type);
          case Expr.LoadBits(Expr base, String layout, String field) ->
              new Expr.LoadBits(of(base, f), layout, field);
          case Expr.FieldAddress(Expr base, String layout, String field) ->
              new Expr.FieldAddress(of(base, f), layout, field);
          case Expr.ElementAddress(Expr base, Expr index, long stride) ->
              new Expr.ElementAddress(of(base, f), of(index, f), stride);
          case Expr.ContainerOf(Expr member, String layout, String field) ->
              new Expr.ContainerOf(of(member, f), layout, field);
          case Expr.PointerDifference(Expr left, Expr right, long stride) ->
              new Expr.PointerDifference(of(left, f), of(right, f), stride);
          case Expr.Cast(Type type, Expr operand) -> new Expr.Cast(type, of(operand, f));
          case Expr.Swap(int bits, Endian from, Endian to, Expr operand) ->
              new Expr.Swap(bits, from, to, of(operand, f));
          case Expr.Unary(var operator, Expr operand) -> new Expr.Unary(operator, of(operand, f));
          case Expr.Binary(var operator, Expr left, Expr right) ->
              new Expr.Binary(operator, of(left, f), of(right, f));
        };
    return f.apply(inner);
  }

  private static List<Expr> all(List<Expr> exprs, UnaryOperator<Expr> f) {
    return exprs.stream().map(e -> of(e, f)).toList();
  }

  static Instruction step(Instruction step, UnaryOperator<Expr> f) {
    return switch (step) {
      case Instruction.Assign(String local, Expr value, Position at) ->
          new Instruction.Assign(local, of(value, f), at);
      case Instruction.Store(Expr address, Type type, Expr value, Position at) ->
          new Instruction.Store(of(address, f), type, of(value, f), at);
      case Instruction.StoreBits(Expr base, String layout, String field, Expr v, Position at) ->
          new Instruction.StoreBits(of(base, f), layout, field, of(v, f), at);
      case Instruction.Call(var result, var operation, var args, Position at) ->
          new Instruction.Call(result, operation, all(args, f), at);
      case Instruction.Invoke(var result, String function, var args, Position at) ->
          new Instruction.Invoke(result, function, all(args, f), at);
      case Instruction.InvokePointer(var result, Expr target, var args, Position at) ->
          new Instruction.InvokePointer(result, of(target, f), all(args, f), at);
      case Instruction.Opaque(var result, String name, var args, var out, var w, Position at) ->
          new Instruction.Opaque(result, name, all(args, f), out, w, at);
    };
  }

  static Terminator end(Terminator end, UnaryOperator<Expr> f) {
    return switch (end) {
      case Terminator.Branch(Expr condition, String then, String otherwise) ->
          new Terminator.Branch(of(condition, f), then, otherwise);
      case Terminator.Switch(Expr value, var cases, String otherwise) ->
          new Terminator.Switch(of(value, f), cases, otherwise);
      case Terminator.Return(var value) -> new Terminator.Return(value.map(e -> of(e, f)));
      case Terminator.Goto _, Terminator.Panic _, Terminator.NotModelled _ -> end;
    };
  }
}
