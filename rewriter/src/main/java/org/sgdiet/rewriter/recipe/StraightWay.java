// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.Exits;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;

/// What a function does before it comes to a place, in order. Branches that leave are no part of
/// the way but for their conditions.
final class StraightWay {

  /// How a step belongs to the way.
  enum Kind {
    /// It is always done.
    DONE,
    /// It is done or not.
    MAYBE,
    /// An `if` that leaves the way when its condition holds.
    LEAVES,
    /// Others come to the way here: a label, or a case.
    JOINED,
    /// The way goes on inside of a loop, a switch or a scope that begins here.
    INSIDE,
    /// Nobody can tell what it does.
    UNREAD
  }

  /// One step of the way.
  ///
  /// @param evaluated what it evaluates
  record Step(Kind kind, Stmt stmt, List<Expr> evaluated) {}

  private final List<Step> steps = new ArrayList<>();

  private StraightWay() {}

  /// The steps before `place`.
  static List<Step> to(Stmt place, FunctionCode code) {
    StraightWay way = new StraightWay();
    way.outside(place, code);
    return List.copyOf(way.steps);
  }

  private void outside(Stmt place, FunctionCode code) {
    Optional<Stmt> parent = code.parent(place);
    if (parent.isEmpty()) {
      return;
    }
    outside(parent.get(), code);
    switch (parent.get()) {
      case Stmt.Block(List<Stmt> body, _) ->
          body.stream().takeWhile(s -> !s.span().equals(place.span())).forEach(this::step);
      case Stmt.If branch -> add(Kind.DONE, branch, List.of(branch.condition()));
      default -> add(Kind.INSIDE, parent.get(), List.of());
    }
  }

  private void add(Kind kind, Stmt stmt, List<Expr> evaluated) {
    steps.add(new Step(kind, stmt, evaluated));
  }

  private void step(Stmt stmt) {
    switch (stmt) {
      case Stmt.Expression _, Stmt.Declaration _, Stmt.Guard _ ->
          add(Kind.DONE, stmt, Parts.expressionsOf(stmt));
      case Stmt.Block(List<Stmt> body, _) -> body.forEach(this::step);
      case Stmt.If branch when Exits.leaves(branch.then()) -> {
        add(Kind.LEAVES, branch, List.of(branch.condition()));
        branch.otherwise().ifPresent(this::maybe);
      }
      case Stmt.If branch -> {
        add(Kind.DONE, branch, List.of(branch.condition()));
        maybe(branch.then());
        branch.otherwise().ifPresent(this::maybe);
      }
      case Stmt.Label _,
          Stmt.Case _,
          Stmt.Default _,
          Stmt.Return _,
          Stmt.Goto _,
          Stmt.Break _,
          Stmt.Continue _ ->
          add(Kind.JOINED, stmt, List.of());
      case Stmt.Unread _ -> add(Kind.UNREAD, stmt, List.of());
      case Stmt.Empty _ -> {}
      case Stmt.While _, Stmt.DoWhile _, Stmt.For _, Stmt.Each _, Stmt.Switch _, Stmt.Scoped _ ->
          maybe(stmt);
    }
  }

  /// A statement that may run, and all in it.
  private void maybe(Stmt stmt) {
    add(stmt instanceof Stmt.Unread ? Kind.UNREAD : Kind.MAYBE, stmt, Parts.expressionsOf(stmt));
    Parts.of(stmt).stream().filter(s -> !isExit(s)).forEach(this::maybe);
  }

  /// Whether a statement is a branch that never comes back to the way; the end of a loop comes
  /// back.
  private static boolean isExit(Stmt stmt) {
    return stmt instanceof Stmt.Block(List<Stmt> body, _)
        && !body.isEmpty()
        && (body.getLast() instanceof Stmt.Return || body.getLast() instanceof Stmt.Goto);
  }
}
