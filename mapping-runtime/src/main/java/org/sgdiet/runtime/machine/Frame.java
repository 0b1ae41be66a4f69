// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Endian;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.program.Variable;

/// One call of a function: its locals, and the stack memory of those that have an address.
final class Frame {

  private final Context context;
  private final Code.Body body;
  private final Map<String, Value> scalars = new HashMap<>();
  private final Map<String, MemoryObject> memory = new HashMap<>();

  Frame(Context context, Function function, List<Value> args) {
    this.context = context;
    this.body = context.code.body(function);
    for (Variable v : body.inMemory()) {
      String layout = v.type() instanceof Type.Struct(String name) ? name : "";
      long bytes = context.program.sizeOf(v.type());
      memory.put(v.name(), context.memory.create(v.name(), MemoryObject.Kind.STACK, bytes, layout));
    }
    for (int i = 0; i < args.size(); i++) {
      set(function.parameters().get(i).name(), args.get(i));
    }
  }

  Function function() {
    return body.function();
  }

  Block first() {
    return body.function().blocks().getFirst();
  }

  Block block(String label) {
    return Optional.ofNullable(body.blocks().get(label)).orElseThrow();
  }

  Type type(String name) {
    return Optional.ofNullable(body.types().get(name)).orElseThrow();
  }

  long address(String name) {
    return Optional.ofNullable(memory.get(name)).orElseThrow().address();
  }

  Value get(String name) {
    Value scalar = scalars.get(name);
    if (scalar != null) {
      return scalar;
    }
    return Optional.ofNullable(memory.get(name))
        .map(o -> context.memory.load(o.address(), type(name), Inputs.Path.NONE))
        .orElseGet(
            () -> Value.of(type(name), 0, List.of(new Origin(Origin.Kind.UNDEFINED, 0, 0, 0))));
  }

  void set(String name, Value value) {
    Value converted = value.as(inOrder(type(name), value.type()));
    Optional<MemoryObject> place = Optional.ofNullable(memory.get(name));
    if (place.isPresent()) {
      context.memory.store(place.get().address(), converted);
    } else {
      scalars.put(name, converted);
    }
  }

  /// A local that is not annotated holds a number in the byte order that it was given.
  private static Type inOrder(Type local, Type given) {
    return local instanceof Type.Int to
            && given instanceof Type.Int from
            && to.endian() == Endian.CPU
            && to.bits() == from.bits()
        ? new Type.Int(to.bits(), to.signed(), from.endian())
        : local;
  }

  /// The frame is gone: pointers to its locals dangle.
  void leave() {
    memory.values().forEach(o -> o.free(context.here()));
  }
}
