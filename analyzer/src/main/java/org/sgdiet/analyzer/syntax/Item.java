// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sgdiet.analyzer.source.Span;

/// A top-level item of a C file.
public sealed interface Item {

  /// Where the item stands, its closing brace or `;` included.
  Span span();

  /// A function definition.
  ///
  /// @param isStatic whether it is private to its file
  /// @param signature from the first byte to the byte before the body's `{`
  record Function(
      String name,
      TypeSyntax result,
      List<TypeSyntax.Parameter> parameters,
      boolean isStatic,
      Stmt.Block body,
      Span nameSpan,
      Span signature,
      Span span)
      implements Item {}

  /// A struct or union definition; an anonymous one has no tag.
  ///
  /// @param packed whether `__packed` or `__attribute__((packed))` stands on it
  record Struct(
      TypeSyntax.TagKind kind, Optional<String> tag, List<Field> fields, boolean packed, Span span)
      implements Item {}

  /// An enum definition.
  record Enumeration(Optional<String> tag, List<Enumerator> enumerators, Span span)
      implements Item {}

  /// `typedef type name;` A struct body inside it is a [TypeSyntax.Inline].
  record Typedef(String name, TypeSyntax type, Span span) implements Item {}

  /// A variable at file scope, ops tables among them.
  record Variable(Stmt.Declarator declarator, boolean isStatic, Span span) implements Item {}

  /// A function prototype.
  record Prototype(String name, TypeSyntax result, List<TypeSyntax.Parameter> parameters, Span span)
      implements Item {}

  /// `#define name body` or `#define name(parameters) body`.
  ///
  /// @param parameters empty for an object-like macro
  /// @param body the replacement text, continuations joined, comments blanked
  record Macro(String name, Optional<List<String>> parameters, String body, Span span)
      implements Item {}

  /// A macro that makes a second function out of one: `static DEF_SCSI_QCMD(f)` makes `f`, which
  /// takes the host lock and calls `f_lck`.
  record Alias(String name, String target, Span span) implements Item {}

  /// Bytes that could not be read as an item.
  record Unread(String reason, Span span) implements Item {}

  /// A member of a struct or union.
  ///
  /// @param name empty for an anonymous struct or union member, whose fields belong to the outer
  ///   one
  /// @param bits width of a bit-field, when it is one
  /// @param alignBytes the alignment that is written on it, when one is
  /// @param span from the type to the `;`
  record Field(
      Optional<String> name,
      TypeSyntax type,
      Optional<Expr> bits,
      OptionalLong alignBytes,
      Span nameSpan,
      Span span) {}

  /// One name of an enum, with its value when one is written.
  record Enumerator(String name, Optional<Expr> value, Span span) {}
}
