// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.List;
import java.util.OptionalLong;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// A C type after its names were looked up.
public sealed interface CType {

  /// `void`.
  record VoidType() implements CType {}

  /// `bool`: one byte, and every conversion to it gives 0 or 1.
  record Bool() implements CType {}

  /// An integer or enum type.
  ///
  /// @param bits width, 8 to 64
  record Int(int bits, boolean signed, Endian endian) implements CType {

    /// `char`, signed on x86-64.
    public static final Int CHAR = new Int(8, true, Endian.NATIVE);

    /// `int`.
    public static final Int INT = new Int(32, true, Endian.NATIVE);

    /// `unsigned int`.
    public static final Int UNSIGNED_INT = new Int(32, false, Endian.NATIVE);

    /// `long`.
    public static final Int LONG = new Int(64, true, Endian.NATIVE);

    /// `unsigned long`.
    public static final Int UNSIGNED_LONG = new Int(64, false, Endian.NATIVE);

    public Int {
      if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
        throw new IllegalArgumentException("no integer type has " + bits + " bits");
      }
    }
  }

  /// A pointer, 8 bytes.
  record Pointer(CType target) implements CType {

    /// `void *`.
    public static final Pointer VOID = new Pointer(new VoidType());
  }

  /// An array; a flexible one, or one whose length is not a known constant, has no length.
  ///
  /// @param length number of elements
  record Array(CType element, OptionalLong length) implements CType {}

  /// A struct or union by tag. A tag means one body per translation unit, so the [FileModel] that
  /// gave the type finds it: [FileModel#definition].
  record Tagged(TagKind kind, String tag) implements CType {}

  /// A struct or union whose body stands inside a declaration.
  record Inline(Item.Struct body) implements CType {}

  /// A function.
  record Function(CType result, List<CType> parameters) implements CType {}

  /// A type that is not known, with the reason.
  record Opaque(String reason) implements CType {}

  /// What a value of this type becomes where a value is needed: an array its first element's
  /// address, a function its address, anything else itself.
  default CType decayed() {
    return switch (this) {
      case Array(CType element, OptionalLong _) -> new Pointer(element);
      case Function f -> new Pointer(f);
      case VoidType v -> v;
      case Bool b -> b;
      case Int i -> i;
      case Pointer p -> p;
      case Tagged t -> t;
      case Inline s -> s;
      case Opaque o -> o;
    };
  }

  /// Whether values of this type take part in arithmetic.
  default boolean isInteger() {
    return this instanceof Int || this instanceof Bool;
  }
}
