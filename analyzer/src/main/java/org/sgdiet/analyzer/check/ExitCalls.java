// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.syntax.Exits;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// The calls on the way from one place of a function to an error exit, in source order. Branches
/// that leave the way are no part of it.
final class ExitCalls {

  /// A call on the way.
  ///
  /// @param certain whether every run that takes the way makes it: it stands in no branch or loop
  record Step(Expr.Call call, boolean certain) {}

  private final int from;
  private final List<Step> steps = new ArrayList<>();

  private ExitCalls(int from) {
    this.from = from;
  }

  /// The calls behind the byte at `from` on the way to `exit`.
  static List<Step> between(int from, ErrorExit exit) {
    ExitCalls calls = new ExitCalls(from);
    exit.before().forEach(s -> calls.collect(s, true));
    return calls.steps;
  }

  private void collect(Stmt stmt, boolean certain) {
    if (stmt.span().end() <= from) {
      return;
    }
    Parts.expressionsOf(stmt).forEach(e -> collect(e, certain));
    switch (stmt) {
      case Stmt.If(_, Stmt then, var otherwise, _) -> {
        branch(then);
        otherwise.ifPresent(this::branch);
      }
      case Stmt.Block(List<Stmt> body, _) -> body.forEach(s -> collect(s, certain));
      case Stmt.Scoped(_, _, Stmt body, _, _) -> collect(body, certain);
      case Stmt.DoWhile(Stmt body, _, _) -> collect(body, certain);
      default -> Parts.of(stmt).forEach(s -> collect(s, false));
    }
  }

  private void branch(Stmt stmt) {
    if (!Exits.leaves(stmt)) {
      collect(stmt, false);
    }
  }

  private void collect(Expr expr, boolean certain) {
    Parts.forEachExpr(
        expr,
        e -> {
          if (e instanceof Expr.Call call && call.span().start() >= from) {
            steps.add(new Step(call, certain));
          }
        });
  }
}
