// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.SiteKind;

/// `dma_sync_sg_for_cpu()` or `dma_sync_sg_for_device()` given what `dma_map_sg()` returned.
final class SyncsListWithDifferentEntryCount implements Check {

  private static final Rule RULE =
      new Rule(
          "syncs-sg-list-with-different-entry-count",
          "a list is synced with the number of DMA entries instead of the number of its entries",
          "dma_sync_sg_for_cpu() and dma_sync_sg_for_device() take the list and the nents that were"
              + " given to dma_map_sg(); they walk the CPU side.",
          "When entries were merged, the last ones are not synced: the CPU reads stale cache lines,"
              + " or a bounce buffer is not copied back.",
          "Pass the count that was given to dma_map_sg().",
          "Documentation/core-api/dma-api.rst, dma_sync_sg_for_cpu(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    new DifferentEntryCount(RULE, SiteKind.SYNC).run(facts, findings);
  }
}
