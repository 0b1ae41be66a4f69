// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

/// The type of a value or of a piece of memory.
public sealed interface Type {

  /// An integer of exact width.
  ///
  /// @param bits 8, 16, 32 or 64
  record Int(int bits, boolean signed, Endian endian) implements Type {

    public static final Int S8 = new Int(8, true, Endian.CPU);
    public static final Int U8 = new Int(8, false, Endian.CPU);
    public static final Int S16 = new Int(16, true, Endian.CPU);
    public static final Int U16 = new Int(16, false, Endian.CPU);
    public static final Int S32 = new Int(32, true, Endian.CPU);
    public static final Int U32 = new Int(32, false, Endian.CPU);
    public static final Int S64 = new Int(64, true, Endian.CPU);
    public static final Int U64 = new Int(64, false, Endian.CPU);

    public Int {
      if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
        throw new IllegalArgumentException(
            "integer width " + bits + " is not 8, 16, 32 or 64 bits");
      }
    }
  }

  /// `bool`: one byte, and a conversion to it is a test against zero.
  record Bool() implements Type {}

  /// A pointer of 8 bytes.
  ///
  /// @param target name of the layout it points to, or empty for `void *`, pointers to integers and
  ///   to types whose definition is not known. It decides only what an input pointer leads to.
  record Pointer(String target) implements Type {

    /// `void *`.
    public static final Pointer VOID = new Pointer("");
  }

  /// A structure held by value.
  record Struct(String layout) implements Type {}

  /// An array held by value.
  ///
  /// @param count number of elements; 0 for a flexible array at the end of a structure
  record Array(Type element, int count) implements Type {

    public Array {
      if (count < 0) {
        throw new IllegalArgumentException("array of " + count + " elements");
      }
    }
  }

  /// Whether a value of this type fits into a local that is not in memory.
  default boolean isScalar() {
    return switch (this) {
      case Int _, Bool _, Pointer _ -> true;
      case Struct _, Array _ -> false;
    };
  }
}
