// SPDX-License-Identifier: Apache-2.0
/// Mistakes that people make with DMA mappings, applied to mapping programs: a check of the
/// checker. A mutant that no oracle tells from its original is a hole in the oracles, or is no
/// mistake at all.
///
/// Invariant: a mutant differs from its original in one place, and is a complete program.
@NullMarked
package org.sgdiet.runtime.mutant;

import org.jspecify.annotations.NullMarked;
