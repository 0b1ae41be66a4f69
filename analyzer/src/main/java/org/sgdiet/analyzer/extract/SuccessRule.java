// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Entry.Success;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;

/// Tells from the values a function returns how its callers know success.
final class SuccessRule {

  private final Map<String, Function> functions;
  private final Function function;
  private final List<Expr> values = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private SuccessRule(Function function, Map<String, Function> functions) {
    this.function = function;
    this.functions = functions;
    collect(function);
  }

  /// What a function that returns a `blk_status_t` (include/linux/blk_types.h) is known by: its
  /// errors are numbers above 0.
  static Success of(Function function, Map<String, Function> functions, TypeSyntax result) {
    return result instanceof TypeSyntax.Named(String name) && name.equals("blk_status_t")
        ? Success.ZERO
        : of(function, functions);
  }

  /// @param functions of the program, by name: a function may return what another one returned
  private static Success of(Function function, Map<String, Function> functions) {
    if (function.result().isEmpty()) {
      return Success.SOMETHING_MAPPED;
    }
    SuccessRule rule = new SuccessRule(function, functions);
    return switch (function.result().get()) {
      case Type.Pointer _ -> Success.VALID_POINTER;
      case Type.Bool _ -> Success.NOT_ZERO;
      case Type.Int i -> rule.ofInteger(i);
      case Type.Struct _, Type.Array _ -> Success.SOMETHING_MAPPED;
    };
  }

  private Success ofInteger(Type.Int type) {
    boolean negative = hasNumber(v -> v < 0) && type.signed();
    boolean positive = hasNumber(v -> v > 0);
    if (!positive && returnsCall()) {
      return Success.POSITIVE;
    }
    if (negative && !positive) {
      return Success.NOT_NEGATIVE;
    }
    if (!negative && !positive && countsEntries()) {
      return Success.POSITIVE;
    }
    return Success.SOMETHING_MAPPED;
  }

  private boolean hasNumber(java.util.function.LongPredicate test) {
    return values.stream()
        .anyMatch(v -> v instanceof Expr.Const(var _, long number) && test.test(number));
  }

  /// Whether a return statement has the call of dma_map_sg() itself.
  private boolean returnsCall() {
    return function.blocks().stream()
        .filter(b -> b.end() instanceof Terminator.Return)
        .anyMatch(b ->
            b.steps().stream()
                .anyMatch(s ->
                    s instanceof Instruction.Call(var result, Operation op, var _, var _)
                        && (op == Operation.DMA_MAP_SG || op == Operation.DMA_MAP_SG_ATTRS)
                        && result.isPresent()
                        && b.end()
                            .equals(new Terminator.Return(Optional.of(Ir.local(result.get()))))));
  }

  /// Whether the count of dma_map_sg() itself is returned.
  private boolean countsEntries() {
    return function.blocks().stream()
        .flatMap(b -> b.steps().stream())
        .anyMatch(s ->
            s instanceof Instruction.Call(var result, Operation op, var _, var _)
                && (op == Operation.DMA_MAP_SG || op == Operation.DMA_MAP_SG_ATTRS)
                && result.isPresent()
                && seen.contains(key(function, result.get())));
  }

  private void collect(Function of) {
    for (Block b : of.blocks()) {
      if (b.end() instanceof Terminator.Return(Optional<Expr> value)) {
        value.ifPresent(v -> collect(v, of));
      }
    }
  }

  private void collect(Expr value, Function of) {
    values.add(value);
    switch (value) {
      case Expr.Local(String name) -> {
        if (seen.add(key(of, name))) {
          of.blocks().stream()
              .flatMap(b -> b.steps().stream())
              .forEach(s -> collectAssigned(s, name, of));
        }
      }
      case Expr.Cast(var _, Expr operand) -> collect(operand, of);
      default -> {}
    }
  }

  private static String key(Function of, String local) {
    return of.name() + " " + local;
  }

  private void collectAssigned(Instruction step, String name, Function of) {
    switch (step) {
      case Instruction.Assign(String local, Expr v, var _) when local.equals(name) ->
          collect(v, of);
      case Instruction.Invoke(var result, String target, var _, var _)
          when result.equals(Optional.of(name)) && functions.containsKey(target) ->
          collect(functions.get(target));
      default -> {}
    }
  }
}
