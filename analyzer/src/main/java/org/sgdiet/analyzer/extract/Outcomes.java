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
    return switch (step) {
      case Instruction.Call read when read.operation() == Operation.REGISTER_READ ->
          wish(f, read.result(), wishes)
              .<Instruction>map(first -> answering(read, first))
              .orElse(read);
      case Instruction.Opaque call -> preferred(f, call, wishes);
      case Instruction.Call _,
          Instruction.Assign _,
          Instruction.Store _,
          Instruction.StoreBits _,
          Instruction.Invoke _,
          Instruction.InvokePointer _ ->
          step;
    };
  }

  private static Optional<Long> wish(Function f, Optional<String> result, Wishes wishes) {
    return result.flatMap(r -> wishes.of(new Flow.Cell.LocalCell(f.name(), r)));
  }

  private static Instruction.Call answering(Instruction.Call read, long first) {
    List<Expr> args = List.of(read.args().getFirst(), Ir.u32(first & 0xffff_ffffL));
    return new Instruction.Call(read.result(), read.operation(), args, read.at());
  }

  private static Instruction preferred(Function f, Instruction.Opaque call, Wishes wishes) {
    List<Instruction.Effect> effects =
        call.writes().stream().map(w -> wished(f, w, wishes)).toList();
    Optional<Long> wish = wish(f, call.result(), wishes);
    List<Long> ordered = new ArrayList<>();
    wish.ifPresent(ordered::add);
    call.outcomes().stream().filter(o -> !wish.equals(Optional.of(o))).forEach(ordered::add);
    return new Instruction.Opaque(
        call.result(), call.name(), call.args(), ordered, effects, call.at());
  }

  /// What a call writes through a pointer, with the value that leads on.
  private static Instruction.Effect wished(Function f, Instruction.Effect w, Wishes wishes) {
    return Flow.addressed(w.address(), f)
        .flatMap(wishes::shownFor)
        .map(value -> new Instruction.Effect(w.address(), w.type(), value))
        .orElse(w);
  }
}
