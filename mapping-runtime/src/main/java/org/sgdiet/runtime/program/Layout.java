// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.List;
import java.util.Optional;

/// The fields of a structure or union and where they lie.
///
/// @param sizeBytes size in bytes, trailing padding included
/// @param exact whether offsets and size are C's; a layout that is not exact was made up because
///   the definition is unknown, and a program that reinterprets its bytes cannot be executed
public record Layout(String name, long sizeBytes, boolean exact, List<Field> fields) {

  public Layout {
    fields = List.copyOf(fields);
  }

  /// The field called `name`.
  public Optional<Field> field(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /// One member. A bit field has the type of its storage unit and a `bitCount`.
  ///
  /// @param offsetBytes offset of the member, or of the storage unit of a bit field
  /// @param bitOffset first bit inside the storage unit, counted from the least significant one
  /// @param bitCount 0 for an ordinary member
  public record Field(String name, long offsetBytes, Type type, int bitOffset, int bitCount) {

    /// An ordinary member.
    public Field(String name, long offsetBytes, Type type) {
      this(name, offsetBytes, type, 0, 0);
    }
  }
}
