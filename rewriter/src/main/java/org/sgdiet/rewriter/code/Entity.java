// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// What an lvalue names, as far as a rewrite tells objects apart.
public sealed interface Entity {

  /// A local variable or parameter of one function.
  ///
  /// @param declaredAt first byte of the declared name
  /// @param parameter whether the caller gives it its first value
  record Local(String path, String name, int declaredAt, boolean parameter) implements Entity {}

  /// A member of a struct, in all objects of that struct.
  record Field(TagKind kind, String tag, String name) implements Entity {}

  /// A variable at file scope.
  record Global(String name) implements Entity {}

  /// What the lvalue `expr` of `code` names, when that can be told.
  static Optional<Entity> of(Expr expr, FunctionCode code) {
    return switch (expr) {
      case Expr.Name name ->
          code.local(name)
              .<Entity>map(l -> local(l, code))
              .or(() -> code.names().variable(name.id()).map(_ -> new Global(name.id())));
      case Expr.Member(Expr base, boolean arrow, String field, var _, var _) -> {
        CType type = code.type(base);
        CType struct =
            arrow && type.decayed() instanceof CType.Pointer(CType target) ? target : type;
        yield struct instanceof CType.Tagged(TagKind kind, String tag)
            ? Optional.of(new Field(kind, tag, field))
            : Optional.empty();
      }
      case Expr.Call _,
          Expr.NumberLiteral _,
          Expr.CharLiteral _,
          Expr.StringLiteral _,
          Expr.TypeOperand _,
          Expr.Index _,
          Expr.Unary _,
          Expr.Step _,
          Expr.Binary _,
          Expr.Assign _,
          Expr.Conditional _,
          Expr.Cast _,
          Expr.SizeOf _,
          Expr.Comma _,
          Expr.InitList _,
          Expr.CompoundLiteral _,
          Expr.StatementExpr _,
          Expr.Unread _ ->
          Optional.empty();
    };
  }

  private static Local local(Scope.Local local, FunctionCode code) {
    boolean parameter = local.declaredAt() < code.function().body().span().start();
    return new Local(code.file().path(), local.name(), local.declaredAt(), parameter);
  }
}
