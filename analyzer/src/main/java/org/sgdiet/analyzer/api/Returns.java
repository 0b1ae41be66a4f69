// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.api;

/// How a kernel call tells success and failure, as the third word of its table line.
public enum Returns {
  /// The number of DMA entries, 0 on failure: `dma_map_sg()`.
  COUNT_OR_ZERO,
  /// 0 on success: `dma_map_sgtable()`.
  ZERO_OR_ERRNO,
  /// Negative on failure: `scsi_dma_map()`.
  NEGATIVE_OR_COUNT,
  /// A handle to ask `dma_mapping_error()` about.
  HANDLE,
  BOOL,
  COUNT,
  POINTER,
  NONE,
  OTHER
}
