// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.SiteKind;

/// An unmap whose direction none of the mappings had that it may undo.
final class FreesWithDifferentDirection implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-dma-memory-with-different-direction",
          "memory is unmapped with another direction than it was mapped with",
          "The direction decides which caches are written back or invalidated and which way a"
              + " bounce buffer is copied; both ends have to agree.",
          "Unmapping DMA_FROM_DEVICE memory as DMA_TO_DEVICE leaves what the device wrote in the"
              + " bounce buffer; the reverse overwrites the caller's memory with it.",
          "Pass the direction of the mapping call, best from one variable.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    new DifferentDirection(RULE, SiteKind.UNMAP).run(facts, findings);
  }
}
