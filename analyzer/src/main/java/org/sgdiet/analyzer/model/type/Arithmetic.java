// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

/// C's implicit conversions of integers (C11 6.3.1), for LP64.
public final class Arithmetic {

  private Arithmetic() {}

  /// Integer promotion: what is narrower than `int`, and `bool`, becomes `int`. An endian tag
  /// survives when the width does not change, so that arithmetic on a `__le32` stays visible.
  public static CType.Int promoted(CType type) {
    return switch (type) {
      case CType.Int i when i.bits() < 32 -> CType.Int.INT;
      case CType.Int i -> i;
      case CType.Bool _ -> CType.Int.INT;
      case CType.Pointer _, CType.Array _, CType.Function _ -> CType.Int.UNSIGNED_LONG;
      case CType.VoidType _, CType.Tagged _, CType.Inline _, CType.Opaque _ -> CType.Int.LONG;
    };
  }

  /// The usual arithmetic conversions: the common type of two operands.
  public static CType.Int common(CType left, CType right) {
    CType.Int a = promoted(left);
    CType.Int b = promoted(right);
    Endian endian = a.endian() == b.endian() ? a.endian() : tagOf(a, b);
    int bits = Math.max(a.bits(), b.bits());
    boolean signed =
        a.bits() == b.bits() ? a.signed() && b.signed() : (a.bits() > b.bits() ? a : b).signed();
    return new CType.Int(bits, signed, endian);
  }

  private static Endian tagOf(CType.Int a, CType.Int b) {
    if (a.endian() == Endian.NATIVE) {
      return b.endian();
    }
    return b.endian() == Endian.NATIVE ? a.endian() : Endian.NATIVE;
  }

  /// `value` as an integer of `type` holds it: truncated to its width, then sign or zero extended.
  public static long wrapped(long value, CType.Int type) {
    if (type.bits() == 64) {
      return value;
    }
    int shift = 64 - type.bits();
    return type.signed() ? (value << shift) >> shift : (value << shift) >>> shift;
  }
}
