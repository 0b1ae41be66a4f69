// SPDX-License-Identifier: Apache-2.0
/// `struct scatterlist` as the kernel lays it out: entries in arrays, chained and ended, each with
/// an in side (page, offset, length) and an out side (dma_address, dma_length) in one object.
///
/// Invariant: the two sides of an entry share nothing, except where a kernel without
/// `CONFIG_NEED_SG_DMA_LENGTH` makes `sg_dma_len()` and `sg->length` one field.
@NullMarked
package org.sgdiet.runtime.sg;

import org.jspecify.annotations.NullMarked;
