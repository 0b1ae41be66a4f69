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
/// mapping. One that is the length of what is mapped says that there is something.
final class Outcomes {

  /// A length that nobody knows: as much as any buffer holds, and no number that is usual.
  static final long SOME_BYTES = 40;

  private final Wishes wishes;
  private final InputRoles roles;

  Outcomes(Wishes wishes, InputRoles roles) {
    this.wishes = wishes;
    this.roles = roles;
  }

  /// `f` with wished answers put first.
  Function preferred(Function f) {
    List<Block> blocks = f.blocks().stream().map(b -> preferred(f, b)).toList();
    return blocks.equals(f.blocks())
        ? f
        : new Function(f.name(), f.parameters(), f.locals(), f.result(), blocks, f.at());
  }

  private Block preferred(Function f, Block b) {
    List<Instruction> steps = b.steps().stream().map(s -> preferred(f, s)).toList();
    return steps.equals(b.steps()) ? b : new Block(b.label(), steps, b.end(), b.at());
  }

  private Instruction preferred(Function f, Instruction step) {
    return switch (step) {
      case Instruction.Call read when read.operation() == Operation.REGISTER_READ ->
          wish(f, read.result()).<Instruction>map(first -> answering(read, first)).orElse(read);
      case Instruction.Opaque call -> preferred(f, call);
      case Instruction.Call _,
          Instruction.Assign _,
          Instruction.Store _,
          Instruction.StoreBits _,
          Instruction.Invoke _,
          Instruction.InvokePointer _ ->
          step;
    };
  }

  private Optional<Long> wish(Function f, Optional<String> result) {
    return result.flatMap(r -> wishes.of(new Flow.Cell.LocalCell(f.name(), r)));
  }

  /// What a call has to answer whose result is the length of a mapping, or a part of it.
  private Optional<Long> length(Function f, Optional<String> result) {
    return result
        .map(r -> roles.role(new Flow.Cell.LocalCell(f.name(), r)))
        .flatMap(role ->
            switch (role) {
              case BYTES -> Optional.of(SOME_BYTES);
              case FACTOR, PAGE_COUNT -> Optional.of(1L);
              case NONE,
                  DEVICE,
                  LIST,
                  LIST_ENTRIES,
                  TABLE,
                  BUFFER,
                  PAGE,
                  PAGES,
                  PAGE_OFFSET,
                  PHYS,
                  DIRECTION ->
                  Optional.empty();
            });
  }

  private static Instruction.Call answering(Instruction.Call read, long first) {
    List<Expr> args = List.of(read.args().getFirst(), Ir.u32(first & 0xffff_ffffL));
    return new Instruction.Call(read.result(), read.operation(), args, read.at());
  }

  private Instruction preferred(Function f, Instruction.Opaque call) {
    List<Instruction.Effect> effects = call.writes().stream().map(w -> wished(f, w)).toList();
    Optional<Long> length = length(f, call.result()).filter(_ -> call.outcomes().contains(0L));
    Optional<Long> first = wish(f, call.result()).or(() -> length);
    List<Long> ordered = new ArrayList<>();
    first.ifPresent(ordered::add);
    call.outcomes().stream()
        .filter(o -> !first.equals(Optional.of(o)) && !(length.isPresent() && o == 0))
        .forEach(ordered::add);
    return ordered.equals(call.outcomes()) && effects.equals(call.writes())
        ? call
        : new Instruction.Opaque(
            call.result(), call.name(), call.args(), ordered, effects, call.at());
  }

  /// What a call writes through a pointer, with the value that leads on.
  private Instruction.Effect wished(Function f, Instruction.Effect w) {
    return Flow.addressed(w.address(), f)
        .flatMap(wishes::shownFor)
        .map(value -> new Instruction.Effect(w.address(), w.type(), value))
        .orElse(w);
  }
}
