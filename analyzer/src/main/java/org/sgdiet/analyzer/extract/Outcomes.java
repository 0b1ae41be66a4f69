// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;

/// Which answer of an opaque call or of a register comes first: the one that leads on to the
/// mapping.
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
    if (step
            instanceof
            Instruction.Call(Optional<String> into, Operation operation, var read, var at)
        && operation == Operation.REGISTER_READ) {
      return into.flatMap(r -> wishes.of(new Flow.Cell.LocalCell(f.name(), r)))
          .<Instruction>map(first ->
              new Instruction.Call(
                  into, operation, List.of(read.getFirst(), Ir.u32(first & 0xffff_ffffL)), at))
          .orElse(step);
    }
    if (!(step
        instanceof
        Instruction.Opaque(
            Optional<String> result,
            String name,
            List<Expr> args,
            List<Long> outcomes,
            var writes,
            var where))) {
      return step;
    }
    List<Instruction.Effect> effects = writes.stream().map(w -> wished(f, w, wishes)).toList();
    Optional<Long> wish = result.flatMap(r -> wishes.of(new Flow.Cell.LocalCell(f.name(), r)));
    List<Long> ordered = new ArrayList<>();
    wish.ifPresent(ordered::add);
    outcomes.stream().filter(o -> !wish.equals(Optional.of(o))).forEach(ordered::add);
    return new Instruction.Opaque(result, name, args, ordered, effects, where);
  }

  /// What a call writes through a pointer, with the value that leads on.
  private static Instruction.Effect wished(Function f, Instruction.Effect w, Wishes wishes) {
    return Flow.addressed(w.address(), f)
        .flatMap(wishes::shownFor)
        .map(value -> new Instruction.Effect(w.address(), w.type(), value))
        .orElse(w);
  }
}
