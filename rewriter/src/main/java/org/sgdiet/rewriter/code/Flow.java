// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// The order in which a function evaluates its expressions, gotos included, and which reads of a
/// local variable a value given to it can reach.
public final class Flow {

  private static final int EXIT = 0;

  private final List<List<Expr>> exprs = new ArrayList<>();
  private final List<List<Integer>> next = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<Integer, String> gotos = new HashMap<>();
  private final IdentityHashMap<Stmt.If, Integer> branches = new IdentityHashMap<>();

  private Flow() {
    node(List.of());
  }

  /// The flow of one function.
  public static Flow of(FunctionCode code) {
    Flow flow = new Flow();
    flow.build(code.function().body(), EXIT, new Targets(EXIT, EXIT, new ArrayList<>()));
    flow.gotos.forEach(
        (node, label) -> flow.next.get(node).add(flow.labels.getOrDefault(label, EXIT)));
    return flow;
  }

  /// Where `break` and `continue` go, and the case labels of the switch at hand.
  private record Targets(int onBreak, int onContinue, List<Integer> cases) {}

  private int node(List<Expr> evaluated, int... successors) {
    exprs.add(evaluated);
    List<Integer> list = new ArrayList<>();
    for (int s : successors) {
      list.add(s);
    }
    next.add(list);
    return exprs.size() - 1;
  }

  /// Adds `stmt`, after which control goes to `after`; gives the node where it starts.
  private int build(Stmt stmt, int after, Targets targets) {
    return switch (stmt) {
      case Stmt.Block(List<Stmt> body, var _) -> {
        int at = after;
        for (Stmt s : body.reversed()) {
          at = build(s, at, targets);
        }
        yield at;
      }
      case Stmt.If branch -> {
        int at =
            node(
                List.of(branch.condition()),
                build(branch.then(), after, targets),
                branch.otherwise().map(o -> build(o, after, targets)).orElse(after));
        branches.put(branch, at);
        yield at;
      }
      case Stmt.While(Expr condition, Stmt body, var _) ->
          loop(List.of(condition), body, after, targets);
      case Stmt.Each(var _, List<Expr> args, Stmt body, var _, var _) ->
          loop(args, body, after, targets);
      case Stmt.DoWhile(Stmt body, Expr condition, var _) -> {
        int test = node(List.of(condition), after);
        int start = build(body, test, new Targets(after, test, targets.cases));
        next.get(test).add(start);
        yield start;
      }
      case Stmt.For(var init, var condition, var step, Stmt body, var _) -> {
        int test = node(condition.stream().toList(), after);
        int advance = node(step.stream().toList(), test);
        next.get(test).add(build(body, advance, new Targets(after, advance, targets.cases)));
        yield init.map(i -> build(i, test, targets)).orElse(test);
      }
      case Stmt.Scoped(var _, List<Expr> args, Stmt body, var _, var _) ->
          node(args, build(body, after, targets));
      case Stmt.Switch(Expr selector, Stmt body, var _) -> {
        int select = node(List.of(selector), after);
        List<Integer> cases = new ArrayList<>();
        build(body, after, new Targets(after, targets.onContinue, cases));
        next.get(select).addAll(cases);
        yield select;
      }
      case Stmt.Case _, Stmt.Default _ -> {
        targets.cases.add(after);
        yield after;
      }
      case Stmt.Label(String name, var _) -> {
        int at = node(List.of(), after);
        labels.put(name, at);
        yield at;
      }
      case Stmt.Goto(String label, var _) -> {
        int at = node(List.of());
        gotos.put(at, label);
        yield at;
      }
      case Stmt.Return _ -> node(Children.exprsOf(stmt), EXIT);
      case Stmt.Break _ -> node(List.of(), targets.onBreak);
      case Stmt.Continue _ -> node(List.of(), targets.onContinue);
      case Stmt.Expression _, Stmt.Declaration _, Stmt.Guard _ ->
          node(Children.exprsOf(stmt), after);
      case Stmt.Empty _, Stmt.Unread _ -> after;
    };
  }

  private int loop(List<Expr> condition, Stmt body, int after, Targets targets) {
    int test = node(condition, after);
    next.get(test).add(build(body, test, new Targets(after, test, targets.cases)));
    return test;
  }

