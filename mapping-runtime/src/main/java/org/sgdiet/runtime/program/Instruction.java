// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One step of a block.
public sealed interface Instruction {

  /// Where the step stands in the driver's text.
  Position at();

  /// The values that the step reads.
  default List<Expr> operands() {
    return switch (this) {
      case Assign(String _, Expr value, Position _) -> List.of(value);
      case Store(Expr address, Type _, Expr value, Position _) -> List.of(address, value);
      case StoreBits(Expr base, String _, String _, Expr value, Position _) -> List.of(base, value);
      case Call call -> call.args();
      case Invoke invoke -> invoke.args();
      case InvokePointer(var _, Expr target, List<Expr> args, Position _) ->
          Stream.concat(Stream.of(target), args.stream()).toList();
      case Opaque opaque -> opaque.args();
    };
  }

  /// `local = value`, converted to the local's type; a local in memory is stored to.
  record Assign(String local, Expr value, Position at) implements Instruction {}

  /// `*(type *)address = value`, converted to `type` (a scalar).
  record Store(Expr address, Type type, Expr value, Position at) implements Instruction {}

  /// `base->field = value` of a bit field.
  record StoreBits(Expr base, String layout, String field, Expr value, Position at)
      implements Instruction {}

  /// A call of an operation that the machine knows. Arguments stand in the order of the kernel
  /// function.
  record Call(Optional<String> result, Operation operation, List<Expr> args, Position at)
      implements Instruction {

    public Call {
      args = List.copyOf(args);
    }
  }

  /// A call of another function of this program.
  record Invoke(Optional<String> result, String function, List<Expr> args, Position at)
      implements Instruction {

    public Invoke {
      args = List.copyOf(args);
    }
  }

  /// A call through a pointer that must hold a [Expr.FunctionAddress] when it is reached.
  record InvokePointer(Optional<String> result, Expr target, List<Expr> args, Position at)
      implements Instruction {

    public InvokePointer {
      args = List.copyOf(args);
    }
  }

  /// A call whose effect does not matter to the mapping. It is recorded in the trace with its
  /// arguments, and an argument that carries a DMA address or length counts as handed to the
  /// device.
  ///
  /// @param outcomes values the call may return, the first of which leads on to the mapping; a
  ///   campaign also tries the others, one call at a time. Empty for an unused result. A pointer
  ///   result with an outcome of 1 is a fresh input object of the local's target.
  /// @param writes what the call leaves behind its pointers
  record Opaque(
      Optional<String> result,
      String name,
      List<Expr> args,
      List<Long> outcomes,
      List<Effect> writes,
      Position at)
      implements Instruction {

    public Opaque {
      args = List.copyOf(args);
      outcomes = List.copyOf(outcomes);
      writes = List.copyOf(writes);
      if (result.isPresent() && outcomes.isEmpty()) {
        throw new IllegalArgumentException("result of opaque call " + name + " has no outcome");
      }
    }
  }

  /// `*(type *)address = value`, done by an opaque call.
  record Effect(Expr address, Type type, long value) {}
}
