// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// Which struct an expression of a driver is of, or points to: enough of C's types to tell two
/// members of one name apart, looked up in the driver's own files and in the headers that they
/// include.
public final class Tags {

  private static final int DEEPEST = 24;

  private final Driver driver;
  private final HeaderStructs headers;
  private final Map<String, Optional<Item.Struct>> structs = new HashMap<>();
  private final IdentityHashMap<Item.Struct, String> names = new IdentityHashMap<>();
  private int depth;

  Tags(Driver driver, HeaderStructs headers) {
    this.driver = driver;
    this.headers = headers;
  }

  /// The member that `member` names.
  public MemberKey key(Body body, Expr.Member member) {
    return new MemberKey(tagOf(body, member.base()).orElse(""), member.field());
  }

  /// The struct that `expr` is of, or points to.
  public Optional<String> tagOf(Body body, Expr expr) {
    return typeOf(body, expr).flatMap(t -> tagOf(t, body.file().path()));
  }

  /// The declared type of `expr`, as far as it can be told from declarations.
  public Optional<TypeSyntax> typeOf(Body body, Expr expr) {
    if (depth >= DEEPEST) {
      return Optional.empty();
    }
    depth++;
    try {
      return switch (expr) {
        case Expr.Name(String id, _) -> nameType(body, id);
        case Expr.Member(Expr base, _, String field, _, _) ->
            tagOf(body, base).flatMap(t -> field(t, field, body.file().path()));
        case Expr.Index(Expr base, _, _) -> typeOf(body, base).map(Tags::element);
        case Expr.Unary(_, Expr operand, _) -> typeOf(body, operand);
        case Expr.Step(_, _, Expr operand, _) -> typeOf(body, operand);
        case Expr.Cast(TypeSyntax type, _, _) -> Optional.of(type);
        case Expr.CompoundLiteral(TypeSyntax type, _, _) -> Optional.of(type);
        case Expr.Conditional(_, var then, Expr otherwise, _) ->
            then.flatMap(t -> typeOf(body, t)).or(() -> typeOf(body, otherwise));
        case Expr.Assign(_, Expr target, _, _) -> typeOf(body, target);
        case Expr.Comma(_, Expr right, _) -> typeOf(body, right);
        case Expr.Binary(_, Expr left, _, _) -> typeOf(body, left);
        case Expr.Call call -> resultType(body, call);
        case Expr.NumberLiteral _,
            Expr.CharLiteral _,
            Expr.StringLiteral _,
            Expr.TypeOperand _,
            Expr.SizeOf _,
            Expr.InitList _,
            Expr.StatementExpr _,
            Expr.Unread _ ->
            Optional.empty();
      };
    } finally {
      depth--;
    }
  }

  /// The struct that a type written in the file at `from` is, or points to.
  public Optional<String> tagOf(TypeSyntax type, String from) {
    return switch (type) {
      case TypeSyntax.Tagged(_, String tag) -> Optional.of(tag);
      case TypeSyntax.Inline(Item.Struct struct) ->
          struct.tag().or(() -> Optional.of(anonymous(struct)));
      case TypeSyntax.Pointer(TypeSyntax target) -> tagOf(target, from);
      case TypeSyntax.Array(TypeSyntax element, _) -> tagOf(element, from);
      case TypeSyntax.Named(String name) -> typedefTag(name, from);
      case TypeSyntax.Function _, TypeSyntax.TypeOf _, TypeSyntax.Unread _ -> Optional.empty();
    };
  }

  /// The type of a member, as declared. A struct without a tag gets its name from the member.
  public Optional<TypeSyntax> field(String tag, String field, String from) {
    Optional<TypeSyntax> type = struct(tag, from).flatMap(s -> field(s, field));
    type.flatMap(Tags::inline)
        .filter(s -> s.tag().isEmpty())
        .ifPresent(s -> names.computeIfAbsent(s, _ -> known(tag + "." + field, s)));
    return type;
  }

