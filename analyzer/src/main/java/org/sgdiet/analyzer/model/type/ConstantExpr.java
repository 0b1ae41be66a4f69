// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.Literals.Constant;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Evaluates constant expressions with C's types.
final class ConstantExpr {

  private final FileModel names;
  private final Map<String, Optional<Constant>> named = new HashMap<>();

  ConstantExpr(FileModel names) {
    this.names = names;
  }

  Optional<Constant> value(Expr expr, Scope scope) {
    return switch (expr) {
      case Expr.NumberLiteral n -> Literals.number(n.text());
      case Expr.CharLiteral c -> Literals.character(c.text());
      case Expr.Name n -> name(n.id(), scope);
      case Expr.Unary(UnaryOperator operator, Expr operand, var _) ->
          unary(operator, operand, scope);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, var _) ->
          binary(operator, left, right, scope);
      case Expr.Conditional(Expr condition, Optional<Expr> then, Expr otherwise, var _) ->
          value(condition, scope)
              .flatMap(c ->
                  c.value() == 0 ? value(otherwise, scope) : value(then.orElse(condition), scope));
      case Expr.Cast(TypeSyntax type, Expr operand, var _) ->
          value(operand, scope).flatMap(c -> cast(c, names.type(type, scope)));
      case Expr.SizeOf(Expr operand, var _) -> sizeOf(operand, scope);
      case Expr.Call call -> call(call, scope);
      case Expr.TypeOperand _,
          Expr.StringLiteral _,
          Expr.Member _,
          Expr.Index _,
          Expr.Step _,
          Expr.Assign _,
          Expr.Comma _,
          Expr.InitList _,
          Expr.CompoundLiteral _,
          Expr.StatementExpr _,
          Expr.Unread _ ->
          Optional.empty();
    };
  }

  static Optional<Constant> cast(Constant c, CType type) {
    return switch (type) {
      case CType.Int i -> Optional.of(new Constant(Arithmetic.wrapped(c.value(), i), i));
      case CType.Bool _ -> Optional.of(Constant.ofInt(c.value() == 0 ? 0 : 1));
      case CType.Pointer _ -> Optional.of(new Constant(c.value(), CType.Int.UNSIGNED_LONG));
      case CType.VoidType _,
          CType.Array _,
          CType.Tagged _,
          CType.Inline _,
          CType.Function _,
          CType.Opaque _ ->
          Optional.empty();
    };
  }

  private Optional<Constant> name(String id, Scope scope) {
    if (scope.find(id).isPresent()) {
      return Optional.empty();
    }
    Optional<Constant> builtin = Builtin.constant(id);
    if (builtin.isPresent()) {
      return builtin;
    }
    Optional<Constant> known = named.get(id);
    if (known == null) {
      known =
          names.guarded(
              "constant " + id,
              () ->
                  names
                      .expansion(id, List.of())
                      .flatMap(e -> value(e, Scope.EMPTY))
                      .or(() -> enumerator(id)));
      named.put(id, known);
    }
    return known;
  }

  private Optional<Constant> enumerator(String id) {
    Optional<Found<Item.Enumeration>> enumeration = names.enumerator(id);
    if (enumeration.isEmpty()) {
      return Optional.empty();
    }
    long next = 0;
    boolean known = true;
    for (Item.Enumerator e : enumeration.get().item().enumerators()) {
      if (e.value().isPresent()) {
        Optional<Constant> written = value(e.value().get(), Scope.EMPTY);
        known = written.isPresent();
        next = written.map(Constant::value).orElse(0L);
      }
      if (e.name().equals(id)) {
        return known ? Optional.of(typed(next)) : Optional.empty();
      }
      next++;
    }
    return Optional.empty();
  }

  private static Constant typed(long value) {
    if (value == (int) value) {
      return Constant.ofInt(value);
    }
    return new Constant(value, value >>> 32 == 0 ? CType.Int.UNSIGNED_INT : CType.Int.LONG);
  }

  private Optional<Constant> unary(UnaryOperator operator, Expr operand, Scope scope) {
    if (operator == UnaryOperator.DEREFERENCE || operator == UnaryOperator.ADDRESS_OF) {
      return Optional.empty();
    }
    return value(operand, scope)
        .map(c -> {
          CType.Int type = Arithmetic.promoted(c.type());
          return switch (operator) {
            case PLUS -> new Constant(c.value(), type);
            case MINUS -> new Constant(Arithmetic.wrapped(-c.value(), type), type);
            case COMPLEMENT -> new Constant(Arithmetic.wrapped(~c.value(), type), type);
            case NOT -> Constant.ofInt(c.value() == 0 ? 1 : 0);
            case DEREFERENCE, ADDRESS_OF -> throw new IllegalStateException("not arithmetic");
          };
        });
  }

  private Optional<Constant> binary(BinaryOperator operator, Expr left, Expr right, Scope scope) {
    Optional<Constant> a = value(left, scope);
    if (a.isPresent() && operator == BinaryOperator.LOGICAL_AND && a.get().value() == 0) {
      return Optional.of(Constant.ofInt(0));
    }
    if (a.isPresent() && operator == BinaryOperator.LOGICAL_OR && a.get().value() != 0) {
      return Optional.of(Constant.ofInt(1));
    }
    Optional<Constant> b = value(right, scope);
    return a.isEmpty() || b.isEmpty() ? Optional.empty() : applied(operator, a.get(), b.get());
  }

  static Optional<Constant> applied(BinaryOperator operator, Constant left, Constant right) {
    boolean shift = operator == BinaryOperator.SHIFT_LEFT || operator == BinaryOperator.SHIFT_RIGHT;
    CType.Int type =
        shift ? Arithmetic.promoted(left.type()) : Arithmetic.common(left.type(), right.type());
    long a = Arithmetic.wrapped(left.value(), type);
    long b = shift ? right.value() : Arithmetic.wrapped(right.value(), type);
    int order = type.signed() ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    if ((operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER) && b == 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (operator) {
          case MULTIPLY -> of(a * b, type);
          case DIVIDE -> of(type.signed() ? a / b : Long.divideUnsigned(a, b), type);
          case REMAINDER -> of(type.signed() ? a % b : Long.remainderUnsigned(a, b), type);
          case ADD -> of(a + b, type);
          case SUBTRACT -> of(a - b, type);
          case SHIFT_LEFT -> of(b < 64 ? a << b : 0, type);
          case SHIFT_RIGHT -> of(shiftedRight(a, b, type), type);
          case AND -> of(a & b, type);
          case XOR -> of(a ^ b, type);
          case OR -> of(a | b, type);
          case LESS -> truth(order < 0);
          case LESS_OR_EQUAL -> truth(order <= 0);
          case GREATER -> truth(order > 0);
          case GREATER_OR_EQUAL -> truth(order >= 0);
          case EQUAL -> truth(a == b);
          case NOT_EQUAL -> truth(a != b);
          case LOGICAL_AND -> truth(a != 0 && b != 0);
          case LOGICAL_OR -> truth(a != 0 || b != 0);
        });
  }

  private static long shiftedRight(long a, long b, CType.Int type) {
    if (b >= 64) {
      return type.signed() && a < 0 ? -1 : 0;
    }
    return type.signed() ? a >> b : a >>> b;
  }

  private static Constant of(long value, CType.Int type) {
    return new Constant(Arithmetic.wrapped(value, type), type);
  }

  private static Constant truth(boolean value) {
    return Constant.ofInt(value ? 1 : 0);
  }

  private Optional<Constant> sizeOf(Expr operand, Scope scope) {
    FileModel.Extent extent = names.extent(names.typeOf(operand, scope));
    return extent.exact() ? Optional.of(size(extent.sizeBytes())) : Optional.empty();
  }

  private static Constant size(long bytes) {
    return new Constant(bytes, CType.Int.UNSIGNED_LONG);
  }

  private Optional<Constant> call(Expr.Call call, Scope scope) {
    List<Expr> args = call.args();
    String name = call.name().orElse("");
    return switch (name) {
      case "BIT", "BIT_ULL" -> shifted(args, scope);
      case "GENMASK", "GENMASK_ULL" -> mask(args, scope, CType.Int.UNSIGNED_LONG);
      case "GENMASK_U32" -> mask(args, scope, CType.Int.UNSIGNED_INT);
      case "DMA_BIT_MASK" ->
          value(args.getFirst(), scope)
              .map(n ->
                  new Constant(
                      n.value() >= 64 ? -1 : (1L << n.value()) - 1, CType.Int.UNSIGNED_LONG));
      case "ARRAY_SIZE" -> arraySize(args, scope);
      case "DIV_ROUND_UP", "ALIGN", "min", "max" ->
          args.size() == 2 ? rounded(name, args, scope) : Optional.empty();
      case "offsetof" -> offsetOf(args, scope);
      case "sizeof_field" ->
          args.size() == 2 && args.get(1) instanceof Expr.Name(String field, var _)
              ? names
                  .member(names.typeOf(args.getFirst(), scope), field)
                  .map(m -> size(names.extent(m.type()).sizeBytes()))
              : Optional.empty();
      case "" -> Optional.empty();
      default ->
          scope.find(name).isPresent()
              ? Optional.empty()
              : names.guarded(
                  "constant " + name,
                  () -> names.expansion(name, args).flatMap(e -> value(e, scope)));
    };
  }

  private Optional<Constant> shifted(List<Expr> args, Scope scope) {
    return args.size() == 1
        ? value(args.getFirst(), scope)
            .map(n -> new Constant(1L << n.value(), CType.Int.UNSIGNED_LONG))
        : Optional.empty();
  }

  private Optional<Constant> mask(List<Expr> args, Scope scope, CType.Int type) {
    if (args.size() != 2) {
      return Optional.empty();
    }
    Optional<Constant> high = value(args.getFirst(), scope);
    Optional<Constant> low = value(args.get(1), scope);
    if (high.isEmpty() || low.isEmpty() || high.get().value() > 63) {
      return Optional.empty();
    }
    return Optional.of(
        new Constant((-1L << low.get().value()) & (-1L >>> (63 - high.get().value())), type));
  }

  private Optional<Constant> arraySize(List<Expr> args, Scope scope) {
    return args.size() == 1
            && names.typeOf(args.getFirst(), scope) instanceof CType.Array(var _, var length)
            && length.isPresent()
        ? Optional.of(size(length.getAsLong()))
        : Optional.empty();
  }

  private Optional<Constant> rounded(String name, List<Expr> args, Scope scope) {
    Optional<Constant> left = value(args.getFirst(), scope);
    Optional<Constant> right = value(args.get(1), scope);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    long a = left.get().value();
    long b = right.get().value();
    CType.Int type = Arithmetic.common(left.get().type(), right.get().type());
    return switch (name) {
      case "DIV_ROUND_UP" -> b == 0 ? Optional.empty() : Optional.of(of((a + b - 1) / b, type));
      case "ALIGN" -> Optional.of(of((a + b - 1) & -b, left.get().type()));
      case "min" -> Optional.of(of(Math.min(a, b), type));
      default -> Optional.of(of(Math.max(a, b), type));
    };
  }

  private Optional<Constant> offsetOf(List<Expr> args, Scope scope) {
    if (args.size() != 2) {
      return Optional.empty();
    }
    return offset(names.typeOf(args.getFirst(), scope), args.get(1), scope)
        .map(o -> size(o.bytes()));
  }

  private record Offset(CType type, long bytes) {}

  private Optional<Offset> offset(CType base, Expr path, Scope scope) {
    return switch (path) {
      case Expr.Name(String field, var _) ->
          names.member(base, field).map(m -> new Offset(m.type(), m.offsetBytes()));
      case Expr.Member(Expr inner, boolean _, String field, var _, var _) ->
          offset(base, inner, scope)
              .flatMap(o ->
                  names
                      .member(o.type(), field)
                      .map(m -> new Offset(m.type(), o.bytes() + m.offsetBytes())));
      case Expr.Index(Expr inner, Expr index, var _) ->
          offset(base, inner, scope)
              .flatMap(o ->
                  o.type() instanceof CType.Array(CType element, var _)
                      ? value(index, scope)
                          .map(i ->
                              new Offset(
                                  element,
                                  o.bytes() + i.value() * names.extent(element).sizeBytes()))
                      : Optional.empty());
      default -> Optional.empty();
    };
  }
}
