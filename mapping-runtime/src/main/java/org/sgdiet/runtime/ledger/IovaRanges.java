// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.ledger;

import org.sgdiet.runtime.path.Direction;
import org.sgdiet.runtime.path.Errno;

/// What a ledger knows of the two-step calls (`dma_iova_*()`, drivers/iommu/dma-iommu.c, 7.3):
/// ranges, how much is linked into each, and whether the IOTLB knows of it. kernel/dma/debug.c does
/// not see these calls; the rules are those of Documentation/core-api/dma-api.rst.
public final class IovaRanges {
  private final Ledger ledger;
  private final LiveMappings live;

  IovaRanges(Ledger ledger, LiveMappings live) {
    this.ledger = ledger;
    this.live = live;
  }

  /// A range was allocated.
  public void allocate(long address, long size, int at) {
    if (ledger.isOn()) {
      ledger.add(new Mapping(Mapping.Kind.IOVA, 0, address, size, Direction.NONE, 0, 0, 0, at));
    }
  }

  /// `dma_iova_link()` answered `result`.
  public void link(long address, long phys, long offset, long size, int result, int at) {
    if (!ledger.isOn()) {
      return;
    }
    if (result == -Errno.EIO) {
      ledger.report(new Misuse.LinksUnaligned(at, phys, offset));
    }
    Mapping m = live.at(address);
    if (m != null && result == 0) {
      if (Long.compareUnsigned(offset + size, m.size) > 0) {
        ledger.report(new Misuse.LinksOutsideRange(at, m.at, m.size, offset + size));
      }
      m.linked += size;
      m.synced = false;
    }
  }

  /// `dma_iova_sync()` was called.
  public void sync(long address) {
    Mapping m = live.at(address);
    if (m != null) {
      m.synced = true;
    }
  }

  /// `dma_iova_unlink()` of `size` bytes; `whole` when `dma_iova_destroy()` calls it.
  public void unlink(long address, long size, boolean whole, int at) {
    Mapping m = live.at(address);
    if (!ledger.isOn() || m == null) {
      return;
    }
    if (whole ? size != m.linked : size > m.linked) {
      ledger.report(new Misuse.UnlinksDifferentSize(at, m.at, m.linked, size));
    }
    m.linked = Math.max(0, m.linked - size);
  }

  /// `dma_iova_free()`.
  public void free(long address, int at) {
    if (!ledger.isOn()) {
      return;
    }
    Mapping m = live.at(address);
    if (m == null) {
      ledger.notFound(address, 0, at);
      return;
    }
    if (m.linked != 0) {
      ledger.report(new Misuse.FreesLinkedIova(at, m.at, address, m.linked));
    }
    ledger.remove(m, at);
  }

  void deviceUses(long address, int at) {
    if (live.holdsIova()) {
      live.startsIn(address)
          .filter(m -> m.kind == Mapping.Kind.IOVA && !m.synced)
          .ifPresent(m -> ledger.report(new Misuse.UsesUnsyncedIova(at, m.at, address)));
    }
  }
}
