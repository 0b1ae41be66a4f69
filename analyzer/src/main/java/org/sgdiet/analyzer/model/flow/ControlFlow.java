// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// The ways through a function: what is evaluated, where it branches, where it leaves. Conditions
/// are taken apart at `&&`, `||` and `!`; a `goto` leads to its label wherever that stands.
public final class ControlFlow {

  /// One place on a way.
  public sealed interface Node {

    /// Where ways meet; nothing happens.
    record Join() implements Node {}

    /// An expression is evaluated; a declaration with a value is an assignment.
    record Step(Expr expr) implements Node {}

    /// A condition without `&&`, `||` and `!`: the first successor when it holds.
    record Branch(Expr condition) implements Node {}

    /// A way is chosen by something that is not followed: a `switch`, a loop macro.
    record Choice(List<Expr> exprs) implements Node {}

    /// A `goto`.
    record Jump(Stmt.Goto statement) implements Node {}

    /// The function returns; without a statement at the end of its body.
    record Exit(Optional<Stmt.Return> statement) implements Node {}
  }

  private final List<Node> nodes;
  private final List<int[]> successors;
  private final IdentityHashMap<Stmt, Integer> entries;
  private final int entry;
  private final boolean[] acts;
  private Optional<List<List<Integer>>> predecessors = Optional.empty();

  ControlFlow(
      List<Node> nodes, List<int[]> successors, IdentityHashMap<Stmt, Integer> entries, int entry) {
    this.nodes = List.copyOf(nodes);
    this.successors = List.copyOf(successors);
    this.entries = entries;
    this.entry = entry;
    this.acts = new boolean[nodes.size()];
    for (int i = 0; i < acts.length; i++) {
      for (Expr expr : expressions(i)) {
        acts[i] |= Parts.anyExpr(expr, ControlFlow::acts);
      }
    }
  }

  private static boolean acts(Expr expr) {
    return expr instanceof Expr.Call
        || expr instanceof Expr.Assign
        || expr instanceof Expr.Step
        || (expr instanceof Expr.Unary(UnaryOperator operator, _, _)
            && operator == UnaryOperator.ADDRESS_OF);
  }

  /// The ways through the body of a function.
  public static ControlFlow of(Stmt.Block body) {
    return new ControlFlowBuilder().build(body);
  }

  /// The number of nodes; they are numbered from 0.
  public int size() {
    return nodes.size();
  }

  /// The node of a number.
  public Node node(int index) {
    return nodes.get(index);
  }

  /// Where control goes from a node.
  public int[] successors(int index) {
    return successors.get(index).clone();
  }

  /// The nodes from which control may come to one of `nodes`, these included.
  public BitSet leadingTo(BitSet nodes) {
    BitSet found = (BitSet) nodes.clone();
    Deque<Integer> open = new ArrayDeque<>();
    nodes.stream().forEach(open::add);
    while (!open.isEmpty()) {
      for (int from : predecessors().get(open.remove())) {
        if (!found.get(from)) {
          found.set(from);
          open.add(from);
        }
      }
    }
    return found;
  }

  private List<List<Integer>> predecessors() {
    if (predecessors.isEmpty()) {
      List<List<Integer>> all = new ArrayList<>();
      for (int i = 0; i < size(); i++) {
        all.add(new ArrayList<>(2));
      }
      for (int i = 0; i < size(); i++) {
        for (int next : successors.get(i)) {
          all.get(next).add(i);
        }
      }
      predecessors = Optional.of(all);
    }
    return predecessors.get();
  }

  /// Where control enters the function.
  public int entry() {
    return entry;
  }

  /// Where control enters a statement of the body, when it can.
  public OptionalInt entry(Stmt stmt) {
    Integer found = entries.get(stmt);
    return found == null ? OptionalInt.empty() : OptionalInt.of(found);
  }

  /// Whether a node does more than look at values: it calls, sets something, or takes an address.
  public boolean acts(int index) {
    return acts[index];
  }

  /// The expressions that a node evaluates.
  public List<Expr> expressions(int index) {
    return switch (nodes.get(index)) {
      case Node.Step(Expr expr) -> List.of(expr);
      case Node.Branch(Expr condition) -> List.of(condition);
      case Node.Choice(List<Expr> exprs) -> exprs;
      case Node.Exit(Optional<Stmt.Return> statement) ->
          new ArrayList<>(statement.flatMap(Stmt.Return::value).stream().toList());
      case Node.Join _, Node.Jump _ -> List.of();
    };
  }
}
