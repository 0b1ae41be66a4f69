// SPDX-License-Identifier: Apache-2.0
/// The typed, immutable view of kernel C that the rest of the analyzer works on: items, statements,
/// expressions and types as records, each with the bytes it stands on. The tree-sitter tree is read
/// once, turned into these records and closed; no other package sees it.
///
/// Invariant: spans are offsets into the original, unmasked file, and the original text of a span
/// is what the user wrote: what masking replaced (loop macros, type arguments, qualifiers) is
/// restored here in typed form. What could not be read is [Expr.Unread], [Stmt.Unread] or
/// [Item.Unread], never a guess.
@NullMarked
package org.sgdiet.analyzer.syntax;

import org.jspecify.annotations.NullMarked;
