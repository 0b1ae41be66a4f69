// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.runtime.program.Endian;
import org.sgdiet.runtime.program.Type;

/// A scalar at run time. Pointers are kernel virtual addresses.
///
/// @param bits the number, extended to 64 bits by the sign of its type
/// @param origins what it carries of lists and mappings
record Value(Type type, long bits, List<Origin> origins) {

  static Value of(Type type, long bits) {
    return of(type, bits, List.of());
  }

  static Value of(Type type, long bits, List<Origin> origins) {
    return new Value(type, normalise(type, bits), origins);
  }

  static Value s32(long bits) {
    return of(Type.Int.S32, bits);
  }

  static Value pointer(long address) {
    return of(Type.Pointer.VOID, address);
  }

  static long normalise(Type type, long bits) {
    return switch (type) {
      case Type.Int(int width, boolean signed, Endian _) -> extend(bits, width, signed);
      case Type.Bool _ -> bits == 0 ? 0 : 1;
      case Type.Pointer _ -> bits;
      case Type.Struct _, Type.Array _ ->
          throw new IllegalArgumentException(type + " is no scalar");
    };
  }

  static long extend(long bits, int width, boolean signed) {
    int unused = 64 - width;
    return signed ? bits << unused >> unused : bits << unused >>> unused;
  }

  boolean isZero() {
    return bits == 0;
  }

  /// The number that a CPU of the other side would read: a big-endian value swapped back.
  long logical() {
    if (type instanceof Type.Int(int width, boolean _, Endian endian) && endian == Endian.BIG) {
      return swap(bits, width);
    }
    return bits;
  }

  static long swap(long bits, int width) {
    return Long.reverseBytes(bits) >>> (64 - width);
  }

  /// The value after C's conversion to `target`.
  Value as(Type target) {
    return of(target, bits, origins);
  }

  static List<Origin> union(List<Origin> left, List<Origin> right) {
    if (left.isEmpty() || left.equals(right)) {
      return right;
    }
    if (right.isEmpty()) {
      return left;
    }
    var all = new ArrayList<Origin>(left);
    right.stream().filter(o -> !left.contains(o)).forEach(all::add);
    return List.copyOf(all);
  }
}
