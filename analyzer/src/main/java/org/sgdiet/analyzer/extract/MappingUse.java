// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Terminator;

/// Where a program depends on what was mapped: it reads the DMA side of an entry or a vector, or
/// syncs.
final class MappingUse {

  /// `layout.field` of what a mapping writes.
  private static final Set<String> OUTPUTS =
      Set.of("scatterlist.dma_address", "scatterlist.dma_length", "dma_vec.addr", "dma_vec.len");

  private MappingUse() {}

  static boolean in(Block block) {
    return block.steps().stream().anyMatch(MappingUse::isUse)
        || ofEnd(block.end()).filter(MappingUse::reads).isPresent();
  }

  private static boolean isUse(Instruction step) {
    boolean syncs =
        step instanceof Instruction.Call call && call.operation().word().contains("sync");
    return syncs || ofStep(step).anyMatch(MappingUse::reads);
  }

  private static Stream<Expr> ofStep(Instruction step) {
    return switch (step) {
      case Instruction.Assign(var _, Expr value, var _) -> Stream.of(value);
      case Instruction.Store(Expr address, var _, Expr value, var _) -> Stream.of(address, value);
      case Instruction.StoreBits(Expr base, var _, var _, Expr value, var _) ->
          Stream.of(base, value);
      case Instruction.Call(var _, var _, var args, var _) -> args.stream();
      case Instruction.Invoke(var _, var _, var args, var _) -> args.stream();
      case Instruction.InvokePointer(var _, var _, var args, var _) -> args.stream();
      case Instruction.Opaque(var _, var _, var args, var _, var _, var _) -> args.stream();
    };
  }

  private static Optional<Expr> ofEnd(Terminator end) {
    return switch (end) {
      case Terminator.Branch(Expr condition, var _, var _) -> Optional.of(condition);
      case Terminator.Switch(Expr value, var _, var _) -> Optional.of(value);
      case Terminator.Return(var value) -> value;
      case Terminator.Goto _, Terminator.Panic _, Terminator.NotModelled _ -> Optional.empty();
    };
  }

  private static boolean reads(Expr e) {
    return switch (e) {
      case Expr.Load(Expr address, var _) -> isOutput(address) || reads(address);
      case Expr.LoadBits(Expr base, var _, var _) -> reads(base);
      case Expr.FieldAddress(Expr base, var _, var _) -> reads(base);
      case Expr.ElementAddress(Expr base, Expr index, long _) -> reads(base) || reads(index);
      case Expr.ContainerOf(Expr member, var _, var _) -> reads(member);
      case Expr.PointerDifference(Expr left, Expr right, long _) -> reads(left) || reads(right);
      case Expr.Cast(var _, Expr operand) -> reads(operand);
      case Expr.Swap(int _, var _, var _, Expr operand) -> reads(operand);
      case Expr.Unary(var _, Expr operand) -> reads(operand);
      case Expr.Binary(var _, Expr left, Expr right) -> reads(left) || reads(right);
      case Expr.Const _,
          Expr.Local _,
          Expr.LocalAddress _,
          Expr.GlobalAddress _,
          Expr.FunctionAddress _ ->
          false;
    };
  }

  private static boolean isOutput(Expr address) {
    return address instanceof Expr.FieldAddress(Expr _, String layout, String field)
        && OUTPUTS.contains(layout + "." + field);
  }
}
