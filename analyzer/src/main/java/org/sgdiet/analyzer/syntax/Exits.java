// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;

/// Where control goes at the end of a statement.
public final class Exits {

  private Exits() {}

  /// Whether control never comes out of the end of `stmt`.
  public static boolean leaves(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Return _, Stmt.Goto _, Stmt.Break _, Stmt.Continue _ -> true;
      case Stmt.Block(List<Stmt> body, _) -> !body.isEmpty() && leaves(body.getLast());
      case Stmt.If(_, Stmt then, var otherwise, _) ->
          leaves(then) && otherwise.filter(Exits::leaves).isPresent();
      default -> false;
    };
  }
}
