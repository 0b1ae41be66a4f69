// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.api;

import org.sgdiet.runtime.ledger.Ledger;
import org.sgdiet.runtime.ledger.Misuse;
import org.sgdiet.runtime.memory.DmaAddr;
import org.sgdiet.runtime.path.Host;
import org.sgdiet.runtime.path.MappingPath;

/// `dev->dma_skip_sync` (kernel/dma/mapping.c, 7.3): set when syncs do nothing for a device, taken
/// back for good by the first mapping that bounces.
final class SyncSkipping {
  private final Profile profile;
  private final Host host;
  private final MappingPath path;
  private final Ledger ledger;
  private int askedNeedUnmapAt = Misuse.NOWHERE;

  SyncSkipping(Profile profile, Host host, MappingPath path, Ledger ledger) {
    this.profile = profile;
    this.host = host;
    this.path = path;
    this.ledger = ledger;
    setUp();
  }

  /// `dma_setup_need_sync()`.
  void setUp() {
    host.device()
        .setSkipSync(
            switch (profile.path()) {
              case PathSpec.Direct(), PathSpec.DmaIommu(var _) -> host.device().isCoherent();
              case PathSpec.Arm(var _, var _) -> false;
              case PathSpec.PowerpcTce(var _, var _, var _) -> true;
            });
  }

  /// `dma_dev_need_sync()`.
  boolean deviceNeedsSync() {
    return !host.device().skipSync() || profile.platform().dmaApiDebug();
  }

  /// `dma_need_sync()`.
  boolean needSync(DmaAddr address) {
    if (!deviceNeedsSync()) {
      return false;
    }
    return !path.isDirect()
        || !host.device().isCoherent()
        || (host.swiotlb().isActive()
            && host.swiotlb().holds(host.device().dmaToPhys(address.value())));
  }

  /// `dma_need_unmap()`.
  boolean needUnmap(int at) {
    if (path.isDirect() && host.device().skipSync()) {
      askedNeedUnmapAt = at;
    }
    return !path.isDirect() || deviceNeedsSync();
  }

  /// A mapping after `dma_need_unmap()` said no may have made the answer yes.
  void mapped(int at) {
    if (askedNeedUnmapAt != Misuse.NOWHERE && !host.device().skipSync()) {
      ledger.report(new Misuse.AsksNeedUnmapEarly(askedNeedUnmapAt, at));
      askedNeedUnmapAt = Misuse.NOWHERE;
    }
  }
}
