// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a block ends.
public sealed interface Terminator {

  /// The labels that it may go on at.
  default List<String> labels() {
    return switch (this) {
      case Goto(String label) -> List.of(label);
      case Branch(var _, String then, String otherwise) -> List.of(then, otherwise);
      case Switch(var _, var cases, String otherwise) ->
          Stream.concat(cases.stream().map(Case::label), Stream.of(otherwise)).toList();
      case Return _, Panic _, NotModelled _ -> List.of();
    };
  }

  /// Goes on at `label`.
  record Goto(String label) implements Terminator {}

  /// Goes on at `then` when the condition is not zero, else at `otherwise`.
  record Branch(Expr condition, String then, String otherwise) implements Terminator {}

  /// `switch`: the first case whose range holds the value, else `otherwise`.
  record Switch(Expr value, List<Case> cases, String otherwise) implements Terminator {

    public Switch {
      cases = List.copyOf(cases);
    }
  }

  /// `case first ... last:`, both inclusive.
  record Case(long first, long last, String label) {}

  /// `return value`.
  record Return(Optional<Expr> value) implements Terminator {}

  /// `BUG()`, `panic()`: the driver stops the machine on purpose.
  record Panic(String message) implements Terminator {}

  /// The program cannot be executed further from here: what stands here in C could not be lowered.
  /// Reaching it makes a run not executable for this reason; a program that never reaches it is
  /// fine.
  record NotModelled(String reason) implements Terminator {}
}
