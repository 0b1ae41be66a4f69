// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;

/// Which answer of an opaque call comes first: the one that leads on to the mapping.
final class Outcomes {

  private Outcomes() {}

  /// `f` with wished answers put first.
  static Function preferred(Function f, Wishes wishes) {
    List<Block> blocks =
        f.blocks().stream()
            .map(b ->
                new Block(
                    b.label(),
                    b.steps().stream().map(s -> preferred(f, s, wishes)).toList(),
                    b.end(),
                    b.at()))
            .toList();
    return new Function(f.name(), f.parameters(), f.locals(), f.result(), blocks, f.at());
  }

  private static Instruction preferred(Function f, Instruction step, Wishes wishes) {
    if (!(step
            instanceof
            Instruction.Opaque(
                Optional<String> result,
                String name,
                List<Expr> args,
                List<Long> outcomes,
                var writes,
                var at))
        || result.isEmpty()) {
      return step;
    }
    Optional<Long> wish = wishes.of(new Flow.Cell.LocalCell(f.name(), result.get()));
    if (wish.isEmpty() || wish.get().equals(outcomes.getFirst())) {
      return step;
    }
    List<Long> ordered = new ArrayList<>(List.of(wish.get()));
    outcomes.stream().filter(o -> !o.equals(wish.get())).forEach(ordered::add);
    return new Instruction.Opaque(result, name, args, ordered, writes, at);
  }
}
