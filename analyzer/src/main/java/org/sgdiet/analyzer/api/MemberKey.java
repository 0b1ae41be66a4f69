// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

/// A member of a struct, the same in every function that can name it.
///
/// @param struct tag of the struct, the typedef's name when it has no tag, `outer.field` for a
///   struct without either that stands in a field; empty when the type is not known
public record MemberKey(String struct, String field) {

  /// Whether two keys can mean one member: the fields agree, and so do the structs where both are
  /// known.
  public boolean mayBe(MemberKey other) {
    return field.equals(other.field)
        && (struct.isEmpty() || other.struct.isEmpty() || struct.equals(other.struct));
  }

  @Override
  public String toString() {
    return (struct.isEmpty() ? "?" : struct) + "." + field;
  }
}
