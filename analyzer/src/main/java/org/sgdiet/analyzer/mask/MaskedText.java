// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.source.Span;

/// The bytes of an item as the parser gets them, and the side table that restores them.
///
/// @param code ASCII, as long as `span`, newlines where they were
/// @param span where the item stands in the file
/// @param restorations by offset in the file
/// @param nesting the deepest nesting of brackets
@SuppressWarnings("ArrayRecordComponent")
public record MaskedText(byte[] code, Span span, Restorations restorations, int nesting) {}
