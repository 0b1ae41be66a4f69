// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.Flow;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// What a function does with the count that `dma_map_sg()` returned.
///
/// @param stored the assignment that keeps it, when it is kept
/// @param variable the local that keeps it, when it is a local
/// @param tests expressions that are true when the mapping failed
/// @param successTests expressions that are true when it did not
/// @param deadTests tests for a negative count, which never is one: the failure goes unseen
/// @param reads every other read of the count after a mapping that worked
/// @param failureReads reads of the 0 that a failed mapping gave
record MapResult(
    Optional<Occurrence> stored,
    Optional<Entity.Local> variable,
    List<Occurrence> tests,
    List<Occurrence> successTests,
    List<Occurrence> deadTests,
    List<Occurrence> reads,
    List<Occurrence> failureReads) {

  /// Whether anybody looks whether the mapping failed.
  boolean tested() {
    return !tests.isEmpty() || !successTests.isEmpty();
  }

  /// Follows the result of the mapping call `map`, which gives `entries` when all went well or,
  /// with `entries` 0, an unknown positive count.
  static MapResult of(Occurrence map, int entries) {
    MapResult result =
        new MapResult(
            stored(map),
            stored(map).flatMap(s -> local(s)),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    if (result.stored.isEmpty()) {
      result.classify(map, entries);
      return result;
    }
    Occurrence assignment = result.stored.get();
    FunctionCode code = map.in();
    if (assignment.parent().isPresent()) {
      result.classify(assignment, entries);
    }
    if (result.variable.isPresent()) {
      for (Expr.Name read :
          Flow.of(code).readsAfter(assignment.expr(), result.variable.get(), code)) {
        code.occurrences().stream()
            .filter(o -> o.expr().equals(read))
            .findFirst()
            .ifPresent(o -> result.classify(o, entries));
      }
      result.splitReads(code);
    }
    return result;
  }

  /// Moves the reads that only a failed mapping reaches.
  private void splitReads(FunctionCode code) {
    Flow flow = Flow.of(code);
    List<Occurrence> failing = new ArrayList<>(tests);
    failing.addAll(deadTests);
    for (Occurrence test : failing) {
      split(test, false, flow);
    }
    for (Occurrence test : successTests) {
      split(test, true, flow);
    }
  }

  private void split(Occurrence test, boolean successTaken, Flow flow) {
    if (test.statement() instanceof org.sgdiet.analyzer.syntax.Stmt.If branch
        && test.around().stream().allMatch(MapResult::hint)) {
      List<Expr.Name> ok = flow.readsOn(branch, successTaken, variable.orElseThrow(), test.in());
      List<Occurrence> failed =
          reads.stream().filter(r -> ok.stream().noneMatch(r.expr()::equals)).toList();
      reads.removeAll(failed);
      failureReads.addAll(failed);
    }
  }

  /// `likely()` and `unlikely()`.
  private static boolean hint(Expr e) {
    return e instanceof Expr.Call c
        && c.name().filter(n -> n.equals("likely") || n.equals("unlikely")).isPresent();
  }

  /// Reads of the count that another value of the variable can reach as well.
  List<Occurrence> mixedReads() {
    if (variable.isEmpty() || stored.isEmpty()) {
      return List.of();
    }
    FunctionCode code = stored.get().in();
    Flow flow = Flow.of(code);
    List<Expr.Name> others = new ArrayList<>();
    for (Occurrence o : code.occurrences()) {
      if (o.expr() instanceof Expr.Assign a
          && !o.expr().equals(stored.get().expr())
          && Entity.of(a.target(), code).filter(variable.get()::equals).isPresent()) {
        others.addAll(flow.readsAfter(a, variable.get(), code));
      }
    }
    return reads.stream().filter(r -> others.stream().anyMatch(r.expr()::equals)).toList();
  }

  private static Optional<Occurrence> stored(Occurrence map) {
    return map.parent()
        .filter(p ->
            p.expr() instanceof Expr.Assign a
                && a.value().equals(map.expr())
                && a.operator().isEmpty());
  }

  private static Optional<Entity.Local> local(Occurrence assignment) {
    return assignment.expr() instanceof Expr.Assign a
            && Entity.of(a.target(), assignment.in()).orElse(null) instanceof Entity.Local l
        ? Optional.of(l)
        : Optional.empty();
  }

  /// Takes an expression whose value is the count.
  private void classify(Occurrence count, int entries) {
    Optional<Occurrence> parent = count.parent();
    if (parent.isEmpty()) {
      boolean condition =
          switch (count.statement()) {
            case org.sgdiet.analyzer.syntax.Stmt.If _ -> true;
            default -> false;
          };
      if (condition) {
        successTests.add(count);
      } else if (!(count.expr() instanceof Expr.Call) && !(count.expr() instanceof Expr.Assign)) {
        reads.add(count);
      }
      return;
    }
    switch (parent.get().expr()) {
      case Expr.Unary(UnaryOperator o, Expr _, var _) when o == UnaryOperator.NOT ->
          tests.add(parent.get());
      case Expr.Binary(BinaryOperator o, Expr left, Expr right, var _) when o.compares() ->
          compare(
              parent.get(),
              o,
              left.equals(count.expr()),
              left.equals(count.expr()) ? right : left,
              entries);
      case Expr.Call c when c.name().filter(n -> n.equals("likely")).isPresent() ->
          successTests.add(count);
      case Expr.Binary(BinaryOperator o, Expr _, Expr _, var _)
          when o == BinaryOperator.LOGICAL_AND || o == BinaryOperator.LOGICAL_OR ->
          successTests.add(count);
      default -> reads.add(count);
    }
  }

  private void compare(
      Occurrence test, BinaryOperator written, boolean countLeft, Expr with, int entries) {
    BinaryOperator operator = countLeft ? written : mirrored(written);
    FunctionCode code = test.in();
    boolean zero = Constants.is(with, 0, code);
    boolean one = Constants.is(with, 1, code);
    boolean all = entries > 0 && Constants.is(with, entries, code);
    boolean failed =
        switch (operator) {
          case EQUAL, LESS_OR_EQUAL -> zero;
          case LESS -> one || all;
          case NOT_EQUAL -> all;
          default -> false;
        };
    boolean worked =
        switch (operator) {
          case NOT_EQUAL, GREATER -> zero;
          case GREATER_OR_EQUAL -> one;
          case EQUAL -> all;
          default -> false;
        };
    if (failed) {
      tests.add(test);
    } else if (worked) {
      successTests.add(test);
    } else if (zero && operator == BinaryOperator.LESS) {
      deadTests.add(test);
    } else {
      reads.add(countLeft ? leftOf(test) : rightOf(test));
    }
  }

  private static Occurrence leftOf(Occurrence test) {
    return child(test, ((Expr.Binary) test.expr()).left());
  }

  private static Occurrence rightOf(Occurrence test) {
    return child(test, ((Expr.Binary) test.expr()).right());
  }

  private static Occurrence child(Occurrence parent, Expr expr) {
    return parent.in().occurrences().stream()
        .filter(o -> o.expr().equals(expr))
        .findFirst()
        .orElse(parent);
  }

  private static BinaryOperator mirrored(BinaryOperator operator) {
    return switch (operator) {
      case LESS -> BinaryOperator.GREATER;
      case LESS_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      case GREATER -> BinaryOperator.LESS;
      case GREATER_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
      default -> operator;
    };
  }
}