  /// The reads of the local variable `variable` that can see the value it has right after `start`
  /// was evaluated, in no order. `&variable` counts as a read.
  public List<Expr.Name> readsAfter(Expr start, Entity.Local variable, FunctionCode code) {
    List<Expr.Name> reads = new ArrayList<>();
    Deque<Integer> todo = new ArrayDeque<>();
    for (int n = 0; n < exprs.size(); n++) {
      for (int i = 0; i < exprs.get(n).size(); i++) {
        if (contains(exprs.get(n).get(i), start)) {
          Scan scan = new Scan(variable, code, reads, Optional.of(start));
          if (!scan.all(exprs.get(n))) {
            todo.addAll(next.get(n));
          }
        }
      }
    }
    follow(todo, variable, code, reads);
    return reads;
  }

  /// The reads of `variable` that can see the value it has when `branch` takes its then side
  /// (`taken`) or its other side.
  public List<Expr.Name> readsOn(
      Stmt.If branch, boolean taken, Entity.Local variable, FunctionCode code) {
    List<Expr.Name> reads = new ArrayList<>();
    Integer node = branches.get(branch);
    if (node != null) {
      Deque<Integer> todo = new ArrayDeque<>(List.of(next.get(node).get(taken ? 0 : 1)));
      follow(todo, variable, code, reads);
    }
    return reads;
  }

  private void follow(
      Deque<Integer> todo, Entity.Local variable, FunctionCode code, List<Expr.Name> reads) {
    Set<Integer> seen = new HashSet<>();
    while (!todo.isEmpty()) {
      int n = todo.pop();
      if (seen.add(n) && !new Scan(variable, code, reads, Optional.empty()).all(exprs.get(n))) {
        todo.addAll(next.get(n));
      }
    }
  }

  /// Whether control can come from right after `from` to `to` without passing through `from` first.
  public boolean reaches(Expr from, Expr to) {
    Deque<Integer> todo = new ArrayDeque<>();
    Set<Integer> seen = new HashSet<>();
    for (int n = 0; n < exprs.size(); n++) {
      List<Expr> here = exprs.get(n);
      if (here.stream().anyMatch(e -> contains(e, from))) {
        if (here.stream().anyMatch(e -> contains(e, to))
            && from.span().end() <= to.span().start()) {
          return true;
        }
        todo.addAll(next.get(n));
      }
    }
    while (!todo.isEmpty()) {
      int n = todo.pop();
      if (seen.add(n)) {
        if (exprs.get(n).stream().anyMatch(e -> contains(e, to))) {
          return true;
        }
        todo.addAll(next.get(n));
      }
    }
    return false;
  }

  private static boolean contains(Expr outer, Expr inner) {
    return outer.equals(inner) || Children.of(outer).stream().anyMatch(c -> contains(c, inner));
  }

  /// One pass over the expressions of a node in evaluation order.
  private static final class Scan {
    private final Entity.Local variable;
    private final FunctionCode code;
    private final List<Expr.Name> reads;
    private Optional<Expr> waitFor;
    private boolean killed;

    Scan(Entity.Local variable, FunctionCode code, List<Expr.Name> reads, Optional<Expr> waitFor) {
      this.variable = variable;
      this.code = code;
      this.reads = reads;
      this.waitFor = waitFor;
    }

    boolean all(List<Expr> list) {
      for (Expr e : list) {
        scan(e, true);
      }
      return killed;
    }

    private void scan(Expr e, boolean always) {
      switch (e) {
        case Expr.Assign(var operator, Expr.Name target, Expr value, var _) when is(target) -> {
          scan(value, always);
          if (operator.isPresent()) {
            read(target);
          }
          if (waitFor.isEmpty() && always) {
            killed = true;
          }
        }
        case Expr.Binary(var operator, Expr left, Expr right, var _)
            when operator == org.sgdiet.analyzer.syntax.BinaryOperator.LOGICAL_AND
                || operator == org.sgdiet.analyzer.syntax.BinaryOperator.LOGICAL_OR -> {
          scan(left, always);
          scan(right, false);
        }
        case Expr.Conditional(Expr condition, var then, Expr otherwise, var _) -> {
          scan(condition, always);
          then.ifPresent(t -> scan(t, false));
          scan(otherwise, false);
        }
        case Expr.Name name when is(name) -> read(name);
        default -> Children.of(e).forEach(c -> scan(c, always));
      }
      if (waitFor.isPresent() && waitFor.get().equals(e)) {
        waitFor = Optional.empty();
      }
    }

    private void read(Expr.Name name) {
      if (waitFor.isEmpty() && !killed) {
        reads.add(name);
      }
    }

    private boolean is(Expr.Name name) {
      return name.id().equals(variable.name())
          && code.local(name).filter(l -> l.declaredAt() == variable.declaredAt()).isPresent();
    }
  }
}
