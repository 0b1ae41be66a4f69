// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// A loop that goes round as often as a variable says, or once more or less.
///
/// @param more how many rounds there are beyond what the variable holds before the loop
/// @param always whether there is a first round in any case
record CountedLoop(Stmt loop, String counter, int more, boolean always) {

  /// Reads a loop; empty when it counts in another way.
  static Optional<CountedLoop> of(Stmt stmt, Body body) {
    Optional<CountedLoop> read =
        switch (stmt) {
          case Stmt.While(Expr condition, Stmt inner, _) -> down(stmt, condition, steps(inner), 0);
          case Stmt.DoWhile(Stmt inner, Expr condition, _) ->
              down(stmt, condition, steps(inner), 1);
          case Stmt.For loop -> counted(loop);
          default -> Optional.empty();
        };
    return read.filter(l -> body.declares(l.counter()) && !leaves(stmt, body))
        .map(l -> l.countedElsewhere(body))
        .filter(l -> body.parameter(l.counter()).isEmpty()); // it has counted something before
  }

  /// `n = i;` before the loop: then it is `i` that counted.
  private CountedLoop countedElsewhere(Body body) {
    Span span = loop.span();
    Optional<Definition> last =
        body.definitions(counter).stream()
            .filter(d -> d.span().end() <= span.start())
            .reduce((_, d) -> d)
            .filter(d -> new Regions(body).follows(d.span(), span));
    return last.flatMap(Definition::value)
        .flatMap(v -> v instanceof Expr.Name(String id, _) ? Optional.of(id) : Optional.empty())
        .filter(body::declares)
        .filter(id ->
            body.definitions(id).stream()
                .noneMatch(d ->
                    d.span().start() > last.get().span().end() && d.span().end() <= span.start()))
        .map(id -> new CountedLoop(loop, id, more, always))
        .orElse(this);
  }

  /// Whether something in the loop ends it before its count does.
  private static boolean leaves(Stmt loop, Body body) {
    return body.statements().stream()
        .filter(s -> loop.span().contains(s.span()))
        .anyMatch(
            s -> s instanceof Stmt.Break || s instanceof Stmt.Return || s instanceof Stmt.Goto);
  }

  /// `while (n--)`, `while (--n >= 0)`, `while (n) { n--; }`, and the same behind a `do`, where the
  /// condition is asked `late` by one round.
  private static Optional<CountedLoop> down(
      Stmt loop, Expr condition, List<Expr.Step> inner, int late) {
    return Bound.of(condition).flatMap(bound -> down(loop, bound, inner, late));
  }

  private static Optional<CountedLoop> down(
      Stmt loop, Bound bound, List<Expr.Step> inner, int late) {
    return switch (bound.counted()) {
      case Expr.Step(boolean up, boolean prefix, Expr.Name(String id, _), _)
          when !up && steps(inner, id).isEmpty() ->
          Optional.of(new CountedLoop(loop, id, bound.least() - (prefix ? 1 : 0) + late, late > 0));
      case Expr.Name(String id, _) when isDown(steps(inner, id)) && late == 0 ->
          Optional.of(new CountedLoop(loop, id, bound.least(), false));
      default -> Optional.empty();
    };
  }

  private static Optional<CountedLoop> counted(Stmt.For loop) {
    if (loop.condition().isEmpty()) {
      return Optional.empty();
    }
    Expr condition = loop.condition().get();
    if (loop.step().isEmpty()) {
      return loop.init().isEmpty()
          ? down(loop, condition, steps(loop.body()), 0)
          : Optional.empty();
    }
    if (!(loop.step().get() instanceof Expr.Step(boolean up, _, Expr.Name(String id, _), _))
        || !steps(steps(loop.body()), id).isEmpty()) {
      return Optional.empty();
    }
    return loop.init()
        .map(i -> Start.of(i, id))
        .orElse(Optional.of(new Start(id, 0)))
        .flatMap(
            from -> up ? upTo(loop, condition, id, from) : downFrom(loop, condition, id, from));
  }

