// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;

/// A basic block.
///
/// @param at position of the terminator
public record Block(String label, List<Instruction> steps, Terminator end, Position at) {

  public Block {
    steps = List.copyOf(steps);
  }

  /// The label tells the blocks of a function apart, and blocks are looked up often.
  @Override
  public int hashCode() {
    return label.hashCode();
  }
}
