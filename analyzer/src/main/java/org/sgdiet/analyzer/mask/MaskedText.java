// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.source.Span;

/// The bytes of an item after masking, and the side table that restores them.
///
/// @param code ASCII, as long as `span`, newlines where they were
/// @param span where the item stands in the file
/// @param restorations by offset in the file
/// @param nesting the deepest nesting of brackets before masking
/// @param parsed what the parser reads
@SuppressWarnings("ArrayRecordComponent")
public record MaskedText(
    byte[] code, Span span, Restorations restorations, int nesting, CompactText parsed) {}
