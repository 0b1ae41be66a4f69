// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The direct parts of statements and expressions, for code that looks at every node of a kind.
public final class Parts {

  private Parts() {}

  /// The expressions directly inside `expr`, in source order.
  public static List<Expr> of(Expr expr) {
    return switch (expr) {
      case Expr.Name _,
          Expr.NumberLiteral _,
          Expr.CharLiteral _,
          Expr.StringLiteral _,
          Expr.TypeOperand _,
          Expr.Unread _ ->
          List.of();
      case Expr.Call(Expr callee, List<Expr> args, _) -> {
        List<Expr> parts = new ArrayList<>(args.size() + 1);
        parts.add(callee);
        parts.addAll(args);
        yield parts;
      }
      case Expr.Member(Expr base, _, _, _, _) -> List.of(base);
      case Expr.Index(Expr base, Expr index, _) -> List.of(base, index);
      case Expr.Unary(_, Expr operand, _) -> List.of(operand);
      case Expr.Step(_, _, Expr operand, _) -> List.of(operand);
      case Expr.Binary(_, Expr left, Expr right, _) -> List.of(left, right);
      case Expr.Assign(_, Expr target, Expr value, _) -> List.of(target, value);
      case Expr.Conditional(Expr condition, var then, Expr otherwise, _) -> {
        List<Expr> parts = new ArrayList<>();
        parts.add(condition);
        then.ifPresent(parts::add);
        parts.add(otherwise);
        yield parts;
      }
      case Expr.Cast(_, Expr operand, _) -> List.of(operand);
      case Expr.SizeOf(Expr operand, _) -> List.of(operand);
      case Expr.Comma(Expr left, Expr right, _) -> List.of(left, right);
      case Expr.InitList(List<Expr.Initializer> entries, _) ->
          entries.stream().map(Expr.Initializer::value).toList();
      case Expr.CompoundLiteral(_, Expr.InitList value, _) -> List.of(value);
      case Expr.StatementExpr _ -> List.of();
    };
  }

  /// The statements directly inside `stmt`, in source order.
  public static List<Stmt> of(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Block(List<Stmt> body, _) -> body;
      case Stmt.If(_, Stmt then, var otherwise, _) ->
          otherwise.map(o -> List.of(then, o)).orElse(List.of(then));
      case Stmt.While(_, Stmt body, _) -> List.of(body);
      case Stmt.DoWhile(Stmt body, _, _) -> List.of(body);
      case Stmt.For(var init, _, _, Stmt body, _) ->
          init.map(i -> List.of(i, body)).orElse(List.of(body));
      case Stmt.Each(_, _, Stmt body, _, _) -> List.of(body);
      case Stmt.Scoped(_, _, Stmt body, _, _) -> List.of(body);
      case Stmt.Switch(_, Stmt body, _) -> List.of(body);
      case Stmt.Expression _,
          Stmt.Declaration _,
          Stmt.Guard _,
          Stmt.Case _,
          Stmt.Default _,
          Stmt.Label _,
          Stmt.Goto _,
          Stmt.Return _,
          Stmt.Break _,
          Stmt.Continue _,
          Stmt.Empty _,
          Stmt.Unread _ ->
          List.of();
    };
  }

  /// The expressions that stand directly in `stmt`, not in a statement inside it, in source order.
  public static List<Expr> expressionsOf(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Expression(Expr expr, _) -> List.of(expr);
      case Stmt.Declaration(List<Stmt.Declarator> declarators, _) ->
          declarators.stream().flatMap(d -> d.init().stream()).toList();
      case Stmt.If(Expr condition, _, _, _) -> List.of(condition);
      case Stmt.While(Expr condition, _, _) -> List.of(condition);
      case Stmt.DoWhile(_, Expr condition, _) -> List.of(condition);
      case Stmt.For(_, var condition, var step, _, _) -> {
        List<Expr> parts = new ArrayList<>();
        condition.ifPresent(parts::add);
        step.ifPresent(parts::add);
        yield parts;
      }
      case Stmt.Each(_, List<Expr> args, _, _, _) -> args;
      case Stmt.Scoped(_, List<Expr> args, _, _, _) -> args;
      case Stmt.Guard(_, _, List<Expr> args, _) -> args;
      case Stmt.Switch(Expr selector, _, _) -> List.of(selector);
      case Stmt.Case(Expr low, var high, _) -> high.map(h -> List.of(low, h)).orElse(List.of(low));
      case Stmt.Return(var value, _) -> value.map(List::of).orElse(List.of());
      case Stmt.Block _,
          Stmt.Default _,
          Stmt.Label _,
          Stmt.Goto _,
          Stmt.Break _,
          Stmt.Continue _,
          Stmt.Empty _,
          Stmt.Unread _ ->
          List.of();
    };
  }

  /// Gives every expression under `stmt` to `sink`, outer before inner, in source order, statement
  /// expressions included.
  public static void forEachExpr(Stmt stmt, Consumer<Expr> sink) {
    for (Expr expr : expressionsOf(stmt)) {
      forEachExpr(expr, sink);
    }
    for (Stmt inner : of(stmt)) {
      forEachExpr(inner, sink);
    }
  }

  /// Gives `expr` and every expression inside it to `sink`, outer before inner.
  public static void forEachExpr(Expr expr, Consumer<Expr> sink) {
    sink.accept(expr);
    if (expr instanceof Expr.StatementExpr(Stmt.Block body, _)) {
      forEachExpr(body, sink);
    }
    for (Expr part : of(expr)) {
      forEachExpr(part, sink);
    }
  }

  /// Whether an expression or one inside it satisfies a condition.
  public static boolean anyExpr(Expr expr, Predicate<Expr> condition) {
    if (condition.test(expr)
        || (expr instanceof Expr.StatementExpr(Stmt.Block body, _) && anyExpr(body, condition))) {
      return true;
    }
    for (Expr part : of(expr)) {
      if (anyExpr(part, condition)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyExpr(Stmt stmt, Predicate<Expr> condition) {
    for (Expr expr : expressionsOf(stmt)) {
      if (anyExpr(expr, condition)) {
        return true;
      }
    }
    for (Stmt inner : of(stmt)) {
      if (anyExpr(inner, condition)) {
        return true;
      }
    }
    return false;
  }
}
