// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

/// `struct bus_dma_region` (include/linux/dma-direct.h, 7.3): `size` bytes of physical memory from
/// `cpuStart` appear on the device's bus from `dmaStart`.
public record BusDmaRegion(long cpuStart, long dmaStart, long size) {
  /// Whether the physical address lies in the region.
  public boolean holdsPhys(long phys) {
    return Long.compareUnsigned(phys - cpuStart, size) < 0;
  }

  /// Whether the bus address lies in the region.
  public boolean holdsBus(long bus) {
    return Long.compareUnsigned(bus - dmaStart, size) < 0;
  }
}
