// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.Span;

/// A statement or declaration inside a function body.
public sealed interface Stmt {

  /// Where the statement stands, its `;` or closing brace included.
  Span span();

  /// `{ ... }`.
  record Block(List<Stmt> body, Span span) implements Stmt {}

  /// `expr;`
  record Expression(Expr expr, Span span) implements Stmt {}

  /// A declaration of locals; also macros that declare (`DECLARE_COMPLETION_ONSTACK(x)`,
  /// `LIST_HEAD(x)`).
  record Declaration(List<Declarator> declarators, Span span) implements Stmt {}

  /// `if (condition) then else otherwise`.
  record If(Expr condition, Stmt then, Optional<Stmt> otherwise, Span span) implements Stmt {}

  /// `while (condition) body`.
  record While(Expr condition, Stmt body, Span span) implements Stmt {}

  /// `do body while (condition);`
  record DoWhile(Stmt body, Expr condition, Span span) implements Stmt {}

  /// `for (init; condition; step) body`; `init` is an [Expression] or a [Declaration].
  record For(
      Optional<Stmt> init, Optional<Expr> condition, Optional<Expr> step, Stmt body, Span span)
      implements Stmt {}

  /// A loop by macro, `for_each_sg(sgl, sg, nents, i) body`, known by table or by shape.
  ///
  /// @param macro the macro's name as written
  /// @param headSpan the macro's name and its parenthesised arguments
  record Each(String macro, List<Expr> args, Stmt body, Span headSpan, Span span) implements Stmt {}

  /// A block by macro that runs once, `scoped_guard(mutex, &lock) body`: what it takes is given
  /// back at the end of the body.
  record Scoped(String macro, List<Expr> args, Stmt body, Span headSpan, Span span)
      implements Stmt {}

  /// `guard(mutex)(&lock);`: what it takes is given back at the end of the enclosing block.
  ///
  /// @param macro `guard`, or another macro of that shape whose name ends so
  /// @param lock the class of what is taken, `mutex`
  /// @param args what the lock is taken on
  record Guard(String macro, String lock, List<Expr> args, Span span) implements Stmt {}

  /// `switch (selector) body`; labels stand in the body.
  record Switch(Expr selector, Stmt body, Span span) implements Stmt {}

  /// `case low:` or GNU C's `case low ... high:`; the labelled statement follows as a sibling.
  record Case(Expr low, Optional<Expr> high, Span span) implements Stmt {}

  /// `default:`; the labelled statement follows as a sibling.
  record Default(Span span) implements Stmt {}

  /// `name:`; the labelled statement follows as a sibling.
  record Label(String name, Span span) implements Stmt {}

  /// `goto label;`
  record Goto(String label, Span span) implements Stmt {}

  /// `return value;`
  record Return(Optional<Expr> value, Span span) implements Stmt {}

  /// `break;`
  record Break(Span span) implements Stmt {}

  /// `continue;`
  record Continue(Span span) implements Stmt {}

  /// `;`
  record Empty(Span span) implements Stmt {}

  /// Bytes that could not be read as a statement, inline assembly included.
  record Unread(String reason, Span span) implements Stmt {}

  /// One declared name.
  ///
  /// @param nameSpan the bytes of the name alone
  /// @param attributes attributes that change what the code does, as written: `__free(kfree)`,
  ///   `__cleanup(fn)`, `static`
  /// @param span the declarator with its initialiser, without the shared type and the `;`
  record Declarator(
      String name,
      TypeSyntax type,
      Optional<Expr> init,
      List<String> attributes,
      Span nameSpan,
      Span span) {}
}
