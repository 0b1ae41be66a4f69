// SPDX-License-Identifier: Apache-2.0
/// Bytes of a C source: positions, lines, the outline of top-level items, and the masking that
/// makes kernel C parsable without moving a byte.
///
/// Invariant: every offset in the analyzer is a byte offset into the original file, 0-based;
/// masking and slicing never shift one.
@NullMarked
package org.sgdiet.analyzer.source;

import org.jspecify.annotations.NullMarked;
