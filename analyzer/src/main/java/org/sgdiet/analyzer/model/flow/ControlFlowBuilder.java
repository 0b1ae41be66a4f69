// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.model.flow.ControlFlow.Node;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Lays out a function's ways from its end to its start: what follows a statement is known before
/// the statement.
final class ControlFlowBuilder {

  private static final int DEEPEST = 400;

  private final List<Node> nodes = new ArrayList<>();
  private final List<int[]> successors = new ArrayList<>();
  private final IdentityHashMap<Stmt, Integer> entries = new IdentityHashMap<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private int depth;

  /// Where `break` and `continue` lead, and the cases of the `switch` around.
  private record Around(int onBreak, int onContinue, List<Integer> cases) {}

  ControlFlow build(Stmt.Block body) {
    int end = add(new Node.Exit(Optional.empty()));
    int entry = statement(body, end, new Around(end, end, new ArrayList<>()));
    return new ControlFlow(nodes, successors, entries, entry);
  }

  private int add(Node node, int... next) {
    nodes.add(node);
    successors.add(next);
    return nodes.size() - 1;
  }

  private int statement(Stmt stmt, int next, Around around) {
    if (depth >= DEEPEST) {
      return next;
    }
    depth++;
    int entry = read(stmt, next, around);
    depth--;
    entries.put(stmt, entry);
    return entry;
  }

  private int read(Stmt stmt, int next, Around around) {
    return switch (stmt) {
      case Stmt.Block(List<Stmt> body, _) -> {
        int at = next;
        for (Stmt s : body.reversed()) {
          at = statement(s, at, around);
        }
        yield at;
      }
      case Stmt.Expression(Expr expr, _) -> add(new Node.Step(expr), next);
      case Stmt.Declaration(List<Stmt.Declarator> declarators, _) -> {
        int at = next;
        for (Stmt.Declarator d : declarators.reversed()) {
          at = d.init().isPresent() ? add(new Node.Step(assignment(d, d.init().get())), at) : at;
        }
        yield at;
      }
      case Stmt.If(Expr condition, Stmt then, Optional<Stmt> otherwise, _) -> {
        int no = otherwise.isPresent() ? statement(otherwise.get(), next, around) : next;
        yield condition(condition, statement(then, next, around), no);
      }
      case Stmt.While(Expr condition, Stmt body, _) -> {
        int head = add(new Node.Join(), next);
        int inside = statement(body, head, new Around(next, head, around.cases()));
        successors.set(head, new int[] {condition(condition, inside, next)});
        yield head;
      }
      case Stmt.DoWhile(Stmt body, Expr condition, _) -> {
        int again = add(new Node.Join(), next);
        int test = condition(condition, again, next);
        successors.set(
            again, new int[] {statement(body, test, new Around(next, test, around.cases()))});
        yield again;
      }
      case Stmt.For(var init, var condition, var step, Stmt body, _) -> {
        int head = add(new Node.Join(), next);
        int after = step.isPresent() ? add(new Node.Step(step.get()), head) : head;
        int inside = statement(body, after, new Around(next, after, around.cases()));
        successors.set(
            head,
            new int[] {condition.isPresent() ? condition(condition.get(), inside, next) : inside});
        yield init.isPresent() ? statement(init.get(), head, around) : head;
      }
      case Stmt.Each(_, List<Expr> args, Stmt body, _, _) -> {
        int head = add(new Node.Choice(args), next);
        int inside = statement(body, head, new Around(next, head, around.cases()));
        successors.set(head, new int[] {inside, next});
        yield head;
      }
      case Stmt.Scoped(_, List<Expr> args, Stmt body, _, _) ->
          add(new Node.Choice(args), statement(body, next, around));
      case Stmt.Guard(_, _, List<Expr> args, _) -> add(new Node.Choice(args), next);
      case Stmt.Switch(Expr selector, Stmt body, _) -> {
        List<Integer> cases = new ArrayList<>();
        statement(body, next, new Around(next, around.onContinue(), cases));
        boolean open = !hasDefault(body);
        int[] to = new int[cases.size() + (open ? 1 : 0)];
        for (int i = 0; i < cases.size(); i++) {
          to[i] = cases.get(i);
        }
        if (open) {
          to[cases.size()] = next;
        }
        yield add(new Node.Choice(List.of(selector)), to);
      }
      case Stmt.Case _, Stmt.Default _ -> {
        int at = add(new Node.Join(), next);
        around.cases().add(at);
        yield at;
      }
      case Stmt.Label(String name, _) -> {
        int at = label(name, next);
        successors.set(at, new int[] {next});
        yield at;
      }
      case Stmt.Goto g -> add(new Node.Jump(g), label(g.label(), next));
      case Stmt.Return r -> add(new Node.Exit(Optional.of(r)));
      case Stmt.Break _ -> add(new Node.Join(), around.onBreak());
      case Stmt.Continue _ -> add(new Node.Join(), around.onContinue());
      case Stmt.Empty _, Stmt.Unread _ -> next;
    };
  }

  private int label(String name, int next) {
    Integer known = labels.get(name);
    if (known == null) {
      known = add(new Node.Join(), next);
      labels.put(name, known);
    }
    return known;
  }

  private static Expr assignment(Stmt.Declarator d, Expr value) {
    return new Expr.Assign(
        Optional.empty(), new Expr.Name(d.name(), d.nameSpan()), value, d.span());
  }

  private static boolean hasDefault(Stmt body) {
    return body instanceof Stmt.Block(List<Stmt> inner, _)
        && inner.stream().anyMatch(s -> s instanceof Stmt.Default);
  }

  /// A condition that leads to `yes` when it holds.
  private int condition(Expr condition, int yes, int no) {
    return switch (condition) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _) when operator == UnaryOperator.NOT ->
          condition(operand, no, yes);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
          when operator == BinaryOperator.LOGICAL_AND ->
          condition(left, condition(right, yes, no), no);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
          when operator == BinaryOperator.LOGICAL_OR ->
          condition(left, yes, condition(right, yes, no));
      case Expr.Call(Expr.Name(String name, _), List<Expr> args, _)
          when args.size() == 1 && name.matches("(un)?likely|WARN_ON(_ONCE)?") ->
          condition(args.getFirst(), yes, no);
      case Expr.NumberLiteral(String text, _) when text.equals("1") -> yes;
      case Expr.NumberLiteral(String text, _) when text.equals("0") -> no;
      case Expr.Name(String name, _) when name.equals("true") -> yes;
      default -> add(new Node.Branch(condition), yes, no);
    };
  }
}
