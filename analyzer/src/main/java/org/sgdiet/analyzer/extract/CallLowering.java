// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.runtime.program.Instruction;

/// Decides what a call is: a macro that calculates, an operation of the machine, a macro or
/// function of the driver, or something a mapping does not depend on.
final class CallLowering {

  private static final String ARGUMENTS_OF_A_CALL = "call through a pointer";

  private final Frame frame;
  private final MacroCalls macros;
  private final KernelCalls kernel;

  CallLowering(Frame frame) {
    this.frame = frame;
    this.macros = new MacroCalls(frame);
    this.kernel = new KernelCalls(frame);
  }

  /// `container_of(member, struct, path)`.
  Value containerOf(Value member, CType struct, Expr path) {
    return macros.containerOf(member, struct, path);
  }

  /// The value of a call.
  Value value(Expr.Call call, Optional<CType> expected) {
    return lower(call, expected, true);
  }

  /// A call whose value does not matter.
  void effect(Expr.Call call) {
    frame.moveTo(call.span());
    lower(call, Optional.empty(), false);
  }

  private Value lower(Expr.Call call, Optional<CType> expected, boolean valueWanted) {
    Optional<String> name = call.name().filter(n -> !isPointer(n));
    if (name.isEmpty()) {
      Optional<Expr.Call> prepares = preparesList(call);
      return prepares.isPresent()
          ? lower(prepares.get(), expected, valueWanted)
          : indirect(call, valueWanted);
    }
    if (NoOperations.contains(name.get()) && !valueWanted) {
      return KernelCalls.nothing();
    }
    Optional<Value> known =
        macros
            .lower(name.get(), call.args())
            .or(() -> kernel.lower(call, name.get(), expected))
            .or(() -> new Singletons(frame).lower(name.get(), call.args(), expected));
    return known.orElseGet(() -> ofDriver(call, name.get(), expected, valueWanted));
  }

  /// Whether a name is a variable that can be called; a number of the name of a macro, `min`, hides
  /// it from nobody who calls.
  private boolean isPointer(String name) {
    return frame.scope.find(name).filter(local -> !local.type().isInteger()).isPresent();
  }

  /// `chan->device->device_prep_slave_sg(chan, …, context)`: what dmaengine_prep_slave_sg() calls.
  private static Optional<Expr.Call> preparesList(Expr.Call call) {
    return call.callee() instanceof Expr.Member(_, _, String field, _, _)
            && field.equals("device_prep_slave_sg")
            && call.args().size() == 6
        ? Optional.of(
            new Expr.Call(
                new Expr.Name("dmaengine_prep_slave_sg", call.callee().span()),
                call.args().subList(0, 5),
                call.span()))
        : Optional.empty();
  }

  private Value ofDriver(
      Expr.Call call, String name, Optional<CType> expected, boolean valueWanted) {
    Optional<Found<Item.Macro>> macro = frame.names.macro(name);
    if (macro.isPresent() && !NoOperations.contains(name) && !NoOperations.waits(name)) {
      Optional<Value> expanded = expanded(call, name, expected, valueWanted);
      if (expanded.isPresent()) {
        return expanded.get();
      }
    }
    Optional<Found<Item.Function>> function = frame.names.function(name);
    if (function.isPresent() && frame.draft.relevance().matters(function.get(), frame.names)) {
      return takes(function.get().item(), call)
          ? invoke(function.get(), call, valueWanted)
          : opaqueCall(name, call, expected, valueWanted);
    }
    return opaqueCall(name, call, expected, valueWanted);
  }

  private Optional<Value> expanded(
      Expr.Call call, String name, Optional<CType> expected, boolean valueWanted) {
    Optional<Expr> expression = frame.names.expand(call);
    if (expression.isPresent()) {
      return Optional.of(
          frame.expanding(
              name,
              () -> {
                if (valueWanted) {
                  return frame.exprs.value(expression.get(), expected);
                }
                frame.exprs.effect(expression.get());
                return KernelCalls.nothing();
              }));
    }
    Optional<Stmt.Block> statements = frame.names.expandStatements(call);
    if (statements.isPresent() && !valueWanted) {
      return Optional.of(
          frame.expanding(
              name,
              () -> {
                frame.statements.lower(statements.get());
                return KernelCalls.nothing();
              }));
    }
    return Optional.empty();
  }

  private List<Value> arguments(Expr.Call call) {
    List<Value> args = new ArrayList<>();
    for (Expr e : call.args()) {
      args.add(frame.exprs.value(e));
    }
    return args;
  }

  /// Whether a function takes the arguments of a call, and no variable number of others.
  private static boolean takes(Item.Function f, Expr.Call call) {
    return f.parameters().stream().filter(p -> p.name().isPresent()).count() == call.args().size();
  }

