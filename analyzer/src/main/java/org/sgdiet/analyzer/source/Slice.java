// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.util.Optional;

/// One top-level item of a file as the outline sees it, before it is parsed.
///
/// @param name the declared name; a tag for [Kind#STRUCT], [Kind#UNION], [Kind#ENUM]; the path for
///   [Kind#INCLUDE]; empty when there is none
/// @param span from the item's first byte to its last, `;` or closing brace included
/// @param view which branches of the `#if` groups inside are read
public record Slice(Kind kind, Optional<String> name, Span span, View view) {

  /// What stands there.
  public enum Kind {
    FUNCTION,
    STRUCT,
    UNION,
    ENUM,
    TYPEDEF,
    MACRO,
    VARIABLE,
    PROTOTYPE,
    INCLUDE,
    /// A macro invocation at file scope (`MODULE_LICENSE("GPL")`), an empty declaration, assembly.
    OTHER
  }

  /// Which branch of an `#if` group is read: the first of each, or a named other one.
  public sealed interface View {

    /// The first branch of every group that is not `#if 0`.
    record First() implements View {}

    /// The branch that the directive at `directive` (a byte offset) opens; groups on the same
    /// condition take the branch of the same rank, all others their first.
    record Branch(int directive) implements View {}
  }

  /// A slice that reads the first branches.
  public Slice(Kind kind, Optional<String> name, Span span) {
    this(kind, name, span, new View.First());
  }
}
