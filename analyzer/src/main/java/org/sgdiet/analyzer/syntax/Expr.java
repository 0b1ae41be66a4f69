// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.Span;

/// A C expression as kernel code writes it; parentheses are dropped (the span of the inner
/// expression excludes them).
public sealed interface Expr {

  /// Where the expression stands, in bytes of the original file.
  Span span();

  /// An identifier: a variable, a function, an enumerator or an object-like macro.
  record Name(String id, Span span) implements Expr {}

  /// An integer or floating literal, with prefix and suffix as written (`0x10UL`).
  record NumberLiteral(String text, Span span) implements Expr {}

  /// A character literal, with its quotes as written.
  record CharLiteral(String text, Span span) implements Expr {}

  /// One or more adjacent string literals, as written.
  record StringLiteral(String text, Span span) implements Expr {}

  /// A call of a function or of a function-like macro; `callee` is a [Name] for both.
  record Call(Expr callee, List<Expr> args, Span span) implements Expr {

    /// The called identifier, when the callee is a plain name.
    public Optional<String> name() {
      return callee instanceof Name(String id, Span _) ? Optional.of(id) : Optional.empty();
    }
  }

  /// A type in the place of an expression: the operand of `sizeof`, or the argument of a macro such
  /// as `container_of(p, struct foo, member)`.
  record TypeOperand(TypeSyntax type, Span span) implements Expr {}

  /// `base.field` or `base->field`.
  ///
  /// @param arrow whether `->` was written
  /// @param fieldSpan the bytes of the field's name alone
  record Member(Expr base, boolean arrow, String field, Span fieldSpan, Span span)
      implements Expr {}

  /// `base[index]`.
  record Index(Expr base, Expr index, Span span) implements Expr {}

  /// A prefix operator without side effect, `*` and `&` included.
  record Unary(UnaryOperator operator, Expr operand, Span span) implements Expr {}

  /// `++` or `--`.
  ///
  /// @param increment `++` rather than `--`
  /// @param prefix whether the operator stands before the operand
  record Step(boolean increment, boolean prefix, Expr operand, Span span) implements Expr {}

  /// A binary operator, `&&` and `||` included; the comma operator is [Comma].
  record Binary(BinaryOperator operator, Expr left, Expr right, Span span) implements Expr {}

  /// `target = value` or, with an operator, `target op= value`. The target may be a call, as in
  /// `sg_dma_len(sg) = n`.
  record Assign(Optional<BinaryOperator> operator, Expr target, Expr value, Span span)
      implements Expr {}

  /// `condition ? then : otherwise`; GNU C's `a ?: b` has no `then`.
  record Conditional(Expr condition, Optional<Expr> then, Expr otherwise, Span span)
      implements Expr {}

  /// `(type)operand`.
  record Cast(TypeSyntax type, Expr operand, Span span) implements Expr {}

  /// `sizeof operand`; the operand of `sizeof(struct foo)` is a [TypeOperand].
  record SizeOf(Expr operand, Span span) implements Expr {}

  /// `left, right`.
  record Comma(Expr left, Expr right, Span span) implements Expr {}

  /// A braced initialiser.
  record InitList(List<Initializer> entries, Span span) implements Expr {}

  /// `(type){ ... }`.
  record CompoundLiteral(TypeSyntax type, InitList value, Span span) implements Expr {}

  /// GNU C's `({ ... })`.
  record StatementExpr(Stmt.Block body, Span span) implements Expr {}

  /// Bytes that could not be read as an expression.
  record Unread(String reason, Span span) implements Expr {}

  /// One entry of an [InitList].
  ///
  /// @param designators outermost first; empty for a positional entry
  record Initializer(List<Designator> designators, Expr value, Span span) {}

  /// `.field`, `[index]` or `[first ... last]` in front of an initialiser.
  sealed interface Designator {

    /// `.name =`
    record Field(String name) implements Designator {}

    /// `[index] =`
    record Element(Expr index) implements Designator {}

    /// `[first ... last] =`, both included.
    record Elements(Expr first, Expr last) implements Designator {}
  }
}
