// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// What stands directly inside a statement or an expression, in source order.
final class Children {

  private Children() {}

  static List<Expr> of(Expr expr) {
    return switch (expr) {
      case Expr.Call(Expr callee, List<Expr> args, var _) -> {
        List<Expr> all = new ArrayList<>(args);
        all.addFirst(callee);
        yield all;
      }
      case Expr.Member(Expr base, var _, var _, var _, var _) -> List.of(base);
      case Expr.Index(Expr base, Expr index, var _) -> List.of(base, index);
      case Expr.Unary(var _, Expr operand, var _) -> List.of(operand);
      case Expr.Step(var _, var _, Expr operand, var _) -> List.of(operand);
      case Expr.Binary(var _, Expr left, Expr right, var _) -> List.of(left, right);
      case Expr.Assign(var _, Expr target, Expr value, var _) -> List.of(target, value);
      case Expr.Conditional(Expr condition, Optional<Expr> then, Expr otherwise, var _) ->
          then.map(t -> List.of(condition, t, otherwise)).orElse(List.of(condition, otherwise));
      case Expr.Cast(var _, Expr operand, var _) -> List.of(operand);
      case Expr.SizeOf(Expr operand, var _) -> List.of(operand);
      case Expr.Comma(Expr left, Expr right, var _) -> List.of(left, right);
      case Expr.InitList list -> of(list);
      case Expr.CompoundLiteral(var _, Expr.InitList value, var _) -> of(value);
      case Expr.StatementExpr _,
          Expr.Name _,
          Expr.NumberLiteral _,
          Expr.CharLiteral _,
          Expr.StringLiteral _,
          Expr.TypeOperand _,
          Expr.Unread _ ->
          List.of();
    };
  }

  private static List<Expr> of(Expr.InitList list) {
    return list.entries().stream().map(Expr.Initializer::value).toList();
  }

  /// Expressions that belong to the statement itself, not to a statement inside it.
  static List<Expr> exprsOf(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Expression(Expr expr, var _) -> List.of(expr);
      case Stmt.Declaration(var declarators, var _) ->
          declarators.stream().flatMap(d -> d.init().stream()).toList();
      case Stmt.If(Expr condition, var _, var _, var _) -> List.of(condition);
      case Stmt.While(Expr condition, var _, var _) -> List.of(condition);
      case Stmt.DoWhile(var _, Expr condition, var _) -> List.of(condition);
      case Stmt.For(var _, var condition, var step, var _, var _) -> {
        List<Expr> all = new ArrayList<>();
        condition.ifPresent(all::add);
        step.ifPresent(all::add);
        yield all;
      }
      case Stmt.Each(var _, List<Expr> args, var _, var _, var _) -> args;
      case Stmt.Scoped(var _, List<Expr> args, var _, var _, var _) -> args;
      case Stmt.Guard(var _, var _, List<Expr> args, var _) -> args;
      case Stmt.Switch(Expr selector, var _, var _) -> List.of(selector);
      case Stmt.Case(Expr low, var high, var _) ->
          high.map(h -> List.of(low, h)).orElse(List.of(low));
      case Stmt.Return(var value, var _) -> value.stream().toList();
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

  /// Statements directly inside a statement.
  static List<Stmt> stmtsOf(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Block(List<Stmt> body, var _) -> body;
      case Stmt.If(var _, Stmt then, var otherwise, var _) ->
          otherwise.map(o -> List.of(then, o)).orElse(List.of(then));
      case Stmt.While(var _, Stmt body, var _) -> List.of(body);
      case Stmt.DoWhile(Stmt body, var _, var _) -> List.of(body);
      case Stmt.For(var init, var _, var _, Stmt body, var _) ->
          init.map(i -> List.of(i, body)).orElse(List.of(body));
      case Stmt.Each(var _, var _, Stmt body, var _, var _) -> List.of(body);
      case Stmt.Scoped(var _, var _, Stmt body, var _, var _) -> List.of(body);
      case Stmt.Switch(var _, Stmt body, var _) -> List.of(body);
      case Stmt.Expression _,
          Stmt.Guard _,
          Stmt.Declaration _,
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
}
