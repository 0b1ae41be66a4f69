// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;

/// Which steps a local may have its value from: a driver uses one `ret` for what it maps and for
/// what it waits for.
final class Definitions {

  private Definitions() {}

  /// The last step that sets `local` on each way to the end of `at`, by the block it stands in.
  static Map<Block, Instruction> reaching(Function f, Block at, String local) {
    Map<String, Set<Block>> before = new HashMap<>();
    for (Block b : f.blocks()) {
      b.end().labels().forEach(l -> before.computeIfAbsent(l, _ -> new LinkedHashSet<>()).add(b));
    }
    Map<Block, Instruction> found = new LinkedHashMap<>();
    Set<Block> seen = new HashSet<>();
    Deque<Block> work = new ArrayDeque<>(List.of(at));
    while (!work.isEmpty()) {
      Block b = work.pop();
      if (seen.add(b)) {
        last(b, local)
            .ifPresentOrElse(
                step -> found.put(b, step),
                () -> work.addAll(before.getOrDefault(b.label(), Set.of())));
      }
    }
    return found;
  }

  private static Optional<Instruction> last(Block b, String local) {
    return b.steps().reversed().stream().filter(s -> sets(s, local)).findFirst();
  }

  private static boolean sets(Instruction step, String local) {
    return switch (step) {
      case Instruction.Assign(String target, var _, var _) -> target.equals(local);
      case Instruction.Call(var result, var _, var _, var _) -> result.equals(Optional.of(local));
      case Instruction.Invoke(var result, var _, var _, var _) -> result.equals(Optional.of(local));
      case Instruction.InvokePointer(var result, var _, var _, var _) ->
          result.equals(Optional.of(local));
      case Instruction.Opaque(var result, var _, var _, var _, var _, var _) ->
          result.equals(Optional.of(local));
      case Instruction.Store _, Instruction.StoreBits _ -> false;
    };
  }
}
