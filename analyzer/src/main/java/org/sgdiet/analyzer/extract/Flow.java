// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Terminator;

/// Where the values of a program come from: copies between locals, parameters, results and fields,
/// without regard to order. Fields of one layout are one cell, whichever object they belong to.
final class Flow {

  /// A place that values are copied through.
  sealed interface Cell {

    /// A local or parameter.
    record LocalCell(String function, String name) implements Cell {}

    /// A field of a structure.
    record FieldCell(String layout, String field) implements Cell {}

    /// What a function returns.
    record ResultCell(String function) implements Cell {}
  }

  private final Map<Cell, List<Source>> sources = new HashMap<>();
  private final Map<Cell, List<Cell>> copies = new HashMap<>();

  Flow(Collection<Function> functions) {
    Map<String, Function> byName = new HashMap<>();
    functions.forEach(f -> byName.put(f.name(), f));
    for (Function f : functions) {
      for (Block block : f.blocks()) {
        block.steps().forEach(step -> step(f, step, byName));
        if (block.end() instanceof Terminator.Return(Optional<Expr> value)) {
          value.ifPresent(v -> add(new Cell.ResultCell(f.name()), v, f));
        }
      }
    }
  }

  private void step(Function f, Instruction step, Map<String, Function> byName) {
    switch (step) {
      case Instruction.Assign(String local, Expr value, var _) ->
          add(new Cell.LocalCell(f.name(), local), value, f);
      case Instruction.Store(Expr address, var _, Expr value, var _) ->
          addressed(address, f).ifPresent(cell -> add(cell, value, f));
      case Instruction.Invoke(var result, String target, var args, var _) -> {
        Function callee = byName.get(target);
        if (callee != null) {
          for (int i = 0; i < args.size(); i++) {
            add(new Cell.LocalCell(target, callee.parameters().get(i).name()), args.get(i), f);
          }
          result.ifPresent(r ->
              copies
                  .computeIfAbsent(new Cell.LocalCell(f.name(), r), _ -> new ArrayList<>())
                  .add(new Cell.ResultCell(target)));
        }
      }
      case Instruction.StoreBits(Expr _, String layout, String field, Expr value, var _) ->
          add(new Cell.FieldCell(layout, field), value, f);
      case Instruction.Call _, Instruction.InvokePointer _, Instruction.Opaque _ -> {}
    }
  }

  private void add(Cell cell, Expr value, Function f) {
    sources.computeIfAbsent(cell, _ -> new ArrayList<>()).add(new Source(value, f.name()));
  }

  /// The cell that a store or load at `address` touches.
  static Optional<Cell> addressed(Expr address, Function f) {
    return addressed(address, f.name());
  }

  static Optional<Cell> addressed(Expr address, String function) {
    return switch (address) {
      case Expr.FieldAddress(Expr _, String layout, String field) ->
          Optional.of(new Cell.FieldCell(layout, field));
      case Expr.LocalAddress(String name) -> Optional.of(new Cell.LocalCell(function, name));
      case Expr.ElementAddress(Expr base, Expr _, long _) -> addressed(base, function);
      default -> Optional.empty();
    };
  }

  /// Calls `visit` for the cells a value is copied from directly, casts looked through.
  static void read(Expr value, String function, Consumer<Cell> visit) {
    switch (value) {
      case Expr.Local(String name) -> visit.accept(new Cell.LocalCell(function, name));
      case Expr.Load(Expr address, var _) -> addressed(address, function).ifPresent(visit);
      case Expr.LoadBits(var _, String layout, String field) ->
          visit.accept(new Cell.FieldCell(layout, field));
      case Expr.Cast(var _, Expr operand) -> read(operand, function, visit);
      case Expr.Swap(int _, var _, var _, Expr operand) -> read(operand, function, visit);
      case Expr.ElementAddress(Expr base, Expr _, long _) -> read(base, function, visit);
      case Expr.Binary(BinaryOp op, Expr left, Expr right) -> {
        if (op == BinaryOp.MIN || op == BinaryOp.MAX) {
          read(left, function, visit);
          read(right, function, visit);
        }
      }
      default -> {}
    }
  }

  /// The values that are copied into `cell`, each with the function it stands in.
  List<Source> sources(Cell cell) {
    return sources.getOrDefault(cell, List.of());
  }

  /// Cells that `cell` is a copy of through a return.
  List<Cell> copies(Cell cell) {
    return copies.getOrDefault(cell, List.of());
  }

  /// A value and the function it stands in.
  record Source(Expr value, String function) {}
}
