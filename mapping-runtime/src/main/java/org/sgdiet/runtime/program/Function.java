// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;
import java.util.Optional;

/// A function as a control flow graph; it starts at its first block.
///
/// @param result type of what it returns; empty for `void`
/// @param at where its definition begins
public record Function(
    String name,
    List<Variable> parameters,
    List<Variable> locals,
    Optional<Type> result,
    List<Block> blocks,
    Position at) {

  public Function {
    parameters = List.copyOf(parameters);
    locals = List.copyOf(locals);
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("function " + name + " has no block");
    }
  }
}
