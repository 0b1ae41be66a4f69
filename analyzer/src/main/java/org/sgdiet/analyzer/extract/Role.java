// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import org.sgdiet.runtime.program.Operation;

/// What a value that reaches an operation must be.
enum Role {
  NONE,
  DEVICE,
  LIST,
  LIST_ENTRIES,
  TABLE,
  BUFFER,
  BYTES,
  PAGE,
  PAGES,
  PAGE_COUNT,
  PAGE_OFFSET,
  PHYS,
  DIRECTION,
  /// A small factor of a length.
  FACTOR;

  /// The roles of an operation's arguments; those left out do not matter.
  static List<Role> ofArguments(Operation operation) {
    return switch (operation) {
      case DMA_MAP_SG,
          DMA_MAP_SG_ATTRS,
          DMA_UNMAP_SG,
          DMA_UNMAP_SG_ATTRS,
          DMA_SYNC_SG_FOR_CPU,
          DMA_SYNC_SG_FOR_DEVICE ->
          List.of(DEVICE, LIST, LIST_ENTRIES, DIRECTION);
      case DMA_VECS_MAP_SGL -> List.of(DEVICE, NONE, LIST, LIST_ENTRIES, DIRECTION);
      case DMA_VECS_MAP_SGTABLE -> List.of(DEVICE, NONE, TABLE, DIRECTION);
      case DMA_VECS_UNMAP -> List.of(DEVICE, NONE, DIRECTION);
      case DMA_MAP_SGTABLE,
          DMA_UNMAP_SGTABLE,
          DMA_SYNC_SGTABLE_FOR_CPU,
          DMA_SYNC_SGTABLE_FOR_DEVICE ->
          List.of(DEVICE, TABLE, DIRECTION);
      case DMA_MAP_SINGLE, DMA_MAP_SINGLE_ATTRS -> List.of(DEVICE, BUFFER, BYTES, DIRECTION);
      case DMA_UNMAP_SINGLE,
          DMA_UNMAP_SINGLE_ATTRS,
          DMA_UNMAP_PAGE,
          DMA_UNMAP_PAGE_ATTRS,
          DMA_UNMAP_PHYS,
          DMA_UNMAP_RESOURCE,
          DMA_SYNC_SINGLE_FOR_CPU,
          DMA_SYNC_SINGLE_FOR_DEVICE ->
          List.of(DEVICE, NONE, BYTES, DIRECTION);
      case DMA_MAP_PAGE, DMA_MAP_PAGE_ATTRS -> List.of(DEVICE, PAGE, PAGE_OFFSET, BYTES, DIRECTION);
      case DMA_MAP_PHYS, DMA_MAP_RESOURCE -> List.of(DEVICE, PHYS, BYTES, DIRECTION);
      case DMA_IOVA_TRY_ALLOC -> List.of(DEVICE, NONE, PHYS, BYTES);
      case DMA_IOVA_LINK -> List.of(DEVICE, NONE, PHYS, NONE, BYTES, DIRECTION);
      case DMA_MAPPING_ERROR, DMA_NEED_UNMAP, DMA_MAX_MAPPING_SIZE -> List.of(DEVICE);
      case SG_INIT_ONE, SG_SET_BUF -> List.of(NONE, BUFFER, BYTES);
      case SG_SET_PAGE -> List.of(NONE, PAGE, BYTES, PAGE_OFFSET);
      case SG_NENTS, SG_NEXT, SG_PAGE, SG_PHYS, SG_VIRT, SG_IS_LAST -> List.of(LIST);
      case SG_NENTS_FOR_LEN -> List.of(LIST, BYTES);
      case SG_COPY_TO_BUFFER, SG_COPY_FROM_BUFFER -> List.of(LIST, LIST_ENTRIES, BUFFER, BYTES);
      case SG_ALLOC_TABLE_FROM_PAGES, SG_ALLOC_TABLE_FROM_PAGES_SEGMENT ->
          List.of(NONE, PAGES, PAGE_COUNT, PAGE_OFFSET, BYTES);
      case DMAENGINE_PREP_SLAVE_SG -> List.of(NONE, LIST, LIST_ENTRIES, DIRECTION);
      case DMAENGINE_PREP_SLAVE_SINGLE -> List.of(NONE, NONE, BYTES, DIRECTION);
      case VIRT_TO_PHYS, VIRT_TO_PAGE, IS_VMALLOC_ADDR, VIRT_ADDR_VALID -> List.of(BUFFER);
      case PAGE_ADDRESS, KMAP, PAGE_TO_PHYS, PAGE_TO_PFN -> List.of(PAGE);
      default -> List.of();
    };
  }
}
