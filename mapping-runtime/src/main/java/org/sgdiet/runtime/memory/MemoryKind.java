// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.memory;

/// What a range of physical addresses holds, as far as mapping rules ask.
public enum MemoryKind {
  /// Memory in the kernel's linear map.
  RAM,
  /// Memory without a permanent kernel pointer (`PhysHighMem`).
  HIGHMEM,
  /// Memory in use as a kernel stack.
  STACK,
  /// Kernel text or read-only data.
  KERNEL_TEXT,
  /// Registers of a device, reached with `dma_map_resource()`.
  MMIO,
  /// Memory on another PCI device, with `struct page` (`is_pci_p2pdma_page`).
  P2PDMA;

  /// Whether `pfn_valid()` holds and the page is ordinary memory.
  public boolean isMemory() {
    return this == RAM || this == HIGHMEM || this == STACK || this == KERNEL_TEXT;
  }
}
