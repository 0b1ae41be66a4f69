// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.Span;

/// A C type as it is written, before any name in it is looked up. Qualifiers and address-space
/// annotations (`const`, `__iomem`) are dropped.
public sealed interface TypeSyntax {

  /// A builtin or typedef name, builtin words joined by one space in source order (`unsigned
  /// long`).
  record Named(String name) implements TypeSyntax {}

  /// `struct tag`, `union tag` or `enum tag`, without a body.
  record Tagged(TagKind kind, String tag) implements TypeSyntax {}

  /// A struct or union whose body stands right here.
  record Inline(Item.Struct body) implements TypeSyntax {}

  /// A pointer.
  record Pointer(TypeSyntax target) implements TypeSyntax {}

  /// An array; a flexible or unsized one has no length.
  record Array(TypeSyntax element, Optional<Expr> length) implements TypeSyntax {}

  /// A function type, met behind a pointer in ops tables.
  record Function(TypeSyntax result, List<Parameter> parameters) implements TypeSyntax {}

  /// `typeof(expr)`.
  record TypeOf(Expr operand) implements TypeSyntax {}

  /// A type that could not be read.
  record Unread(Span span) implements TypeSyntax {}

  /// What a tag names.
  enum TagKind {
    STRUCT,
    UNION,
    ENUM
  }

  /// A parameter of a function.
  ///
  /// @param name empty in a prototype that names none, and for `...`
  record Parameter(Optional<String> name, TypeSyntax type, Span span) {}
}