  /// Reads `for (; n > 0; n--)`, `for (n--; n >= 0; n--)` and `for (i = n - 1; i >= 0; i--)`.
  private static Optional<CountedLoop> downFrom(
      Stmt.For loop, Expr condition, String id, Start from) {
    return Bound.of(condition)
        .filter(b -> b.counted() instanceof Expr.Name(String n, _) && n.equals(id))
        .filter(_ -> !from.variable().isEmpty())
        .map(b -> new CountedLoop(loop, from.variable(), from.offset() + b.least(), false));
  }

  /// Reads `for (i = 0; i < n; i++)`.
  private static Optional<CountedLoop> upTo(Stmt.For loop, Expr condition, String id, Start from) {
    if (!from.variable().isEmpty()
        || !(condition
            instanceof
            Expr.Binary(
                BinaryOperator operator,
                Expr.Name(String n, _),
                Expr.Name(String most, _),
                _))
        || !n.equals(id)) {
      return Optional.empty();
    }
    return switch (operator) {
      case LESS, NOT_EQUAL -> Optional.of(new CountedLoop(loop, most, -from.offset(), false));
      case LESS_OR_EQUAL -> Optional.of(new CountedLoop(loop, most, 1 - from.offset(), false));
      default -> Optional.empty();
    };
  }

  private static List<Expr.Step> steps(Stmt stmt) {
    List<Expr.Step> found = new ArrayList<>();
    Parts.forEachExpr(
        stmt,
        e -> {
          if (e instanceof Expr.Step step) {
            found.add(step);
          }
        });
    return found;
  }

  private static List<Expr.Step> steps(List<Expr.Step> all, String id) {
    return all.stream()
        .filter(s -> s.operand() instanceof Expr.Name(String n, _) && n.equals(id))
        .toList();
  }

  private static boolean isDown(List<Expr.Step> steps) {
    return steps.size() == 1 && !steps.getFirst().increment();
  }

  /// What a condition wants: that something is more than 0 or 1, or at least that.
  ///
  /// @param least 1 for "at least 0", 0 for "more than 0" and "at least 1", -1 for "more than 1"
  private record Bound(Expr counted, int least) {
    static Optional<Bound> of(Expr condition) {
      return switch (condition) {
        case Expr.Binary(BinaryOperator operator, Expr left, Expr.NumberLiteral(String text, _), _)
            when text.matches("[01]") -> {
          int from = Integer.parseInt(text);
          yield switch (operator) {
            case GREATER, NOT_EQUAL -> Optional.of(new Bound(left, -from));
            case GREATER_OR_EQUAL -> Optional.of(new Bound(left, 1 - from));
            default -> Optional.empty();
          };
        }
        default -> Optional.of(new Bound(condition, 0));
      };
    }
  }

  /// Where a loop begins: a number, the name being empty, or so much from what a variable holds.
  private record Start(String variable, int offset) {
    static Optional<Start> of(Stmt init, String counter) {
      return switch (init) {
        case Stmt.Expression(Expr.Step(boolean up, _, Expr.Name(String id, _), _), _)
            when id.equals(counter) ->
            Optional.of(new Start(id, up ? 1 : -1));
        case Stmt.Expression(
                Expr.Assign(
                    Optional<BinaryOperator> operator,
                    Expr.Name(String id, _),
                    Expr value,
                    _),
                _)
            when id.equals(counter) && operator.isEmpty() ->
            of(value);
        case Stmt.Declaration(List<Stmt.Declarator> declared, _)
            when declared.size() == 1 && declared.getFirst().name().equals(counter) ->
            declared.getFirst().init().flatMap(Start::of);
        default -> Optional.empty();
      };
    }

    private static Optional<Start> of(Expr value) {
      return switch (value) {
        case Expr.NumberLiteral(String text, _) when text.matches("[01]") ->
            Optional.of(new Start("", Integer.parseInt(text)));
        case Expr.Name(String id, _) -> Optional.of(new Start(id, 0));
        case Expr.Binary(
                BinaryOperator operator,
                Expr.Name(String id, _),
                Expr.NumberLiteral(String text, _),
                _)
            when operator == BinaryOperator.SUBTRACT && text.equals("1") ->
            Optional.of(new Start(id, -1));
        default -> Optional.empty();
      };
    }
  }
}
