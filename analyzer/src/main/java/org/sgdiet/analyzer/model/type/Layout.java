// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Where the members of a struct or union lie on x86-64 (System V ABI, LP64).
///
/// @param members in source order; members of anonymous structs and unions are lifted into this
///   list
/// @param sizeBytes size with tail padding
/// @param alignBytes alignment, 1 for a packed struct
/// @param exact false when a member's type is not known; offsets are then consistent, not real
public record Layout(List<Member> members, long sizeBytes, long alignBytes, boolean exact) {

  public Layout {
    members = List.copyOf(members);
  }

  /// The member called `name`.
  public Optional<Member> member(String name) {
    return members.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /// One named member.
  ///
  /// @param offsetBytes from the start of the outer struct; of a bit-field, of its storage unit
  /// @param bits width of a bit-field
  /// @param bitOffset lowest bit of a bit-field in its storage unit, 0 otherwise
  public record Member(
      String name, CType type, long offsetBytes, OptionalInt bits, int bitOffset) {}
}
