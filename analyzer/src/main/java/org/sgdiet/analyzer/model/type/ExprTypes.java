// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// The type of an expression where a scope is visible.
final class ExprTypes {

  private final FileModel names;
  private final Map<String, CType> named = new HashMap<>();

  ExprTypes(FileModel names) {
    this.names = names;
  }

  CType of(Expr expr, Scope scope) {
    return switch (expr) {
      case Expr.Name n -> name(n.id(), scope);
      case Expr.NumberLiteral n ->
          Literals.number(n.text())
              .<CType>map(Literals.Constant::type)
              .orElse(new CType.Opaque("floating point"));
      case Expr.CharLiteral _ -> CType.Int.INT;
      case Expr.StringLiteral _ -> new CType.Pointer(CType.Int.CHAR);
      case Expr.Call call -> call(call, scope);
      case Expr.TypeOperand(TypeSyntax type, var _) -> names.type(type, scope);
      case Expr.Member(Expr base, boolean _, String field, var _, var _) ->
          member(of(base, scope), field);
      case Expr.Index(Expr base, Expr index, var _) -> element(base, index, scope);
      case Expr.Unary(UnaryOperator operator, Expr operand, var _) ->
          unary(operator, operand, scope);
      case Expr.Step(boolean _, boolean _, Expr operand, var _) -> of(operand, scope);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, var _) ->
          binary(operator, left, right, scope);
      case Expr.Assign(var _, Expr target, Expr _, var _) -> of(target, scope);
      case Expr.Conditional(Expr condition, Optional<Expr> then, Expr otherwise, var _) ->
          merged(of(then.orElse(condition), scope), of(otherwise, scope));
      case Expr.Cast(TypeSyntax type, Expr _, var _) -> names.type(type, scope);
      case Expr.SizeOf _ -> CType.Int.UNSIGNED_LONG;
      case Expr.Comma(Expr _, Expr right, var _) -> of(right, scope);
      case Expr.InitList _ -> new CType.Opaque("initialiser list");
      case Expr.CompoundLiteral(TypeSyntax type, var _, var _) -> names.type(type, scope);
      case Expr.StatementExpr(Stmt.Block body, var _) -> statements(body, scope);
      case Expr.Unread(String reason, var _) -> new CType.Opaque(reason);
    };
  }

  private CType name(String id, Scope scope) {
    Optional<Scope.Local> local = scope.find(id);
    if (local.isPresent()) {
      return local.get().type();
    }
    Optional<Literals.Constant> builtin = Builtin.constant(id);
    if (builtin.isPresent()) {
      return id.equals("NULL") ? CType.Pointer.VOID : builtin.get().type();
    }
    CType known = named.get(id);
    if (known == null) {
      known =
          names
              .guarded("name " + id, () -> fileScope(id))
              .orElseGet(() -> new CType.Opaque("nothing called " + id + " is visible"));
      named.put(id, known);
    }
    return known;
  }

  private Optional<CType> fileScope(String id) {
    Optional<CType> expanded =
        names.expansion(id, List.of()).map(e -> of(e, Scope.EMPTY)).filter(ExprTypes::known);
    return expanded
        .or(() -> names.variable(id).map(v -> names.type(v.item().declarator().type())))
        .or(() -> function(id))
        .or(() -> names.enumerator(id).map(_ -> CType.Int.INT))
        .or(() -> Builtin.type(id))
        .or(() -> names.typedef(id).map(t -> names.type(t.item().type())));
  }

  private static boolean known(CType type) {
    return !(type instanceof CType.Opaque);
  }

  private Optional<CType> function(String id) {
    return names
        .function(id)
        .<CType>map(f -> signature(f.item().result(), f.item().parameters()))
        .or(() ->
            names.prototype(id).map(p -> signature(p.item().result(), p.item().parameters())));
  }

  private CType signature(TypeSyntax result, List<TypeSyntax.Parameter> parameters) {
    return names.type(new TypeSyntax.Function(result, parameters));
  }

  private CType member(CType base, String field) {
    return names
        .member(base, field)
        .map(Layout.Member::type)
        .orElseGet(() -> new CType.Opaque("member " + field + " of an unknown struct"));
  }

  private CType element(Expr base, Expr index, Scope scope) {
    CType left = of(base, scope).decayed();
    CType array = left instanceof CType.Pointer ? left : of(index, scope).decayed();
    return array instanceof CType.Pointer(CType target)
        ? target
        : new CType.Opaque("element of what is no array");
  }

  private CType unary(UnaryOperator operator, Expr operand, Scope scope) {
    CType type = of(operand, scope);
    return switch (operator) {
      case PLUS, MINUS, COMPLEMENT -> known(type) ? Arithmetic.promoted(type) : type;
      case NOT -> CType.Int.INT;
      case ADDRESS_OF -> new CType.Pointer(type);
      case DEREFERENCE ->
          type.decayed() instanceof CType.Pointer(CType target)
              ? target
              : new CType.Opaque("dereference of what is no pointer");
    };
  }

  private CType binary(BinaryOperator operator, Expr left, Expr right, Scope scope) {
    return switch (operator) {
      case LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          EQUAL,
          NOT_EQUAL,
          LOGICAL_AND,
          LOGICAL_OR ->
          CType.Int.INT;
      case SHIFT_LEFT, SHIFT_RIGHT -> {
        CType type = of(left, scope);
        yield known(type) ? Arithmetic.promoted(type) : type;
      }
      case ADD, SUBTRACT -> {
        CType a = of(left, scope).decayed();
        CType b = of(right, scope).decayed();
        if (a instanceof CType.Pointer) {
          yield b instanceof CType.Pointer ? CType.Int.LONG : a;
        }
        yield b instanceof CType.Pointer ? b : arithmetic(a, b);
      }
      case MULTIPLY, DIVIDE, REMAINDER, AND, XOR, OR ->
          arithmetic(of(left, scope), of(right, scope));
    };
  }

  private static CType arithmetic(CType a, CType b) {
    if (a instanceof CType.Opaque) {
      return a;
    }
    return b instanceof CType.Opaque ? b : Arithmetic.common(a, b);
  }

  private static CType merged(CType a, CType b) {
    CType left = a.decayed();
    CType right = b.decayed();
    if (left.isInteger() && right.isInteger()) {
      return Arithmetic.common(left, right);
    }
    boolean vague = left.equals(CType.Pointer.VOID) || left.isInteger() || !known(left);
    return vague && known(right) ? right : left;
  }

  private CType statements(Stmt.Block body, Scope scope) {
    Scope inner = scope;
    CType last = new CType.VoidType();
    for (Stmt s : body.body()) {
      switch (s) {
        case Stmt.Declaration d -> inner = Scopes.declared(names, inner, d);
        case Stmt.Expression(Expr e, var _) -> last = of(e, inner);
        default -> last = new CType.VoidType();
      }
    }
    return last;
  }

  private CType call(Expr.Call call, Scope scope) {
    Optional<String> name = call.name();
    if (name.isEmpty() || scope.find(name.get()).isPresent()) {
      return result(of(call.callee(), scope));
    }
    Optional<CType> known =
        typedMacro(name.get(), call.args(), scope).or(() -> KnownResults.of(name.get()));
    if (known.isPresent()) {
      return known.get();
    }
    return names
        .guarded("call " + name.get(), () -> called(name.get(), call.args(), scope))
        .orElseGet(() -> new CType.Opaque("no prototype of " + name.get() + " is visible"));
  }

  private Optional<CType> called(String name, List<Expr> args, Scope scope) {
    return names
        .expansion(name, args)
        .map(e -> of(e, scope))
        .filter(ExprTypes::known)
        .or(() -> function(name).map(ExprTypes::result))
        .or(() -> names.variable(name).map(v -> result(names.type(v.item().declarator().type()))));
  }

  private static CType result(CType callee) {
    CType type = callee instanceof CType.Pointer(CType target) ? target : callee;
    return type instanceof CType.Function(CType result, var _)
        ? result
        : new CType.Opaque("call of what is no function");
  }

  /// Macros whose type comes from their arguments.
  private Optional<CType> typedMacro(String name, List<Expr> args, Scope scope) {
    return switch (name) {
      case "container_of",
          "container_of_const",
          "list_entry",
          "rb_entry",
          "from_timer",
          "list_first_entry",
          "list_last_entry",
          "list_first_entry_or_null",
          "hlist_entry",
          "llist_entry" ->
          argument(args, 1, scope).map(CType.Pointer::new);
      case "min_t", "max_t", "clamp_t" -> argument(args, 0, scope);
      case "kmalloc_obj",
          "kzalloc_obj",
          "kmalloc_objs",
          "kzalloc_objs",
          "kvmalloc_obj",
          "kvzalloc_obj",
          "kvmalloc_objs",
          "kvzalloc_objs",
          "kmalloc_flex",
          "kzalloc_flex",
          "kvmalloc_flex",
          "kvzalloc_flex" ->
          argument(args, 0, scope).map(CType.Pointer::new);
      case "min", "max", "umin", "umax", "min3", "max3", "clamp" -> both(args, scope);
      case "READ_ONCE",
          "ACCESS_PRIVATE",
          "ALIGN",
          "ALIGN_DOWN",
          "roundup",
          "rounddown",
          "round_up",
          "round_down",
          "rcu_dereference",
          "smp_load_acquire",
          "data_race",
          "PTR_ALIGN",
          "no_free_ptr",
          "unrcu_pointer" ->
          argument(args, 0, scope).map(CType::decayed);
      case "DIV_ROUND_UP" -> both(args, scope);
      case "likely", "unlikely", "WARN_ON", "WARN_ON_ONCE", "WARN", "WARN_ONCE" ->
          Optional.of(CType.Int.INT);
      case "BIT",
          "GENMASK",
          "BIT_ULL",
          "GENMASK_ULL",
          "DMA_BIT_MASK",
          "ARRAY_SIZE",
          "offsetof",
          "struct_size",
          "sizeof_field",
          "array_size",
          "size_add",
          "size_mul" ->
          Optional.of(CType.Int.UNSIGNED_LONG);
      case "lower_32_bits", "upper_32_bits" -> Optional.of(CType.Int.UNSIGNED_INT);
      case "lower_16_bits", "upper_16_bits" -> Optional.of(new CType.Int(16, false, Endian.NATIVE));
      case "FIELD_PREP", "FIELD_GET" -> argument(args, 0, scope);
      default -> Optional.empty();
    };
  }

  private Optional<CType> both(List<Expr> args, Scope scope) {
    return args.size() < 2
        ? Optional.empty()
        : Optional.of(merged(of(args.getFirst(), scope), of(args.get(1), scope)));
  }

  private Optional<CType> argument(List<Expr> args, int index, Scope scope) {
    return index < args.size() ? Optional.of(of(args.get(index), scope)) : Optional.empty();
  }
}
