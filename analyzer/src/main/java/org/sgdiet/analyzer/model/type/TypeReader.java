// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Turns a written type into a resolved one.
final class TypeReader {

  private final FileModel names;

  TypeReader(FileModel names) {
    this.names = names;
  }

  CType read(TypeSyntax syntax, Scope scope) {
    return switch (syntax) {
      case TypeSyntax.Named(String name) -> named(name, scope);
      case TypeSyntax.Tagged(TagKind kind, String tag) ->
          // GCC: unsigned int unless an enumerator is negative, which no DMA enum is
          kind == TagKind.ENUM ? CType.Int.UNSIGNED_INT : new CType.Tagged(kind, tag);
      case TypeSyntax.Inline(Item.Struct body) ->
          body.kind() == TagKind.ENUM ? CType.Int.UNSIGNED_INT : new CType.Inline(body);
      case TypeSyntax.Pointer(TypeSyntax target) -> new CType.Pointer(read(target, scope));
      case TypeSyntax.Array(TypeSyntax element, Optional<Expr> length) ->
          new CType.Array(read(element, scope), length(length, scope));
      case TypeSyntax.Function(TypeSyntax result, List<TypeSyntax.Parameter> parameters) ->
          function(result, parameters, scope);
      case TypeSyntax.TypeOf(Expr operand) -> names.typeOf(operand, scope);
      case TypeSyntax.Unread _ -> new CType.Opaque("type could not be read");
    };
  }

  CType.Function function(TypeSyntax result, List<TypeSyntax.Parameter> parameters, Scope scope) {
    return new CType.Function(
        read(result, scope),
        parameters.stream().map(p -> read(p.type(), scope).decayed()).toList());
  }

  private OptionalLong length(Optional<Expr> length, Scope scope) {
    return length
        .flatMap(e -> names.constant(e, scope))
        .map(c -> OptionalLong.of(c.value()))
        .orElse(OptionalLong.empty());
  }

  private CType named(String name, Scope scope) {
    Optional<CType> builtin = Builtin.type(name);
    if (builtin.isPresent()) {
      return builtin.get();
    }
    if (name.contains(" ")) {
      return words(name);
    }
    return names
        .guarded("type " + name, () -> typedefOrMacro(name, scope))
        .orElseGet(() -> new CType.Opaque("no typedef " + name + " is visible"));
  }

  private Optional<CType> typedefOrMacro(String name, Scope scope) {
    return names
        .typedef(name)
        .map(t -> read(t.item().type(), scope))
        .or(() ->
            names
                .expansion(name, List.of())
                .flatMap(e ->
                    e instanceof Expr.TypeOperand(TypeSyntax type, var _)
                        ? Optional.of(read(type, scope))
                        : e instanceof Expr.Name(String other, var _)
                            ? Optional.of(named(other, scope))
                            : Optional.empty()))
        .or(() -> names.macro(name).flatMap(m -> unionOfField(m.item())).map(t -> named(t, scope)));
  }

  /// The type of a field that a macro declares as a union with other views of the same bytes:
  /// `NET_DEV_STAT(rx_packets);` reads as a field `rx_packets` of the type `NET_DEV_STAT`.
  private static Optional<String> unionOfField(Item.Macro macro) {
    return macro
        .parameters()
        .filter(p -> p.size() == 1)
        .map(p ->
            Pattern.compile(
                    "\\s*union\\s*\\{\\s*(\\w[\\w ]*?)\\s+" + p.getFirst() + "\\s*;[^{]*\\}\\s*")
                .matcher(macro.body()))
        .filter(Matcher::matches)
        .map(m -> m.group(1).replaceAll("\\s+", " "));
  }

  /// Builtin words in an unusual order: `int unsigned`, `long unsigned int`.
  private static CType words(String name) {
    List<String> words = List.of(name.split(" "));
    boolean unsigned = words.contains("unsigned");
    if (words.contains("char")) {
      return new CType.Int(8, !unsigned, Endian.NATIVE);
    }
    if (words.contains("short")) {
      return new CType.Int(16, !unsigned, Endian.NATIVE);
    }
    if (words.contains("double") || words.contains("float")) {
      return new CType.Opaque("floating point");
    }
    if (words.contains("long")) {
      return unsigned ? CType.Int.UNSIGNED_LONG : CType.Int.LONG;
    }
    if (words.contains("int")) {
      return unsigned ? CType.Int.UNSIGNED_INT : CType.Int.INT;
    }
    return new CType.Opaque("unknown type " + name);
  }
}
