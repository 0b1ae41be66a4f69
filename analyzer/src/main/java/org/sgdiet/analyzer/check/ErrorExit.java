// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// One way out of a function with an error: a `return`, or a `goto` to the labels at its end.
///
/// @param at the `return` or `goto`
/// @param before the statements that may run on the way, from the start of the function to the
///   exit; behind a `goto` those after the label too
/// @param conditions of the `if`s in whose branch the exit stands
record ErrorExit(Span at, List<Stmt> before, List<Expr> conditions) {

  private static final Pattern ERRNO = Pattern.compile("E[A-Z0-9]+");

  /// Every such way out of `body`.
  static List<ErrorExit> of(Body body) {
    List<ErrorExit> exits = new ArrayList<>();
    collect(body, body.function().body(), new ArrayList<>(), new ArrayList<>(), exits);
    return exits;
  }

  /// The way through a function on which nothing fails: to the first `return` of its outermost
  /// block.
  static ErrorExit goodWay(Body body) {
    List<Stmt> ran = new ArrayList<>();
    for (Stmt s : body.function().body().body()) {
      ran.add(s);
      if (s instanceof Stmt.Return) {
        break;
      }
    }
    return new ErrorExit(ran.getLast().span(), ran, List.of());
  }

  private static void collect(
      Body body, Stmt stmt, List<Stmt> before, List<Expr> conditions, List<ErrorExit> exits) {
    switch (stmt) {
      case Stmt.Block(List<Stmt> inner, _) -> {
        List<Stmt> ran = new ArrayList<>(before);
        for (Stmt s : inner) {
          collect(body, s, ran, conditions, exits);
          if (s instanceof Stmt.Return || s instanceof Stmt.Goto) {
            return; // what stands behind is reached by its labels, and told with their gotos
          }
          ran.add(s);
        }
      }
      case Stmt.If(Expr condition, Stmt then, Optional<Stmt> otherwise, _) -> {
        List<Expr> under = new ArrayList<>(conditions);
        under.add(condition);
        collect(body, then, before, under, exits);
        otherwise.ifPresent(o -> collect(body, o, before, conditions, exits));
      }
      case Stmt.Return(Optional<Expr> value, Span at) -> {
        if (value.filter(v -> isError(v, conditions)).isPresent()) {
          exits.add(new ErrorExit(at, List.copyOf(before), List.copyOf(conditions)));
        }
      }
      case Stmt.Goto(String label, Span at) ->
          behind(body, label)
              .filter(b -> endsInError(b, before, conditions))
              .ifPresent(b -> {
                List<Stmt> ran = new ArrayList<>(before);
                ran.addAll(b);
                exits.add(new ErrorExit(at, ran, List.copyOf(conditions)));
              });
      default -> Parts.of(stmt).forEach(s -> collect(body, s, before, conditions, exits));
    }
  }

  /// The statements from a label of the outermost block to the first `return` behind it.
  private static Optional<List<Stmt>> behind(Body body, String label) {
    List<Stmt> all = body.function().body().body();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof Stmt.Label(String name, _) && name.equals(label)) {
        List<Stmt> rest = all.subList(i, all.size());
        for (int j = 0; j < rest.size(); j++) {
          if (rest.get(j) instanceof Stmt.Return) {
            return Optional.of(rest.subList(0, j + 1));
          }
        }
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean endsInError(List<Stmt> behind, List<Stmt> before, List<Expr> conditions) {
    if (!(behind.getLast() instanceof Stmt.Return(Optional<Expr> value, _)) || value.isEmpty()) {
      return false;
    }
    return isError(value.get(), conditions)
        || before.reversed().stream()
            .limit(1)
            .anyMatch(s ->
                s instanceof Stmt.Expression(Expr.Assign(_, Expr target, Expr set, _), _)
                    && isName(target, value.get())
                    && isErrno(set));
  }

  /// Whether a returned value is an error for certain: `-ENOMEM`, or a variable that the branch was
  /// taken for.
  private static boolean isError(Expr value, List<Expr> conditions) {
    return isErrno(value)
        || (!conditions.isEmpty()
            && (isName(conditions.getLast(), value)
                || (conditions.getLast() instanceof Expr.Binary(var operator, Expr left, _, _)
                    && operator == BinaryOperator.LESS
                    && isName(left, value))));
  }

  private static boolean isErrno(Expr value) {
    return value instanceof Expr.Unary(UnaryOperator operator, Expr.Name(String id, _), _)
        && operator == UnaryOperator.MINUS
        && ERRNO.matcher(id).matches()
        && !id.equals("EINPROGRESS")
        && !id.equals("EIOCBQUEUED");
  }

  private static boolean isName(Expr a, Expr b) {
    return a instanceof Expr.Name(String x, _)
        && b instanceof Expr.Name(String y, _)
        && x.equals(y);
  }
}
