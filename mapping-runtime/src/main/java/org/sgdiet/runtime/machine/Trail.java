// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Spot;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;

/// The way that a run took: the blocks it came by, and where it turned away from the mapping
/// operations of its program.
final class Trail {

  /// Cases of one switch that are worth trying.
  private static final int MOST_CASES = 3;

  private final Set<String> mapping = new HashSet<>();
  private final Set<Spot> leading = new HashSet<>();
  private final Set<Spot> reached = new HashSet<>();
  private final SequencedSet<Detour> branches = new LinkedHashSet<>();

  /// By function, block and the label that was chosen: a run comes by a branch thousands of times,
  /// and to tell detours apart takes long.
  private final Map<String, Map<String, Map<String, Turn>>> turns = new HashMap<>();

  private final SequencedSet<Turn> latest = new LinkedHashSet<>();
  private boolean mapped;
  private Optional<Detour> last = Optional.empty();

  /// One way out of a block; each is one object.
  private static final class Turn {

    /// What would have led another way.
    final List<Detour> others;

    /// What would have led to the mapping, if this way does not.
    final Optional<Detour> away;

    Turn(List<Detour> others, Optional<Detour> away) {
      this.others = others;
      this.away = away;
    }
  }

  Trail(Program program) {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Function f : program.functions()) {
        if (!mapping.contains(f.name()) && f.blocks().stream().anyMatch(this::maps)) {
          grown = mapping.add(f.name());
        }
      }
    }
    program.functions().forEach(this::lead);
  }

  private boolean maps(Block block) {
    return block.steps().stream()
        .anyMatch(step ->
            switch (step) {
              case Instruction.Call(var _, Operation op, var _, var _) ->
                  op.failure() == Operation.Failure.MAPPING;
              case Instruction.Invoke(var _, String target, var _, var _) ->
                  mapping.contains(target);
              case Instruction.Assign _,
                  Instruction.Store _,
                  Instruction.StoreBits _,
                  Instruction.InvokePointer _,
                  Instruction.Opaque _ ->
                  false;
            });
  }

  private void lead(Function f) {
    Map<String, List<String>> before = new HashMap<>();
    List<String> work = new ArrayList<>();
    for (Block b : f.blocks()) {
      for (String next : b.end().labels()) {
        before.computeIfAbsent(next, _ -> new ArrayList<>()).add(b.label());
      }
      if (maps(b)) {
        work.add(b.label());
      }
    }
    while (!work.isEmpty()) {
      String label = work.removeLast();
      if (leading.add(new Spot(f.name(), label))) {
        work.addAll(before.getOrDefault(label, List.of()));
      }
    }
  }

  /// The run went from `block` of `function` to `chosen`.
  ///
  /// @param hasMapped whether it had mapped anything then
  void took(String function, Block block, String chosen, boolean hasMapped) {
    if (hasMapped && !mapped) {
      mapped = true;
      latest.clear();
    }
    if (block.end() instanceof Terminator.Goto) {
      return;
    }
    Turn turn =
        turns
            .computeIfAbsent(function, _ -> new HashMap<>())
            .computeIfAbsent(block.label(), _ -> new HashMap<>())
            .computeIfAbsent(chosen, _ -> turn(function, block, chosen));
    latest.addLast(turn);
    if (turn.away.isPresent()) {
      last = turn.away;
    }
  }

  private Turn turn(String function, Block block, String chosen) {
    boolean away =
        !leading.contains(new Spot(function, chosen))
            && block.end().labels().stream().anyMatch(l -> leading.contains(new Spot(function, l)));
    return switch (block.end()) {
      case Terminator.Branch(var condition, String then, String _) -> {
        Detour other = new Detour(function, condition, !chosen.equals(then), block.at());
        branches.add(other);
        yield new Turn(List.of(other), Optional.of(other).filter(_ -> away));
      }
      case Terminator.Switch(var value, var cases, String _) ->
          new Turn(
              cases.stream()
                  .filter(c -> !c.label().equals(chosen))
                  .limit(MOST_CASES)
                  .map(c -> new Detour(function, equal(value, c), true, block.at()))
                  .toList(),
              Optional.of(new Detour(function, value, true, block.at())).filter(_ -> away));
      case Terminator.Goto _, Terminator.Return _, Terminator.Panic _, Terminator.NotModelled _ ->
          new Turn(List.of(), Optional.empty());
    };
  }

  private static Expr equal(Expr value, Terminator.Case c) {
    return new Expr.Binary(BinaryOp.EQUAL, value, new Expr.Const(Type.Int.U64, c.first()));
  }

  /// The run came to a block.
  void came(String function, Block block) {
    reached.add(new Spot(function, block.label()));
  }

  Set<Spot> reached() {
    return reached;
  }

  /// The branches that the run took, each as what would have made it go the other way.
  List<Detour> branches() {
    return List.copyOf(branches);
  }

  /// Those of them that it took after the first mapping, if it made one, in the order it took them
  /// last.
  List<Detour> lastBranches() {
    SequencedSet<Detour> detours = new LinkedHashSet<>();
    latest.forEach(turn -> turn.others.forEach(detours::addLast));
    return List.copyOf(detours);
  }

  /// The last branch at which the run turned away.
  Optional<Detour> lastDetour() {
    return last;
  }
}
