// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Endian;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.sg.KernelBug;

/// Runs functions: control flow, stores and calls.
final class Interpreter {

  private static final int MOST_FRAMES = 40;

  private final Context context;
  private final Evaluator evaluator;
  private final Operations operations;
  private final Map<String, Boolean> unmapping = new HashMap<>();
  private int depth;
  private long handedOver;

  Interpreter(Context context) {
    this.context = context;
    this.evaluator = new Evaluator(context);
    this.operations = new Operations(context);
  }

  /// Calls a function; its value is 0 when it is `void`.
  Value call(Function function, List<Value> args) {
    if (++depth > MOST_FRAMES) {
      throw context.notExecutable("calls nest deeper than " + MOST_FRAMES + ": recursion");
    }
    var frame = new Frame(context, function, args);
    Block block = frame.first();
    while (true) {
      Block here = block;
      context.trail.ifPresent(t -> t.came(function.name(), here));
      for (Instruction step : block.steps()) {
        tick(step.at());
        step(step, frame);
      }
      tick(block.at());
      Object next = end(block.end(), frame);
      if (next instanceof String label && context.trail.isPresent()) {
        context.trail.get().took(function.name(), block, label, context.hasMapped());
      }
      if (next instanceof Value value) {
        frame.leave();
        depth--;
        return value;
      }
      block = frame.block((String) next);
    }
  }

  private void tick(Position at) {
    if (!at.equals(Position.NONE)) {
      context.moveTo(at);
    }
    context.work(1);
  }

  private void step(Instruction step, Frame frame) {
    switch (step) {
      case Instruction.Assign(String local, Expr value, Position _) ->
          frame.set(local, evaluator.value(value, frame));
      case Instruction.Store(Expr address, Type type, Expr value, Position _) ->
          store(address, type, evaluator.value(value, frame), frame);
      case Instruction.StoreBits(
              Expr base,
              String layout,
              String field,
              Expr value,
              Position _) -> {
        Value bits = evaluator.value(value, frame);
        long at = evaluator.value(base, frame).bits();
        Layout.Field f = evaluator.field(layout, field);
        Value unit = evaluator.withBits(at, layout, field, bits);
        store(new Expr.FieldAddress(base, layout, field), f.type(), unit, frame);
      }
      case Instruction.Call(var result, Operation operation, var args, Position _) ->
          assign(result, operate(operation, values(args, frame)), frame);
      case Instruction.Invoke(var result, String function, var args, Position at) -> {
        Value value = call(context.code.function(function), values(args, frame));
        context.moveTo(at);
        assign(result, value, frame);
      }
      case Instruction.InvokePointer(var result, Expr target, var args, Position at) -> {
        String name = evaluator.functionAt(evaluator.value(target, frame).bits());
        Function function = context.code.function(name);
        if (function.parameters().size() != args.size()) {
          throw context.notExecutable(
              "a call through a pointer with other parameters than " + name);
        }
        Value value = call(function, values(args, frame));
        context.moveTo(at);
        assign(result, value, frame);
      }
      case Instruction.Opaque opaque -> opaque(opaque, frame);
    }
  }

  private Value operate(Operation operation, List<Value> args) {
    try {
      Value result = operations.perform(operation, args);
      context.drainLedger();
      return result;
    } catch (KernelBug bug) {
      throw context.fault(Stop.Kind.KERNEL_BUG, bug.function() + "(): " + bug.getMessage());
    }
  }

  private void assign(Optional<String> result, Value value, Frame frame) {
    result.ifPresent(name -> frame.set(name, value));
  }

  private List<Value> values(List<Expr> exprs, Frame frame) {
    List<Value> values = new ArrayList<>(exprs.size());
    for (Expr e : exprs) {
      values.add(evaluator.value(e, frame));
    }
    return values;
  }

  // ---- stores

  private void store(Expr address, Type type, Value value, Frame frame) {
    long at = evaluator.value(address, frame).bits();
    Value stored = value.as(type);
    MemoryObject object = context.memory.require(at, AddressSpace.width(type), "write");
    Inputs.Path path = Evaluator.path(address);
    Sink.Kind kind = sinkKind(object, path, type);
    long group = evaluator.group(address, frame);
    boolean tells = stored.origins().stream().anyMatch(o -> o.kind() != Origin.Kind.UNDEFINED);
    if (tells || kind == Sink.Kind.DEVICE) {
      String name = path.equals(Inputs.Path.NONE) ? object.describe(at) : path.describe();
      Sink sink = new Sink(kind, name, group);
      checkByteOrder(type, value, sink);
      context.stored(
          new Event.Stored(
              context.here(),
              sink,
              8 * AddressSpace.width(type),
              stored.logical(),
              stored.origins()));
    }
    if (!tells) {
      context.descriptors.plain(group, stored.logical());
    }
    context.memory.store(at, stored);
  }

  private void checkByteOrder(Type type, Value value, Sink sink) {
    Endian place = type instanceof Type.Int i ? i.endian() : Endian.CPU;
    Endian given = value.type() instanceof Type.Int i ? i.endian() : Endian.CPU;
    boolean plain = value.isZero() || value.origins().isEmpty();
    // A field that is not annotated may hold either.
    if (place != given && place != Endian.CPU && !plain) {
      context.misused(
          "byte-order",
          "%s is %s-endian and gets a %s-endian value"
              .formatted(sink.name(), word(place), word(given)),
          Optional.empty());
    }
  }

