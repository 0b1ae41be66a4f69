// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// A macro's body with its arguments in place of its parameters: expressions for names, types for
/// type names, identifiers for member names.
///
/// @param arguments by parameter name
/// @param lists what stands for `__VA_ARGS__` or GNU C's `args...`, spliced into argument lists
record Substitution(Map<String, Expr> arguments, Map<String, List<Expr>> lists) {

  /// The arguments of a use of a macro with these parameters; empty when their numbers differ.
  static Optional<Substitution> of(List<String> parameters, List<Expr> args) {
    boolean open = !parameters.isEmpty() && parameters.getLast().endsWith("...");
    int named = open ? parameters.size() - 1 : parameters.size();
    if (args.size() < named || (args.size() > named && !open)) {
      return Optional.empty();
    }
    Map<String, Expr> byName = new HashMap<>();
    for (int i = 0; i < named; i++) {
      byName.put(parameters.get(i), args.get(i));
    }
    if (!open) {
      return Optional.of(new Substitution(byName, Map.of()));
    }
    String last = parameters.getLast();
    String rest = last.equals("...") ? "__VA_ARGS__" : last.substring(0, last.length() - 3).strip();
    return Optional.of(
        new Substitution(byName, Map.of(rest, List.copyOf(args.subList(named, args.size())))));
  }

  Expr in(Expr e) {
    return switch (e) {
      case Expr.Name n -> Optional.ofNullable(arguments.get(n.id())).orElse(n);
      case Expr.NumberLiteral n -> n;
      case Expr.CharLiteral c -> c;
      case Expr.StringLiteral s -> s;
      case Expr.Call(Expr callee, List<Expr> args, var span) ->
          new Expr.Call(in(callee), all(args), span);
      case Expr.TypeOperand(TypeSyntax type, var span) -> operand(type, span);
      case Expr.Member(Expr base, boolean arrow, String field, var fieldSpan, var span) ->
          new Expr.Member(in(base), arrow, identifier(field), fieldSpan, span);
      case Expr.Index(Expr base, Expr index, var span) -> new Expr.Index(in(base), in(index), span);
      case Expr.Unary(var operator, Expr operand, var span) ->
          new Expr.Unary(operator, in(operand), span);
      case Expr.Step(boolean increment, boolean prefix, Expr operand, var span) ->
          new Expr.Step(increment, prefix, in(operand), span);
      case Expr.Binary(var operator, Expr left, Expr right, var span) ->
          new Expr.Binary(operator, in(left), in(right), span);
      case Expr.Assign(var operator, Expr target, Expr value, var span) ->
          new Expr.Assign(operator, in(target), in(value), span);
      case Expr.Conditional(Expr condition, var then, Expr otherwise, var span) ->
          new Expr.Conditional(in(condition), then.map(this::in), in(otherwise), span);
      case Expr.Cast(TypeSyntax type, Expr operand, var span) ->
          new Expr.Cast(in(type), in(operand), span);
      case Expr.SizeOf(Expr operand, var span) -> new Expr.SizeOf(in(operand), span);
      case Expr.Comma(Expr left, Expr right, var span) -> new Expr.Comma(in(left), in(right), span);
      case Expr.InitList list -> in(list);
      case Expr.CompoundLiteral(TypeSyntax type, Expr.InitList value, var span) ->
          new Expr.CompoundLiteral(in(type), in(value), span);
      case Expr.StatementExpr(Stmt.Block body, var span) ->
          new Expr.StatementExpr(block(body), span);
      case Expr.Unread u -> u;
    };
  }

  Stmt in(Stmt s) {
    return switch (s) {
      case Stmt.Block b -> block(b);
      case Stmt.Expression(Expr expr, var span) -> new Stmt.Expression(in(expr), span);
      case Stmt.Declaration(var declarators, var span) ->
          new Stmt.Declaration(declarators.stream().map(this::in).toList(), span);
      case Stmt.If(Expr condition, Stmt then, var otherwise, var span) ->
          new Stmt.If(in(condition), in(then), otherwise.map(this::in), span);
      case Stmt.While(Expr condition, Stmt body, var span) ->
          new Stmt.While(in(condition), in(body), span);
      case Stmt.DoWhile(Stmt body, Expr condition, var span) ->
          new Stmt.DoWhile(in(body), in(condition), span);
      case Stmt.For(var init, var condition, var step, Stmt body, var span) ->
          new Stmt.For(
              init.map(this::in), condition.map(this::in), step.map(this::in), in(body), span);
      case Stmt.Each(String macro, var args, Stmt body, var head, var span) ->
          new Stmt.Each(macro, all(args), in(body), head, span);
      case Stmt.Scoped(String macro, var args, Stmt body, var head, var span) ->
          new Stmt.Scoped(macro, all(args), in(body), head, span);
      case Stmt.Switch(Expr selector, Stmt body, var span) ->
          new Stmt.Switch(in(selector), in(body), span);
      case Stmt.Case(Expr low, var high, var span) ->
          new Stmt.Case(in(low), high.map(this::in), span);
      case Stmt.Return(var value, var span) -> new Stmt.Return(value.map(this::in), span);
      case Stmt.Default _,
          Stmt.Label _,
          Stmt.Goto _,
          Stmt.Guard _,
          Stmt.Break _,
          Stmt.Continue _,
          Stmt.Empty _,
          Stmt.Unread _ ->
          s;
    };
  }

  private Stmt.Declarator in(Stmt.Declarator d) {
    return new Stmt.Declarator(
        identifier(d.name()),
        in(d.type()),
        d.init().map(this::in),
        d.attributes(),
        d.nameSpan(),
        d.span());
  }

  private TypeSyntax in(TypeSyntax type) {
    return switch (type) {
      case TypeSyntax.Named(String name) ->
          arguments.get(name) instanceof Expr.TypeOperand(TypeSyntax given, var _) ? given : type;
      case TypeSyntax.Tagged(var kind, String tag) -> new TypeSyntax.Tagged(kind, identifier(tag));
      case TypeSyntax.Pointer(TypeSyntax target) -> new TypeSyntax.Pointer(in(target));
      case TypeSyntax.Array(TypeSyntax element, var length) ->
          new TypeSyntax.Array(in(element), length.map(this::in));
      case TypeSyntax.TypeOf(Expr operand) -> new TypeSyntax.TypeOf(in(operand));
      case TypeSyntax.Inline _, TypeSyntax.Function _, TypeSyntax.Unread _ -> type;
    };
  }

  private Expr operand(TypeSyntax type, org.sgdiet.analyzer.source.Span span) {
    if (type instanceof TypeSyntax.Named(String name) && arguments.containsKey(name)) {
      return in(new Expr.Name(name, span));
    }
    return new Expr.TypeOperand(in(type), span);
  }

  private Expr.InitList in(Expr.InitList list) {
    return new Expr.InitList(
        list.entries().stream()
            .map(i -> new Expr.Initializer(i.designators(), in(i.value()), i.span()))
            .toList(),
        list.span());
  }

  private Stmt.Block block(Stmt.Block body) {
    return new Stmt.Block(body.body().stream().map(this::in).toList(), body.span());
  }

  private List<Expr> all(List<Expr> args) {
    return args.stream()
        .flatMap(a ->
            a instanceof Expr.Name(String id, var _) && lists.containsKey(id)
                ? lists.get(id).stream()
                : Stream.of(in(a)))
        .toList();
  }

  private String identifier(String name) {
    return arguments.get(name) instanceof Expr.Name(String id, var _) ? id : name;
  }
}
