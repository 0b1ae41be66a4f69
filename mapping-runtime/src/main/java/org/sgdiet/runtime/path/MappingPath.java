// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.Optional;
import org.sgdiet.runtime.memory.BusTranslation;
import org.sgdiet.runtime.sg.ScatterEntry;

/// The operations that kernel/dma/mapping.c dispatches, with the kernel's own return values.
///
/// Addresses are raw unsigned 64-bit values here; `DMA_MAPPING_ERROR` is `-1`.
public sealed interface MappingPath permits DirectPath, DmaIommuPath, ArmIommuPath, PowerpcTcePath {
  /// `map_sg`: the number of out sides, or `-errno`.
  int mapSg(ScatterEntry sg, int nents, Direction dir, long attrs);

  /// `unmap_sg`, with the count that `map_sg` was given.
  void unmapSg(ScatterEntry sg, int nents, Direction dir, long attrs);

  /// `map_phys`: a bus address or `DMA_MAPPING_ERROR`.
  long mapPhys(long phys, long size, Direction dir, long attrs);

  /// `unmap_phys`.
  void unmapPhys(long bus, long size, Direction dir, long attrs);

  /// `sync_single_for_cpu`.
  void syncSingleForCpu(long bus, long size, Direction dir);

  /// `sync_single_for_device`.
  void syncSingleForDevice(long bus, long size, Direction dir);

  /// `sync_sg_for_cpu`.
  void syncSgForCpu(ScatterEntry sg, int nents, Direction dir);

  /// `sync_sg_for_device`.
  void syncSgForDevice(ScatterEntry sg, int nents, Direction dir);

  /// `max_mapping_size`, unsigned, in bytes; all bits set when there is no limit.
  long maxMappingSize();

  /// `opt_mapping_size`, before `dma_opt_mapping_size()` caps it with the maximum.
  long optMappingSize();

  /// `get_merge_boundary`: 0 when the path cannot merge.
  long mergeBoundary();

  /// `dma_get_required_mask()`.
  long requiredMask();

  /// `dma_map_direct()`: whether kernel/dma/mapping.c takes the direct path.
  boolean isDirect();

  /// What the device's accesses go through.
  BusTranslation translation();

  /// The IOVA calls, where the path has them.
  Optional<DmaIova> iova();
}
