// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.path;

import org.sgdiet.runtime.memory.MemoryRange;

/// `struct p2pdma_provider` seen from one device (drivers/pci/p2pdma.c, 7.3): a window of another
/// device's memory, the distance from its CPU to its bus address, and how the two reach each other.
public record P2pProvider(MemoryRange window, long busOffset, MapType type) {
  /// `enum pci_p2pdma_map_type`.
  public enum MapType {
    /// The page is no P2PDMA memory.
    NONE,
    /// The two devices cannot reach each other.
    NOT_SUPPORTED,
    /// Below one switch: the bus address is used as it is.
    BUS_ADDR,
    /// Through the host bridge: mapped like memory.
    THRU_HOST_BRIDGE
  }
}
