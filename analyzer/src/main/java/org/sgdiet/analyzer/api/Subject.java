// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

/// What a kernel call works on, as the second word of its table line.
public enum Subject {
  LIST,
  TABLE,
  COMMAND,
  SINGLE,
  PAGE,
  PHYS,
  RESOURCE,
  HANDLE,
  IOVA,
  REQUEST,
  ENTRY,
  VEC,
  COUNT,
  SIZE,
  DIRECTION,
  /// The CPU side of entries.
  INPUT,
  /// The DMA side of entries.
  OUTPUT;

  /// Whether a scatterlist, a table or a command that has one is what the call works on.
  public boolean isList() {
    return this == LIST || this == TABLE || this == COMMAND;
  }
}
