// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// An object that exists before the first entry runs.
public record Global(String name, Type type, Storage storage) {

  /// What an object holds before anybody wrote to it.
  public enum Storage {
    /// Something the program does not know: each cell gets its value when it is first read, from a
    /// [Binding] when there is one; else an integer is 0 and a pointer leads to a fresh input
    /// object of its target.
    INPUT,
    /// Zeroes, as static data does.
    ZEROED
  }
}
