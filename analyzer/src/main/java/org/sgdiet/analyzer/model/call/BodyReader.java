// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Lays a function body out flat.
final class BodyReader {

  private static final int DEEPEST = 400;

  private static final Pattern OVER_LIST =
      Pattern.compile("(scsi_)?for_each_(prot_)?sg(_\\w+)?|for_each_sgtable_\\w+");

  private final Body body;
  private int depth;

  BodyReader(Body body) {
    this.body = body;
  }

  void read(Stmt.Block block) {
    statement(block, block.span());
  }

  /// @param region the innermost branch, loop body or function body around `stmt`
  private void statement(Stmt stmt, Span region) {
    if (depth >= DEEPEST) {
      return;
    }
    depth++;
    body.add(stmt);
    switch (stmt) {
      case Stmt.Block(List<Stmt> inner, _) -> inner.forEach(s -> statement(s, region));
      case Stmt.Declaration(List<Stmt.Declarator> declarators, _) ->
          declarators.forEach(d -> declaration(d, region));
      case Stmt.If(Expr condition, Stmt then, Optional<Stmt> otherwise, _) -> {
        expression(condition, region);
        statement(then, then.span());
        otherwise.ifPresent(o -> statement(o, o.span()));
      }
      case Stmt.For(Optional<Stmt> init, var condition, var step, Stmt inner, Span span) -> {
        body.addLoop(span);
        init.ifPresent(i -> statement(i, region));
        condition.ifPresent(c -> expression(c, region));
        statement(inner, span);
        step.ifPresent(s -> expression(s, span));
      }
      case Stmt.While(_, _, Span span) -> loop(stmt, span);
      case Stmt.DoWhile(_, _, Span span) -> loop(stmt, span);
      case Stmt.Each(String macro, List<Expr> args, Stmt inner, Span headSpan, Span span) -> {
        body.addLoop(span);
        cursors(macro, args).forEach(a -> iterated(a, args, headSpan, span));
        args.forEach(a -> expression(a, region));
        statement(inner, span);
      }
      case Stmt.Return(Optional<Expr> value, _) -> {
        value.ifPresent(body::addReturned);
        value.ifPresent(v -> expression(v, region));
      }
      case Stmt.Switch(Expr selector, Stmt inner, _) -> {
        expression(selector, region);
        cases(inner);
      }
      case Stmt.Scoped _,
          Stmt.Guard _,
          Stmt.Expression _,
          Stmt.Case _,
          Stmt.Default _,
          Stmt.Label _,
          Stmt.Goto _,
          Stmt.Break _,
          Stmt.Continue _,
          Stmt.Empty _,
          Stmt.Unread _ -> {
        Parts.expressionsOf(stmt).forEach(e -> expression(e, region));
        Parts.of(stmt).forEach(s -> statement(s, region));
      }
    }
    depth--;
  }

  /// The statements of a `switch`: those behind a label, up to the next one, are a branch.
  private void cases(Stmt inner) {
    if (!(inner instanceof Stmt.Block(List<Stmt> parts, _))) {
      statement(inner, inner.span());
      return;
    }
    body.add(inner);
    int end = inner.span().end();
    List<Span> regions = new ArrayList<>();
    for (Stmt part : parts.reversed()) {
      regions.add(new Span(part.span().start(), end));
      if (part instanceof Stmt.Case || part instanceof Stmt.Default) {
        end = part.span().start();
      }
    }
    for (int i = 0; i < parts.size(); i++) {
      statement(parts.get(i), regions.reversed().get(i));
    }
  }

  private void loop(Stmt stmt, Span span) {
    body.addLoop(span);
    Parts.expressionsOf(stmt).forEach(e -> expression(e, span));
    Parts.of(stmt).forEach(s -> statement(s, span));
  }

  private void declaration(Stmt.Declarator d, Span region) {
    body.declare(d.name(), d.type());
    d.init()
        .ifPresent(value -> {
          Expr name = new Expr.Name(d.name(), d.nameSpan());
          body.add(new Definition(name, Optional.of(value), How.INITIALISED, d.span(), region));
          expression(value, region);
        });
  }

  /// What a loop macro writes: the entry and the index of one over a list, and what it likes of one
  /// that is not known.
  private static List<Expr> cursors(String macro, List<Expr> args) {
    boolean isKnown = OVER_LIST.matcher(macro).matches() && args.size() > 2;
    return isKnown ? List.of(args.get(1), args.getLast()) : args;
  }

  private void iterated(Expr arg, List<Expr> args, Span head, Span loop) {
    if (arg instanceof Expr.Name(String id, _) && body.declares(id) && args.size() > 1) {
      body.add(new Definition(arg, Optional.empty(), How.ITERATED, head, loop));
    }
  }

  private void expression(Expr expr, Span region) {
    if (depth >= DEEPEST) {
      return;
    }
    depth++;
    body.add(expr);
    switch (expr) {
      case Expr.Assign(var operator, Expr target, Expr value, Span span) ->
          body.add(
              new Definition(
                  target,
                  Optional.of(value),
                  operator.isPresent() ? How.CHANGED : How.ASSIGNED,
                  span,
                  region));
      case Expr.Step(_, _, Expr operand, Span span) ->
          body.add(new Definition(operand, Optional.empty(), How.CHANGED, span, region));
      case Expr.Call(_, List<Expr> args, Span span) -> args.forEach(a -> passed(a, span, region));
      case Expr.StatementExpr(Stmt.Block inner, _) -> statement(inner, region);
      case Expr.Name _,
          Expr.NumberLiteral _,
          Expr.CharLiteral _,
          Expr.StringLiteral _,
          Expr.TypeOperand _,
          Expr.Member _,
          Expr.Index _,
          Expr.Unary _,
          Expr.Binary _,
          Expr.Conditional _,
          Expr.Cast _,
          Expr.SizeOf _,
          Expr.Comma _,
          Expr.InitList _,
          Expr.CompoundLiteral _,
          Expr.Unread _ -> {}
    }
    Parts.of(expr).forEach(e -> expression(e, region));
    depth--;
  }

  private void passed(Expr arg, Span call, Span region) {
    if (arg instanceof Expr.Unary(UnaryOperator operator, Expr operand, _)
        && operator == UnaryOperator.ADDRESS_OF) {
      body.add(new Definition(operand, Optional.empty(), How.PASSED_BY_ADDRESS, call, region));
    }
  }
}
