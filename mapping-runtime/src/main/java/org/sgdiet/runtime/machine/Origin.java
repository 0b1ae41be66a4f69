// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

/// Where a number comes from, as far as the device is concerned. It follows the number through
/// arithmetic and memory.
///
/// @param owner id of the mapping for DMA kinds, of the list for CPU kinds
/// @param index segment of the mapping or entry of the list, from 0
/// @param shift by how many bits the number was shifted right since
public record Origin(Kind kind, int owner, int index, int shift) {

  /// What the number was.
  public enum Kind {
    /// `sg_dma_address()` of a mapped segment, or a handle from `dma_map_single()` and its kin.
    DMA_ADDRESS,
    /// `sg_dma_len()` of a mapped segment.
    DMA_LENGTH,
    /// `sg_dma_address()` of an entry behind the mapped count, or of a list that is not mapped.
    UNMAPPED_ADDRESS,
    /// `sg_dma_len()` of such an entry.
    UNMAPPED_LENGTH,
    /// `sg->length` of an entry.
    CPU_LENGTH,
    /// `sg_phys()` of an entry, or `virt_to_phys()` of a buffer.
    CPU_PHYS,
    /// The count that a mapping returned.
    MAPPED_COUNT,
    /// The number of entries of a list.
    ENTRY_COUNT,
    /// Read before anybody wrote it.
    UNDEFINED
  }

  /// Of a number that is no number: the difference of pointers to two objects.
  static final Origin BETWEEN_OBJECTS = new Origin(Kind.UNDEFINED, -1, 0, 0);

  Origin shifted(int bits) {
    return new Origin(kind, owner, index, shift + bits);
  }
}
