// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.SiteKind;

/// `dma_unmap_sg()` given what `dma_map_sg()` returned.
final class FreesListWithDifferentEntryCount implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-sg-list-with-different-entry-count",
          "a list is unmapped with the number of DMA entries instead of the number of its entries",
          "dma_unmap_sg() takes the same nents as dma_map_sg() did, not the value that dma_map_sg()"
              + " returned. The two differ as soon as a mapping path merges entries.",
          "Behind an IOMMU that merged four entries into one, the unmap walks one entry: on a path"
              + " that bounces or keeps the CPU caches coherent per entry, the rest is never synced"
              + " or freed. A direct map hides it, because both counts are equal there.",
          "Pass the count that was given to dma_map_sg(), or keep the list in a struct sg_table and"
              + " use dma_map_sgtable() and dma_unmap_sgtable(), which keep both counts.",
          "Documentation/core-api/dma-api.rst, dma_unmap_sg(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    new DifferentEntryCount(RULE, SiteKind.UNMAP).run(facts, findings);
  }
}