  /// The struct whose body stands in a type.
  private static Optional<Item.Struct> inline(TypeSyntax type) {
    return switch (type) {
      case TypeSyntax.Inline(Item.Struct struct) -> Optional.of(struct);
      case TypeSyntax.Pointer(TypeSyntax target) -> inline(target);
      case TypeSyntax.Array(TypeSyntax element, _) -> inline(element);
      case TypeSyntax.Tagged _,
          TypeSyntax.Named _,
          TypeSyntax.Function _,
          TypeSyntax.TypeOf _,
          TypeSyntax.Unread _ ->
          Optional.empty();
    };
  }

  /// The body of a struct that can be named in the file at `from`.
  public Optional<Item.Struct> struct(String tag, String from) {
    Optional<Item.Struct> known = structs.get(tag);
    if (known == null) {
      known = find(tag, from);
      structs.put(tag, known);
    }
    return known;
  }

  private Optional<Item.Struct> find(String tag, String from) {
    Optional<Item.Struct> own = driver.file(from).flatMap(f -> defined(f, tag));
    if (own.isPresent()) {
      return own;
    }
    for (DriverFile file : driver.files()) {
      Optional<Item.Struct> here = defined(file, tag);
      if (here.isPresent()) {
        return here;
      }
    }
    return driver.file(from).flatMap(f -> headers.find(f, tag));
  }

  private static Optional<Item.Struct> defined(DriverFile file, String tag) {
    for (Slice.Kind kind : List.of(Slice.Kind.STRUCT, Slice.Kind.UNION)) {
      for (Item item : file.items(kind, tag)) {
        if (item instanceof Item.Struct struct) {
          return Optional.of(struct);
        }
      }
    }
    return typedefs(file, tag)
        .flatMap(t ->
            t.type() instanceof TypeSyntax.Inline(Item.Struct s)
                ? Optional.of(s)
                : Optional.empty());
  }

  private static Optional<Item.Typedef> typedefs(DriverFile file, String name) {
    for (Item item : file.items(Slice.Kind.TYPEDEF, name)) {
      if (item instanceof Item.Typedef t) {
        return Optional.of(t);
      }
    }
    return Optional.empty();
  }

  private Optional<String> typedefTag(String name, String from) {
    for (DriverFile file : driver.files()) {
      Optional<Item.Typedef> found = typedefs(file, name);
      if (found.isPresent()) {
        return found.get().type() instanceof TypeSyntax.Inline(Item.Struct s) && s.tag().isEmpty()
            ? Optional.of(name)
            : tagOf(found.get().type(), from);
      }
    }
    return Optional.empty();
  }

  private Optional<TypeSyntax> nameType(Body body, String id) {
    Optional<TypeSyntax> local = body.typeOf(id);
    if (local.isPresent()) {
      return local;
    }
    return driver.variables(id, body.file().path()).stream()
        .findFirst()
        .map(v -> v.declarator().type());
  }

  private Optional<TypeSyntax> resultType(Body body, Expr.Call call) {
    for (Expr arg : call.args()) {
      if (arg instanceof Expr.TypeOperand(TypeSyntax type, _)) {
        return Optional.of(type);
      }
    }
    return call.name()
        .flatMap(n -> driver.function(n, body.file().path()))
        .map(b -> b.function().result());
  }

  private Optional<TypeSyntax> field(Item.Struct struct, String name) {
    for (Item.Field field : struct.fields()) {
      if (field.name().isPresent()) {
        if (field.name().get().equals(name)) {
          return Optional.of(field.type());
        }
      } else if (field.type() instanceof TypeSyntax.Inline(Item.Struct inner)) {
        Optional<TypeSyntax> nested = field(inner, name);
        if (nested.isPresent()) {
          return nested;
        }
      }
    }
    return Optional.empty();
  }

  /// The name of a struct without a tag: of the member that it is the type of, or, for a variable,
  /// of the place where it stands.
  private String anonymous(Item.Struct struct) {
    return names.computeIfAbsent(
        struct, s -> known("@" + s.span().start() + ":" + s.span().length(), s));
  }

  private String known(String name, Item.Struct struct) {
    structs.put(name, Optional.of(struct));
    return name;
  }

  private static TypeSyntax element(TypeSyntax type) {
    return type instanceof TypeSyntax.Array(TypeSyntax element, _) ? element : type;
  }
}
