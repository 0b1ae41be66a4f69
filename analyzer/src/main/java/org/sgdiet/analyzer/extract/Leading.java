// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;

/// The functions and blocks of a program that do something themselves or through a call.
final class Leading {

  private final Set<String> functions = new HashSet<>();
  private final Set<Block> blocks = Collections.newSetFromMap(new IdentityHashMap<>());

  private Leading(Collection<Function> all, Predicate<Block> goal) {
    all.forEach(f -> f.blocks().stream().filter(goal).forEach(blocks::add));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Function f : all) {
        if (!functions.contains(f.name()) && f.blocks().stream().anyMatch(this::from)) {
          grown = functions.add(f.name());
        }
      }
    }
    all.forEach(f -> f.blocks().stream().filter(this::calls).forEach(blocks::add));
  }

  /// To the operations that map.
  static Leading toMapping(Collection<Function> all) {
    return new Leading(all, b -> does(b, o -> o.failure() == Operation.Failure.MAPPING));
  }

  /// To the operations that unmap.
  static Leading toUnmapping(Collection<Function> all) {
    return new Leading(all, b -> does(b, o -> o.word().contains("unmap")));
  }

  /// To what uses a mapping.
  static Leading toUses(Collection<Function> all) {
    return new Leading(all, MappingUse::in);
  }

  private static boolean does(Block block, Predicate<Operation> operation) {
    return block.steps().stream()
        .anyMatch(step ->
            step instanceof Instruction.Call(var _, Operation called, var _, var _)
                && operation.test(called));
  }

  private boolean calls(Block block) {
    return block.steps().stream()
        .anyMatch(step ->
            step instanceof Instruction.Invoke(var _, String target, var _, var _)
                && functions.contains(target));
  }

  /// Whether a block does it, or calls a function that does.
  boolean from(Block block) {
    return blocks.contains(block) || calls(block);
  }

  /// Whether a function does it.
  boolean from(String function) {
    return functions.contains(function);
  }
}
