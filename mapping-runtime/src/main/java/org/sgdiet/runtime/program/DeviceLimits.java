// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the driver told the DMA layer and its framework about the device, as far as it is known.
///
/// @param dmaMaskBits n of `DMA_BIT_MASK(n)`
/// @param maxSegmentBytes `dma_set_max_seg_size()`
/// @param segmentBoundaryMask `dma_set_seg_boundary()`
/// @param maxEntries the longest list that the framework hands over (`sg_tablesize`, `max_segs`)
public record DeviceLimits(
    OptionalInt dmaMaskBits,
    OptionalLong maxSegmentBytes,
    OptionalLong segmentBoundaryMask,
    OptionalInt maxEntries) {

  public static final DeviceLimits UNKNOWN =
      new DeviceLimits(
          OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty());
}
