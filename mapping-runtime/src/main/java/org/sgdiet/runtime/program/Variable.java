// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// A parameter or local of a function; names are unique in a function (shadowed C names are
/// renamed).
///
/// @param inMemory whether it has an address: its address is taken, or it is a structure or an
///   array. Such a local lies on the stack, which must not be mapped for DMA.
public record Variable(String name, Type type, boolean inMemory) {

  public Variable {
    if (!type.isScalar() && !inMemory) {
      throw new IllegalArgumentException("local " + name + " is no scalar and must be in memory");
    }
  }
}
