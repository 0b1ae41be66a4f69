// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.model.type.Arithmetic;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Literals;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.runtime.program.BinaryOp;

/// Lowers expressions: side effects become steps in C's order, what is left is a value.
final class ExprLowering {

  private final Frame frame;

  ExprLowering(Frame frame) {
    this.frame = frame;
  }

  /// Strings that the compiler declares in every function.
  private static final Set<String> NAME_OF_FUNCTION =
      Set.of("__func__", "__FUNCTION__", "__PRETTY_FUNCTION__");

  /// The value of an expression, arrays and functions decayed to pointers.
  Value value(Expr expr) {
    return value(expr, Optional.empty());
  }

  /// The value of an expression where a value of type `expected` is wanted; an opaque call that
  /// returns `void *` takes its object's type from it.
  Value value(Expr expr, Optional<CType> expected) {
    return switch (expr) {
      case Expr.Name(String id, var _) when NAME_OF_FUNCTION.contains(id) -> string();
      case Expr.Name n -> name(n);
      case Expr.NumberLiteral _, Expr.CharLiteral _, Expr.SizeOf _ -> constant(expr);
      case Expr.StringLiteral _ -> string();
      case Expr.Call call -> decayed(frame.calls.value(call, expected));
      case Expr.Member _, Expr.Index _, Expr.CompoundLiteral _ ->
          decayed(frame.load(frame.places.of(expr)));
      case Expr.Unary(UnaryOperator operator, Expr operand, var _) -> unary(operator, operand);
      case Expr.Step step -> step(step);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, var _) ->
          binary(operator, left, right, expr);
      case Expr.Assign assign -> assign(assign);
      case Expr.Conditional c -> frame.branches.conditional(c, expected);
      case Expr.Cast(TypeSyntax type, Expr operand, var _) -> cast(type, operand);
      case Expr.Comma(Expr left, Expr right, var _) -> {
        effect(left);
        yield value(right, expected);
      }
      case Expr.StatementExpr(var body, var _) -> frame.statements.valueOf(body);
      case Expr.TypeOperand _ -> throw new NotLowered("a type where a value is expected");
      case Expr.InitList _ -> throw new NotLowered("initialiser list outside a declaration");
      case Expr.Unread(String reason, var _) -> throw new NotLowered(reason);
    };
  }

  /// Evaluates for side effects alone.
  void effect(Expr expr) {
    switch (expr) {
      case Expr.Call call -> frame.calls.effect(call);
      case Expr.Assign a -> assignTo(a);
      case Expr.Step s -> step(s);
      case Expr.Comma(Expr left, Expr right, var _) -> {
        effect(left);
        effect(right);
      }
      case Expr.Cast(TypeSyntax _, Expr operand, var _) -> effect(operand);
      case Expr.StatementExpr(var body, var _) -> frame.statements.lower(body);
      case Expr.Name n when frame.names.expand(n).isPresent() ->
          frame.expanding(
              n.id(),
              () -> {
                effect(frame.names.expand(n).orElseThrow());
                return 0;
              });
      case Expr.Conditional c -> frame.branches.effect(c);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, var _)
          when operator == BinaryOperator.LOGICAL_AND || operator == BinaryOperator.LOGICAL_OR ->
          value(expr);
      case Expr.Binary(BinaryOperator _, Expr left, Expr right, var _) -> {
        effect(left);
        effect(right);
      }
      case Expr.Unary(UnaryOperator _, Expr operand, var _) -> effect(operand);
      case Expr.Name _,
          Expr.NumberLiteral _,
          Expr.CharLiteral _,
          Expr.StringLiteral _,
          Expr.TypeOperand _,
          Expr.Member _,
          Expr.Index _,
          Expr.SizeOf _,
          Expr.InitList _,
          Expr.CompoundLiteral _ -> {}
      case Expr.Unread(String reason, var _) -> throw new NotLowered(reason);
    }
  }

  static Value decayed(Value value) {
    return value.as(value.type().decayed());
  }

  private Value string() {
    return new Value(
        Ir.constant(org.sgdiet.runtime.program.Type.Pointer.VOID, 1),
        new CType.Pointer(CType.Int.CHAR));
  }

  private Value constant(Expr expr) {
    if (expr instanceof Expr.SizeOf(Expr operand, var _)) {
      CType type = frame.names.typeOf(operand, frame.scope);
      if (type instanceof CType.Opaque(String reason)) {
        throw new NotLowered("sizeof: " + reason);
      }
      return new Value(Ir.u64(frame.size(type)), CType.Int.UNSIGNED_LONG);
    }
    return frame
        .names
        .constant(expr, frame.scope)
        .map(this::of)
        .orElseThrow(() -> new NotLowered("literal that is no integer"));
  }

  Value of(Literals.Constant c) {
    return new Value(Ir.constant(frame.type(c.type()), c.value()), c.type());
  }

  private Value name(Expr.Name n) {
    if (frame.scope.find(n.id()).isPresent()) {
      return decayed(frame.load(frame.places.of(n)));
    }
    if (n.id().equals("NULL")) {
      return new Value(Ir.nullPointer(), CType.Pointer.VOID);
    }
    Optional<Literals.Constant> constant = frame.names.constant(n, frame.scope);
    if (constant.isPresent()) {
      return of(constant.get());
    }
    if (n.id().equals("jiffies")) {
      return new Value(Ir.u64(0), CType.Int.UNSIGNED_LONG);
    }
    Optional<Expr> expansion = frame.names.expand(n);
    if (expansion.isPresent()) {
      return frame.expanding(n.id(), () -> value(expansion.get()));
    }
    if (frame.names.variable(n.id()).isEmpty() && isFunction(n.id())) {
      return functionPointer(n.id());
    }
    return decayed(frame.load(frame.places.of(n)));
  }

  /// A function as a value: where it leads matters only when it is called, and calls through
  /// pointers are resolved by the tables they stand in.
  private Value functionPointer(String name) {
    CType type = frame.names.typeOf(new Expr.Name(name, new Span(0, 0)), Scope.EMPTY);
    return new Value(
        Ir.constant(org.sgdiet.runtime.program.Type.Pointer.VOID, 1),
        type instanceof CType.Function f ? new CType.Pointer(f) : CType.Pointer.VOID);
  }

  private boolean isFunction(String name) {
    return frame.names.function(name).isPresent() || frame.names.prototype(name).isPresent();
  }

  private Value unary(UnaryOperator operator, Expr operand) {
    return switch (operator) {
      case PLUS -> promoted(value(operand));
      case MINUS -> {
        Value v = promoted(value(operand));
        yield v.ir() instanceof org.sgdiet.runtime.program.Expr.Const(var type, long c)
            ? new Value(Ir.constant(type, Arithmetic.wrapped(-c, (CType.Int) v.type())), v.type())
            : new Value(Ir.negate(v.ir()), v.type());
      }
      case COMPLEMENT -> {
        Value v = promoted(value(operand));
        yield new Value(Ir.complement(v.ir()), v.type());
      }
      case NOT -> new Value(Ir.isZero(value(operand).ir()), CType.Int.INT);
      case DEREFERENCE -> decayed(frame.load(frame.places.target(value(operand))));
      case ADDRESS_OF -> addressOf(operand);
    };
  }

  private Value addressOf(Expr operand) {
    if (operand instanceof Expr.Name n
        && frame.scope.find(n.id()).isEmpty()
        && frame.names.expand(n).isEmpty()) {
      if (frame.names.variable(n.id()).isEmpty() && isFunction(n.id())) {
        return functionPointer(n.id());
      }
    }
    Place place = frame.places.of(operand);
    return new Value(frame.address(place), new CType.Pointer(place.type()));
  }

  private static Value promoted(Value v) {
    if (!v.type().isInteger()) {
      throw new NotLowered("arithmetic on what is no integer");
    }
    CType.Int type = Arithmetic.promoted(v.type());
    return v.as(type);
  }

  private Value step(Expr.Step step) {
    Place place = frame.places.of(step.operand());
    Value before = frame.load(place);
    Value old = step.prefix() ? before : frame.kept(before);
    Value one = new Value(Ir.s32(step.increment() ? 1 : -1), CType.Int.INT);
    Value after = sum(old, one, BinaryOp.ADD);
    frame.store(place, after.as(place.type()));
    return step.prefix() ? frame.load(place) : old;
  }

  /// `left + right` or `left - right`, on integers and pointers.
  private Value sum(Value left, Value right, BinaryOp op) {
    CType a = left.type().decayed();
    CType b = right.type().decayed();
    if (a instanceof CType.Pointer(CType target)) {
      long stride = frame.stride(target);
      if (b instanceof CType.Pointer) {
        return new Value(
            new org.sgdiet.runtime.program.Expr.PointerDifference(left.ir(), right.ir(), stride),
            CType.Int.LONG);
      }
      var index =
          op == BinaryOp.ADD
              ? right.ir()
              : Ir.negate(Ir.cast(frame.type(CType.Int.LONG), right.ir()));
      return new Value(Ir.element(left.ir(), index, stride), a);
    }
    if (b instanceof CType.Pointer(CType target)) {
      return new Value(Ir.element(right.ir(), left.ir(), frame.stride(target)), b);
    }
    return new Value(Ir.binary(op, left.ir(), right.ir()), common(a, b));
  }

  private static CType common(CType a, CType b) {
    if (!a.isInteger() || !b.isInteger()) {
      throw new NotLowered("arithmetic on what is no integer");
    }
    return Arithmetic.common(a, b);
  }

  private Value binary(BinaryOperator operator, Expr left, Expr right, Expr whole) {
    if (operator == BinaryOperator.LOGICAL_AND || operator == BinaryOperator.LOGICAL_OR) {
      return frame.branches.truth(whole);
    }
    Value a = value(left);
    if (hasEffect(right)) {
      a = frame.kept(a);
    }
    return applied(operator, a, value(right));
  }

  /// Whether evaluating `expr` may change what another operand reads.
  private static boolean hasEffect(Expr expr) {
    return switch (expr) {
      case Expr.Assign _, Expr.Step _, Expr.StatementExpr _ -> true;
      case Expr.Call _ -> false;
      case Expr.Binary b -> hasEffect(b.left()) || hasEffect(b.right());
      case Expr.Unary u -> hasEffect(u.operand());
      case Expr.Cast c -> hasEffect(c.operand());
      case Expr.Member m -> hasEffect(m.base());
      case Expr.Index i -> hasEffect(i.base()) || hasEffect(i.index());
      case Expr.Name _,
          Expr.NumberLiteral _,
          Expr.CharLiteral _,
          Expr.StringLiteral _,
          Expr.TypeOperand _,
          Expr.Conditional _,
          Expr.SizeOf _,
          Expr.Comma _,
          Expr.InitList _,
          Expr.CompoundLiteral _,
          Expr.Unread _ ->
          false;
    };
  }

  private Value applied(BinaryOperator operator, Value a, Value b) {
    return switch (operator) {
      case ADD -> sum(a, b, BinaryOp.ADD);
      case SUBTRACT -> sum(a, b, BinaryOp.SUBTRACT);
      case MULTIPLY -> arithmetic(BinaryOp.MULTIPLY, a, b);
      case DIVIDE -> arithmetic(BinaryOp.DIVIDE, a, b);
      case REMAINDER -> arithmetic(BinaryOp.REMAINDER, a, b);
      case AND -> arithmetic(BinaryOp.AND, a, b);
      case XOR -> arithmetic(BinaryOp.XOR, a, b);
      case OR -> arithmetic(BinaryOp.OR, a, b);
      case SHIFT_LEFT -> shift(BinaryOp.SHIFT_LEFT, a, b);
      case SHIFT_RIGHT -> shift(BinaryOp.SHIFT_RIGHT, a, b);
      case LESS -> compared(BinaryOp.LESS, a, b);
      case LESS_OR_EQUAL -> compared(BinaryOp.LESS_OR_EQUAL, a, b);
      case GREATER -> compared(BinaryOp.GREATER, a, b);
      case GREATER_OR_EQUAL -> compared(BinaryOp.GREATER_OR_EQUAL, a, b);
      case EQUAL -> compared(BinaryOp.EQUAL, a, b);
      case NOT_EQUAL -> compared(BinaryOp.NOT_EQUAL, a, b);
      case LOGICAL_AND, LOGICAL_OR -> throw new IllegalStateException("short circuit");
    };
  }

  private static Value arithmetic(BinaryOp op, Value a, Value b) {
    return new Value(Ir.binary(op, a.ir(), b.ir()), common(a.type().decayed(), b.type().decayed()));
  }

  private static Value shift(BinaryOp op, Value a, Value b) {
    return new Value(Ir.binary(op, a.ir(), b.ir()), promoted(a).type());
  }

  private static Value compared(BinaryOp op, Value a, Value b) {
    return new Value(Ir.binary(op, a.ir(), b.ir()), CType.Int.INT);
  }

  private Value assign(Expr.Assign a) {
    Place place = assignTo(a);
    return decayed(frame.load(place));
  }

  private Place assignTo(Expr.Assign a) {
    if (a.operator().isPresent()) {
      Value right = value(a.value());
      if (hasEffect(a.target())) {
        right = frame.kept(right);
      }
      Place place = frame.places.of(a.target());
      Value before = frame.load(place);
      frame.store(place, applied(a.operator().get(), before, right));
      return place;
    }
    if (hasEffect(a.target()) || a.target() instanceof Expr.Call) {
      Place place = frame.places.of(a.target());
      frame.store(place, value(a.value(), Optional.of(place.type())));
      return place;
    }
    CType expected = frame.names.typeOf(a.target(), frame.scope);
    Value right = value(a.value(), Optional.of(expected));
    Place place = frame.places.of(a.target());
    frame.store(place, right);
    return place;
  }

  private Value cast(TypeSyntax syntax, Expr operand) {
    CType type = frame.names.type(syntax, frame.scope);
    return switch (type) {
      case CType.VoidType _ -> {
        effect(operand);
        yield new Value(Ir.s32(0), CType.Int.INT);
      }
      case CType.Int _, CType.Bool _, CType.Pointer _ -> {
        Value v = value(operand, Optional.of(type));
        boolean pointers =
            type instanceof CType.Pointer && v.type().decayed() instanceof CType.Pointer;
        yield pointers ? v.as(type) : new Value(Ir.cast(frame.type(type), v.ir()), type);
      }
      case CType.Tagged _, CType.Inline _ -> value(operand).as(type);
      case CType.Array _, CType.Function _ -> throw new NotLowered("cast to an array or function");
      case CType.Opaque(String reason) -> throw new NotLowered(reason);
    };
  }
}