  private static String word(Endian endian) {
    return endian.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Sink.Kind sinkKind(MemoryObject object, Inputs.Path path, Type type) {
    if (BOOKKEEPING.contains(path.layout()) || BOOKKEEPING.contains(object.layout())) {
      return Sink.Kind.DRIVER;
    }
    boolean fixedOrder = type instanceof Type.Int i && i.endian() != Endian.CPU;
    return switch (object.kind()) {
      case REGISTERS, COHERENT -> Sink.Kind.DEVICE;
      case STACK -> fixedOrder ? Sink.Kind.DEVICE : Sink.Kind.DRIVER;
      case INPUT, STATIC, HEAP, VIRTUAL, DATA -> fixedOrder ? Sink.Kind.DEVICE : Sink.Kind.MEMORY;
    };
  }

  private static final Set<String> BOOKKEEPING =
      Set.of(
          "scatterlist",
          "sg_table",
          "dma_vec",
          "dma_vecs",
          "phys_vec",
          "phyr",
          "dma_iova_state",
          "bio_vec");

  // ---- opaque calls

  /// Names of calls that unmap, and not of those that note what is to be unmapped.
  private static final Pattern UNMAPS = Pattern.compile("(?<!set_|get_|need_)unmap(?!\\w*_set)");

  private void opaque(Instruction.Opaque o, Frame frame) {
    context.add(new Event.Called(o.at(), o.name()));
    List<Value> args = values(o.args(), frame);
    handedOver++;
    refuseUnknownUnmap(o.name(), args);
    for (int i = 0; i < args.size(); i++) {
      Value arg = args.get(i);
      if (arg.type() instanceof Type.Pointer) {
        context.memory.find(arg.bits(), 1).ifPresent(MemoryObject::handOut);
      }
      if (arg.origins().stream().anyMatch(Interpreter::concernsDevice)) {
        Sink sink = new Sink(Sink.Kind.DEVICE, o.name() + "() argument " + (i + 1), -handedOver);
        int bits = 8 * AddressSpace.width(arg.type());
        context.stored(new Event.Stored(o.at(), sink, bits, arg.logical(), arg.origins()));
      } else {
        context.descriptors.plain(-handedOver, arg.logical());
      }
    }
    for (Instruction.Effect effect : o.writes()) {
      long at = evaluator.value(effect.address(), frame).bits();
      context.memory.store(at, Value.of(effect.type(), effect.value()));
    }
    o.result().ifPresent(name -> frame.set(name, outcome(o, frame.type(name))));
  }

  private boolean mayUnmap(String call) {
    return unmapping.computeIfAbsent(call, name -> UNMAPS.matcher(name).find());
  }

  /// What a call may unmap that is not followed is not known to be mapped afterwards.
  private void refuseUnknownUnmap(String name, List<Value> args) {
    if (!context.mappings.areAnyLive() || !mayUnmap(name)) {
      return;
    }
    for (Value arg : args) {
      boolean holds =
          arg.type() instanceof Type.Pointer
              && context
                  .memory
                  .find(arg.bits(), 1)
                  .filter(o -> context.memory.holdsAddresses(o))
                  .isPresent();
      if (holds || arg.origins().stream().anyMatch(a -> a.kind() == Origin.Kind.DMA_ADDRESS)) {
        throw context.notExecutable(name + "() is not followed, and may unmap");
      }
    }
  }

  private static boolean concernsDevice(Origin origin) {
    return switch (origin.kind()) {
      case DMA_ADDRESS, DMA_LENGTH, UNMAPPED_ADDRESS, UNMAPPED_LENGTH, CPU_LENGTH -> true;
      case CPU_PHYS, MAPPED_COUNT, ENTRY_COUNT, UNDEFINED -> false;
    };
  }

  private Value outcome(Instruction.Opaque o, Type type) {
    long chosen =
        o.outcomes().get(Math.min(context.choose(o.outcomes().size()), o.outcomes().size() - 1));
    if (chosen == 1 && type instanceof Type.Pointer(String target)) {
      return Value.of(type, context.inputs.answer(o.name() + "()", target));
    }
    return context.inputs.assumed(Value.of(type, chosen));
  }

  // ---- ends of blocks

  /// The label to go on at, or the value that is returned.
  private Object end(Terminator end, Frame frame) {
    return switch (end) {
      case Terminator.Goto(String label) -> label;
      case Terminator.Branch(Expr condition, String then, String otherwise) ->
          evaluator.value(condition, frame).isZero() ? otherwise : then;
      case Terminator.Switch(Expr value, var cases, String otherwise) -> {
        long chosen = evaluator.value(value, frame).bits();
        yield cases.stream()
            .filter(c -> c.first() <= chosen && chosen <= c.last())
            .findFirst()
            .map(Terminator.Case::label)
            .orElse(otherwise);
      }
      case Terminator.Return(var value) -> {
        Value v = value.map(e -> evaluator.value(e, frame)).orElse(Value.s32(0));
        yield frame.function().result().map(v::as).orElse(Value.s32(0));
      }
      case Terminator.Panic(String message) -> throw context.fault(Stop.Kind.BUG_ON, message);
      case Terminator.NotModelled(String reason) -> throw context.notExecutable(reason);
    };
  }
}
