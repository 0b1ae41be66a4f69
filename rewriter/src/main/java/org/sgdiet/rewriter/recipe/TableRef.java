// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.edit.SourceText;

/// A `struct sg_table` as an expression names it, met through one of its members.
///
/// @param table the object or the pointer in front of the member
/// @param arrow whether `table` is a pointer
/// @param member `sgl`, `nents` or `orig_nents`
record TableRef(Expr table, boolean arrow, String member, FunctionCode code) {

  static final CType TYPE = new CType.Tagged(TagKind.STRUCT, "sg_table");

  /// The table whose member `expr` is; a local that was set once, to a table's list, stands for the
  /// list.
  static Optional<TableRef> of(Expr expr, FunctionCode code) {
    if (expr instanceof Expr.Name name) {
      return Assignments.single(name, code).flatMap(value -> of(value, code));
    }
    if (!(expr instanceof Expr.Member(Expr base, boolean arrow, String field, var _, var _))) {
      return Optional.empty();
    }
    CType type = code.type(base);
    CType struct = arrow && type.decayed() instanceof CType.Pointer(CType target) ? target : type;
    return struct.equals(TYPE)
        ? Optional.of(new TableRef(base, arrow, field, code))
        : Optional.empty();
  }

  /// The table as a pointer expression: `sgt` or `&req->sgt`.
  String pointer() {
    return arrow ? text() : "&" + text();
  }

  /// A member of the table: `sgt->nents`.
  String member(String name) {
    return text() + (arrow ? "->" : ".") + name;
  }

  private String text() {
    Span span = table.span();
    String text = new SourceText(code.file().text()).joined(span);
    boolean simple =
        switch (table) {
          case Expr.Name _, Expr.Member _, Expr.Index _, Expr.Call _ -> true;
          default -> false;
        };
    return simple ? text : "(" + text + ")";
  }

  /// Whether `other` is written the same way, locals that were set once to a table's pointer apart.
  boolean same(TableRef other) {
    return canonical().equals(other.canonical());
  }

  private String canonical() {
    return table instanceof Expr.Name name && arrow
        ? Assignments.single(name, code)
            .filter(v -> v instanceof Expr.Member || v instanceof Expr.Name || addressOf(v))
            .map(v -> new SourceText(code.file().text()).joined(v.span()))
            .orElse(pointer())
        : pointer();
  }

  private static boolean addressOf(Expr value) {
    return value instanceof Expr.Unary u && u.operator() == UnaryOperator.ADDRESS_OF;
  }
}
