// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import java.util.List;
import org.sgdiet.runtime.memory.MemoryRange;

/// An IOMMU and the default domain of the device behind it.
///
/// `granule` is the smallest page of the domain, in bytes; `apertureEnd` the last IOVA that the
/// table can hold; `reserved` the IOVA ranges that are never given out (PCI windows, MSI
/// doorbells).
public record Iommu(
    Driver driver, boolean lazy, long granule, long apertureEnd, List<MemoryRange> reserved) {
  public Iommu {
    if (Long.bitCount(granule) != 1) {
      throw new IllegalArgumentException("granule of " + granule + " bytes is no power of two");
    }
    reserved = List.copyOf(reserved);
  }

  /// What the page table of the domain is built with; they differ in their error numbers.
  public enum Driver {
    /// drivers/iommu/generic_pt, as Intel VT-d and AMD use it in 7.3.
    GENERIC_PT,
    /// drivers/iommu/io-pgtable-arm.c, as the Arm SMMUs use it.
    IO_PGTABLE
  }
}
