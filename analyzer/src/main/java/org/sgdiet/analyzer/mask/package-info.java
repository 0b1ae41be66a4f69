// SPDX-License-Identifier: Apache-2.0
/// Makes kernel C parsable by a plain C grammar: each remedy overwrites one construct with bytes of
/// the same length that the grammar knows, and keeps a note from which the syntax is restored.
///
/// Invariant: a masked item has as many bytes as the original, and its newlines where they were.
@NullMarked
package org.sgdiet.analyzer.mask;

import org.jspecify.annotations.NullMarked;
