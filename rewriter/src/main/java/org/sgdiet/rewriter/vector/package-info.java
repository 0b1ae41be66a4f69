// SPDX-License-Identifier: Apache-2.0

/// Pointers that walk a mapped list, and what it takes to let them walk vectors instead: which
/// variables of which functions mean the list, who reads its DMA side through them, and the edits
/// that turn those reads into reads of `struct dma_vec`.
///
/// Invariant: a variable is changed only when every value it is ever given comes from the mapped
/// list and every use of it is understood.
@NullMarked
package org.sgdiet.rewriter.vector;

import org.jspecify.annotations.NullMarked;
