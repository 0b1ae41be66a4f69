// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.SiteKind;

/// A sync whose direction none of the mappings had that it may work on.
final class SyncsWithDifferentDirection implements Check {

  private static final Rule RULE =
      new Rule(
          "syncs-dma-memory-with-different-direction",
          "memory is synced with another direction than it was mapped with",
          "A sync writes back or invalidates caches, or copies a bounce buffer, the way the"
              + " direction says; only memory mapped with DMA_BIDIRECTIONAL may be synced either"
              + " way.",
          "Syncing DMA_FROM_DEVICE memory as DMA_TO_DEVICE leaves what the device wrote in the"
              + " bounce buffer or behind stale cache lines: the CPU reads old data.",
          "Pass the direction of the mapping call.",
          "kernel/dma/debug.c, check_sync(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    new DifferentDirection(RULE, SiteKind.SYNC).run(facts, findings);
  }
}
