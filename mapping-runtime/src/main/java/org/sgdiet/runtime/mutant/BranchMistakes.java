// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.mutant;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Terminator;

/// Mistakes at branches: loops that go on too long, results that nobody looks at.
final class BranchMistakes {

  private BranchMistakes() {}

  /// A loop with one round more.
  static Optional<Terminator> oneMore(Function function, Block block) {
    return block.end()
                instanceof
                Terminator.Branch(
                    Expr.Binary(BinaryOp op, Expr left, Expr right),
                    String then,
                    String otherwise)
            && op == BinaryOp.LESS
            && leadsTo(function, then, block.label())
        ? Optional.of(
            new Terminator.Branch(
                new Expr.Binary(BinaryOp.LESS_OR_EQUAL, left, right), then, otherwise))
        : Optional.empty();
  }

  /// Whether a run that is at one block may come to another one: then a branch there is a loop's.
  private static boolean leadsTo(Function function, String from, String to) {
    var seen = new HashSet<String>();
    var work = new ArrayDeque<>(List.of(from));
    while (!work.isEmpty()) {
      String label = work.pop();
      if (label.equals(to)) {
        return true;
      }
      if (seen.add(label)) {
        function.blocks().stream()
            .filter(b -> b.label().equals(label))
            .forEach(b -> work.addAll(b.end().labels()));
      }
    }
    return false;
  }

  /// Goes one way whatever an operation that maps returned.
  static Optional<Terminator> untested(
      Function function, Block block, Set<Operation> mapping, boolean then) {
    return block.end() instanceof Terminator.Branch b
            && mentions(b.condition(), results(function, mapping))
        ? Optional.of(new Terminator.Goto(then ? b.then() : b.otherwise()))
        : Optional.empty();
  }

  private static Set<String> results(Function function, Set<Operation> mapping) {
    var results = new HashSet<String>();
    for (Block block : function.blocks()) {
      for (Instruction step : block.steps()) {
        if (step instanceof Instruction.Call c && mapping.contains(c.operation())) {
          c.result().ifPresent(results::add);
        }
      }
    }
    return results;
  }

  private static boolean mentions(Expr condition, Set<String> results) {
    var found = new HashSet<String>();
    ExprMap.of(
        condition,
        e -> {
          if (e instanceof Expr.Local(String name)) {
            found.add(name);
          }
          return e;
        });
    return found.stream().anyMatch(results::contains);
  }
}
