// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;

/// What the program believes about pointers whose C type says little: structures that
/// `container_of` finds around others, and structures behind `void *`.
final class Containers {

  /// The structure around another one.
  record Outer(String layout, String field) {}

  private final Map<String, Outer> outerOf = new HashMap<>();
  private final Map<Flow.Cell, String> pointee = new HashMap<>();
  private final Flow flow;

  Containers(Flow flow, Collection<Function> functions, Collection<Layout> layouts) {
    this.flow = flow;
    Map<String, Layout> byName = new HashMap<>();
    layouts.forEach(l -> byName.put(l.name(), l));
    for (Function f : functions) {
      f.blocks()
          .forEach(block -> {
            block.steps().forEach(step -> expressions(step, f, byName));
            if (block.end() instanceof Terminator.Branch(Expr condition, var _, var _)) {
              expression(condition, f, byName);
            }
          });
    }
  }

  private void expressions(Instruction step, Function f, Map<String, Layout> layouts) {
    switch (step) {
      case Instruction.Assign(String local, Expr value, var _) -> {
        expression(value, f, layouts);
        target(local, f).ifPresent(layout -> points(value, f.name(), layout));
      }
      case Instruction.Store(Expr address, var _, Expr value, var _) -> {
        expression(address, f, layouts);
        expression(value, f, layouts);
      }
      case Instruction.StoreBits(Expr base, var _, var _, Expr value, var _) -> {
        expression(base, f, layouts);
        expression(value, f, layouts);
      }
      case Instruction.Call(var _, var _, var args, var _) ->
          args.forEach(a -> expression(a, f, layouts));
      case Instruction.Invoke(var _, var _, var args, var _) ->
          args.forEach(a -> expression(a, f, layouts));
      case Instruction.InvokePointer(var _, var _, var args, var _) ->
          args.forEach(a -> expression(a, f, layouts));
      case Instruction.Opaque(var _, var _, var args, var _, var _, var _) ->
          args.forEach(a -> expression(a, f, layouts));
    }
  }

  private static Optional<String> target(String local, Function f) {
    return f.locals().stream()
        .filter(v -> v.name().equals(local))
        .findFirst()
        .flatMap(v ->
            v.type() instanceof Type.Pointer(String target) && !target.isEmpty()
                ? Optional.of(target)
                : Optional.empty());
  }

  private void expression(Expr e, Function f, Map<String, Layout> layouts) {
    switch (e) {
      case Expr.ContainerOf(Expr member, String layout, String field) -> {
        Optional.ofNullable(layouts.get(layout))
            .flatMap(l -> l.field(field))
            .ifPresent(m -> {
              if (m.type() instanceof Type.Struct(String inner)) {
                outerOf.putIfAbsent(inner, new Outer(layout, field));
              }
            });
        expression(member, f, layouts);
      }
      case Expr.FieldAddress(Expr base, String layout, String _) -> {
        points(base, f.name(), layout);
        expression(base, f, layouts);
      }
      case Expr.LoadBits(Expr base, String layout, String _) -> {
        points(base, f.name(), layout);
        expression(base, f, layouts);
      }
      case Expr.Load(Expr address, var _) -> expression(address, f, layouts);
      case Expr.ElementAddress(Expr base, Expr index, long _) -> {
        expression(base, f, layouts);
        expression(index, f, layouts);
      }
      case Expr.PointerDifference(Expr left, Expr right, long _) -> {
        expression(left, f, layouts);
        expression(right, f, layouts);
      }
      case Expr.Cast(var _, Expr operand) -> expression(operand, f, layouts);
      case Expr.Swap(int _, var _, var _, Expr operand) -> expression(operand, f, layouts);
      case Expr.Unary(var _, Expr operand) -> expression(operand, f, layouts);
      case Expr.Binary(var _, Expr left, Expr right) -> {
        expression(left, f, layouts);
        expression(right, f, layouts);
      }
      case Expr.Const _,
          Expr.Local _,
          Expr.LocalAddress _,
          Expr.GlobalAddress _,
          Expr.FunctionAddress _ -> {}
    }
  }

  private void points(Expr value, String function, String layout) {
    Flow.read(
        value,
        function,
        cell -> {
          if (pointee.putIfAbsent(cell, layout) == null) {
            flow.sources(cell).forEach(s -> points(s.value(), s.function(), layout));
          }
        });
  }

  /// The structure that `container_of` finds around every `layout`.
  Optional<Outer> outer(String layout) {
    return Optional.ofNullable(outerOf.get(layout));
  }

  /// The layout that the value of `cell` is used as a pointer to.
  Optional<String> pointee(Flow.Cell cell) {
    return Optional.ofNullable(pointee.get(cell));
  }
}
