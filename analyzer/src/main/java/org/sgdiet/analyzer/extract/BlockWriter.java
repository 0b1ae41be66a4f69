// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Terminator;

/// Writes the blocks of one function in order. A step after a block's end opens a block nobody
/// reaches; such blocks are dropped.
final class BlockWriter {

  private static final String ENTRY = "entry";

  private record Draft(List<Instruction> steps, Terminator end, Position at) {}

  private final Map<String, Draft> done = new LinkedHashMap<>();
  private Optional<String> current = Optional.of(ENTRY);
  private List<Instruction> steps = new ArrayList<>();
  private int next = 1;

  String newLabel() {
    return "b" + next++;
  }

  /// Whether the next step can be reached from the one before.
  boolean isOpen() {
    return current.isPresent();
  }

  /// Whether anything was written.
  boolean hasSteps() {
    return !steps.isEmpty() || !done.isEmpty();
  }

  void emit(Instruction step) {
    if (current.isEmpty()) {
      current = Optional.of(newLabel());
    }
    steps.add(step);
  }

  /// Ends the current block, if one is open.
  void end(Terminator end, Position at) {
    current.ifPresent(label -> done.put(label, new Draft(List.copyOf(steps), end, at)));
    current = Optional.empty();
    steps = new ArrayList<>();
  }

  void jump(String label, Position at) {
    end(new Terminator.Goto(label), at);
  }

  /// Starts the block `label`; an open block runs into it.
  void start(String label, Position at) {
    jump(label, at);
    current = Optional.of(label);
  }

  /// The blocks that can be reached from the first, blocks that only jump left out.
  List<Block> finish() {
    addMissing();
    Map<String, String> shortcuts = shortcuts();
    Map<String, Draft> direct = new LinkedHashMap<>();
    done.forEach(
        (label, d) -> direct.put(label, new Draft(d.steps, through(d.end, shortcuts), d.at)));
    Set<String> reached = reached(direct);
    List<Block> blocks = new ArrayList<>();
    direct.forEach((label, d) -> {
      if (reached.contains(label)) {
        blocks.add(new Block(label, d.steps, d.end, d.at));
      }
    });
    return blocks;
  }

  /// A block that was named in a construct which then could not be lowered.
  private void addMissing() {
    for (Draft block : List.copyOf(done.values())) {
      for (String label : block.end.labels()) {
        done.putIfAbsent(
            label,
            new Draft(
                List.of(),
                new Terminator.NotModelled("part of an expression that could not be lowered"),
                block.at));
      }
    }
  }

  private Map<String, String> shortcuts() {
    Map<String, String> targets = new HashMap<>();
    for (String label : done.keySet()) {
      String at = label;
      Set<String> seen = new HashSet<>();
      for (Optional<String> on = Optional.of(at); on.isPresent() && seen.add(on.get()); ) {
        at = on.get();
        on = onward(at);
      }
      targets.put(label, at);
    }
    return targets;
  }

  /// Where a block leads that does nothing else.
  private Optional<String> onward(String label) {
    Draft block = done.get(label);
    return block != null
            && !label.equals(ENTRY)
            && block.steps.isEmpty()
            && block.end instanceof Terminator.Goto(String target)
        ? Optional.of(target)
        : Optional.empty();
  }

  private static Terminator through(Terminator end, Map<String, String> to) {
    return switch (end) {
      case Terminator.Goto(String label) -> new Terminator.Goto(to.getOrDefault(label, label));
      case Terminator.Branch(var condition, String then, String otherwise) ->
          new Terminator.Branch(
              condition, to.getOrDefault(then, then), to.getOrDefault(otherwise, otherwise));
      case Terminator.Switch(var value, var cases, String otherwise) ->
          new Terminator.Switch(
              value,
              cases.stream()
                  .map(c ->
                      new Terminator.Case(
                          c.first(), c.last(), to.getOrDefault(c.label(), c.label())))
                  .toList(),
              to.getOrDefault(otherwise, otherwise));
      case Terminator.Return _, Terminator.Panic _, Terminator.NotModelled _ -> end;
    };
  }

  private static Set<String> reached(Map<String, Draft> blocks) {
    Set<String> reached = new HashSet<>();
    Deque<String> work = new ArrayDeque<>(List.of(ENTRY));
    while (!work.isEmpty()) {
      String label = work.pop();
      Draft block = blocks.get(label);
      if (block != null && reached.add(label)) {
        work.addAll(block.end.labels());
      }
    }
    return reached;
  }
}