  private Value invoke(Found<Item.Function> function, Expr.Call call, boolean valueWanted) {
    List<org.sgdiet.runtime.program.Expr> args = new ArrayList<>();
    for (Value v : arguments(call)) {
      args.add(frame.type(v.type()).isScalar() ? v.ir() : copied(v));
    }
    CType result = frame.names.type(function.item().result());
    String target = frame.draft.want(function, frame.names);
    if (isStructure(result)) {
      Value returned = new Value(frame.object(result), result);
      args.add(returned.ir());
      frame.emit(new Instruction.Invoke(Optional.empty(), target, args, frame.at()));
      return returned;
    }
    boolean returns = valueWanted && !(result instanceof CType.VoidType);
    Optional<String> local = returns ? Optional.of(frame.temporary(result)) : Optional.empty();
    frame.emit(new Instruction.Invoke(local, target, args, frame.at()));
    return local.map(l -> new Value(Ir.local(l), result)).orElseGet(KernelCalls::nothing);
  }

  private boolean isStructure(CType type) {
    return !(type instanceof CType.VoidType) && !frame.type(type).isScalar();
  }

  /// The address of a structure that is passed by value: of a copy, for the function may change it.
  private org.sgdiet.runtime.program.Expr copied(Value structure) {
    org.sgdiet.runtime.program.Expr copy = frame.object(structure.type());
    frame.store(new Place.InMemory(copy, structure.type()), structure);
    return copy;
  }

  /// A structure that a call fills which is not followed.
  private Value filled(String name, List<org.sgdiet.runtime.program.Expr> args, CType type) {
    Value structure = new Value(frame.object(type), type);
    args.add(structure.ir());
    emitOpaque(name, Optional.empty(), args, List.of());
    return structure;
  }

  private Value indirect(Expr.Call call, boolean valueWanted) {
    CType type = frame.names.typeOf(call, frame.scope);
    List<org.sgdiet.runtime.program.Expr> args = opaqueArguments(call);
    if (!valueWanted || type instanceof CType.VoidType) {
      emitOpaque(ARGUMENTS_OF_A_CALL, Optional.empty(), args, List.of());
      return KernelCalls.nothing();
    }
    if (type instanceof CType.Opaque) {
      type = CType.Int.INT;
    }
    if (isStructure(type.decayed())) {
      return filled(ARGUMENTS_OF_A_CALL, args, type);
    }
    return opaque(ARGUMENTS_OF_A_CALL, args, type, outcomes(type));
  }

  private Value opaqueCall(
      String name, Expr.Call call, Optional<CType> expected, boolean valueWanted) {
    List<org.sgdiet.runtime.program.Expr> args = opaqueArguments(call);
    CType type = frame.names.typeOf(call, frame.scope);
    if (!valueWanted || type instanceof CType.VoidType) {
      emitOpaque(name, Optional.empty(), args, List.of());
      return KernelCalls.nothing();
    }
    if (type instanceof CType.Opaque || type.equals(CType.Pointer.VOID)) {
      type = expected.map(CType::decayed).filter(t -> frame.type(t).isScalar()).orElse(type);
    }
    if (type instanceof CType.Opaque) {
      type = CType.Int.INT;
    }
    if (isStructure(type.decayed())) {
      return filled(name, args, type);
    }
    List<Long> usual = outcomes(type.decayed());
    return opaque(name, args, type.decayed(), KernelAnswers.of(name).map(List::of).orElse(usual));
  }

  /// The arguments of a call that does not matter; one that cannot be lowered is left out.
  private List<org.sgdiet.runtime.program.Expr> opaqueArguments(Expr.Call call) {
    List<org.sgdiet.runtime.program.Expr> args = new ArrayList<>();
    for (Expr e : call.args()) {
      if (e instanceof Expr.StringLiteral) {
        continue;
      }
      try {
        Value v = frame.exprs.value(e);
        if (frame.type(v.type()).isScalar()) {
          args.add(v.ir());
        }
      } catch (NotLowered _) {
        // It matters to nothing but the call.
      }
    }
    return args;
  }

  private static List<Long> outcomes(CType type) {
    return type instanceof CType.Pointer ? List.of(1L) : List.of(0L);
  }

  /// A call that the machine only records, with a result.
  Value opaque(
      String name, List<org.sgdiet.runtime.program.Expr> args, CType type, List<Long> outcomes) {
    String local = frame.temporary(type);
    emitOpaque(name, Optional.of(local), args, outcomes);
    return new Value(Ir.local(local), type);
  }

  private void emitOpaque(
      String name,
      Optional<String> result,
      List<org.sgdiet.runtime.program.Expr> args,
      List<Long> outcomes) {
    frame.emit(new Instruction.Opaque(result, name, args, outcomes, List.of(), frame.at()));
  }
}
