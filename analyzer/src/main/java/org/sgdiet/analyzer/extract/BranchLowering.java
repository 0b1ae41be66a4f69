// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Literals;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.runtime.program.Terminator;

/// Lowers what branches inside of an expression: short circuit, `?:`, and the choices that the
/// lowering of kernel calls makes.
final class BranchLowering {

  private final Frame frame;

  BranchLowering(Frame frame) {
    this.frame = frame;
  }

  /// `a && b` and the like as 0 or 1.
  Value truth(Expr whole) {
    String result = frame.temporary(CType.Int.INT);
    String yes = frame.blocks.newLabel();
    String no = frame.blocks.newLabel();
    String end = frame.blocks.newLabel();
    branch(whole, yes, no);
    frame.blocks.start(yes, frame.at());
    frame.assign(result, Ir.s32(1));
    frame.blocks.jump(end, frame.at());
    frame.blocks.start(no, frame.at());
    frame.assign(result, Ir.s32(0));
    frame.blocks.start(end, frame.at());
    return new Value(Ir.local(result), CType.Int.INT);
  }

  /// Ends the block with a branch on `condition`, with short circuit.
  void branch(Expr condition, String then, String otherwise) {
    switch (condition) {
      case Expr.Unary(UnaryOperator operator, Expr operand, var _)
          when operator == UnaryOperator.NOT ->
          branch(operand, otherwise, then);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, var _)
          when operator == BinaryOperator.LOGICAL_AND -> {
        String second = frame.blocks.newLabel();
        branch(left, second, otherwise);
        frame.blocks.start(second, frame.at());
        branch(right, then, otherwise);
      }
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, var _)
          when operator == BinaryOperator.LOGICAL_OR -> {
        String second = frame.blocks.newLabel();
        branch(left, then, second);
        frame.blocks.start(second, frame.at());
        branch(right, then, otherwise);
      }
      case Expr.Call(Expr.Name(String name, var _), List<Expr> args, var _)
          when args.size() == 1 && (name.equals("likely") || name.equals("unlikely")) ->
          branch(args.getFirst(), then, otherwise);
      default -> {
        var value = frame.exprs.value(condition).ir();
        if (value instanceof org.sgdiet.runtime.program.Expr.Const(var _, long c)) {
          frame.blocks.jump(c != 0 ? then : otherwise, frame.at());
        } else {
          frame.blocks.end(new Terminator.Branch(value, then, otherwise), frame.at());
        }
      }
    }
  }

  /// `a ? b : c` as a value; see [ExprLowering#frame.exprs.value(Expr, Optional)] for `expected`.
  Value conditional(Expr.Conditional c, Optional<CType> expected) {
    Optional<Literals.Constant> known = frame.names.constant(c.condition(), frame.scope);
    if (known.isPresent()) {
      return known.get().value() != 0
          ? frame.exprs.value(c.then().orElse(c.condition()), expected)
          : frame.exprs.value(c.otherwise(), expected);
    }
    CType type = frame.names.typeOf(c, frame.scope).decayed();
    if (type instanceof CType.Opaque || !frame.type(type).isScalar()) {
      type = expected.map(CType::decayed).orElse(type);
    }
    if (type instanceof CType.VoidType) {
      throw new NotLowered("value of type void");
    }
    if (!frame.type(type).isScalar()) {
      return structure(c, type);
    }
    String result = frame.temporary(type);
    Optional<CType> wanted = expected.isPresent() ? expected : Optional.of(type);
    if (c.then().isEmpty()) {
      frame.assign(result, frame.exprs.value(c.condition()).ir());
      choose(
          Ir.local(result),
          () -> {},
          () -> frame.assign(result, frame.exprs.value(c.otherwise(), wanted).ir()));
    } else {
      Expr then = c.then().get();
      decide(
          c.condition(),
          () -> frame.assign(result, frame.exprs.value(then, wanted).ir()),
          () -> frame.assign(result, frame.exprs.value(c.otherwise(), wanted).ir()));
    }
    return new Value(Ir.local(result), type);
  }

  private Value structure(Expr.Conditional c, CType type) {
    Place chosen = new Place.InMemory(frame.object(type), type);
    Expr then = c.then().orElseThrow(() -> new NotLowered("?: on what is no scalar"));
    decide(
        c.condition(),
        () -> frame.store(chosen, frame.exprs.value(then, Optional.of(type))),
        () -> frame.store(chosen, frame.exprs.value(c.otherwise(), Optional.of(type))));
    return frame.load(chosen);
  }

  /// `a ? b : c` for side effects alone.
  void effect(Expr.Conditional c) {
    decide(
        c.condition(),
        () -> c.then().ifPresent(frame.exprs::effect),
        () -> frame.exprs.effect(c.otherwise()));
  }

  /// Runs one of two pieces by a condition.
  private void decide(Expr condition, Runnable then, Runnable otherwise) {
    String yes = frame.blocks.newLabel();
    String no = frame.blocks.newLabel();
    branch(condition, yes, no);
    join(yes, no, then, otherwise);
  }

  /// Runs one of two pieces by a value that was computed already.
  void choose(org.sgdiet.runtime.program.Expr condition, Runnable then, Runnable otherwise) {
    String yes = frame.blocks.newLabel();
    String no = frame.blocks.newLabel();
    frame.blocks.end(new Terminator.Branch(condition, yes, no), frame.at());
    join(yes, no, then, otherwise);
  }

  private void join(String yes, String no, Runnable then, Runnable otherwise) {
    String end = frame.blocks.newLabel();
    frame.blocks.start(yes, frame.at());
    then.run();
    frame.blocks.jump(end, frame.at());
    frame.blocks.start(no, frame.at());
    otherwise.run();
    frame.blocks.start(end, frame.at());
  }
}
