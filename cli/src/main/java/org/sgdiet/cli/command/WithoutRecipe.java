// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.Optional;
import org.sgdiet.analyzer.fact.Decision;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Reader;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.Verdict;
import org.sgdiet.cli.report.RewriteResult.Refused;
import org.sgdiet.rewriter.dialect.Dialect;

/// Why a site that the scan finds fit for a rewrite is not rewritten when no recipe speaks of it.
final class WithoutRecipe {
  private WithoutRecipe() {}

  /// The refusal of a site, with what the scan decided when it decided against a rewrite.
  static Refused of(Site site, MapFacts facts, Dialect dialect) {
    Decision decision = facts.decision();
    boolean mechanical = decision.verdict() == Verdict.MECHANICAL;
    return new Refused(
        site.file(),
        site.line(),
        site.function(),
        decision.recipe().name(),
        mechanical ? Verdict.ASSIST.word() : decision.verdict().word(),
        mechanical ? reason(facts, dialect) + readAt(facts) : decision.reason());
  }

  private static String reason(MapFacts facts, Dialect dialect) {
    String what = facts.decision().recipe().title();
    if (dialect == Dialect.PHYR) {
      return switch (facts.decision().recipe()) {
        case R0 -> what + ": no change of words; the upstream dialect does it";
        case R7 ->
            what + ": a batch over the request's iterator takes its place, which no recipe writes";
        case R1, R2, R3, R4, R5, R6, R8, R9, R10, R11, R12 ->
            what + ": the mapping is made in a form that no recipe knows";
      };
    }
    return switch (facts.decision().recipe()) {
      case R3 ->
          what
              + ": scsi_dma_map() leaves the DMA side in the command's list, and upstream has no"
              + " call that maps into vectors of the driver's own; --dialect phyr has";
      case R4, R5, R11 ->
          what
              + ": upstream maps a lent list of several entries only in place; taking its DMA side"
              + " apart needs the vectors of --dialect phyr";
      case R2 -> what + ": dma_map_phys() takes one entry, and the count here is not written as 1";
      case R6 ->
          what
              + ": dma_iova_link() or dma_map_phys() for each range takes the table's place, which no"
              + " recipe writes";
      case R7 -> what + ": blk_rq_dma_map_iter_start() takes its place, which no recipe writes";
      case R0, R1, R8, R9, R10, R12 ->
          what + ": the mapping is made in a form that no recipe knows";
    };
  }

  /// Where the DMA side is read, which a rewrite would have to change.
  private static String readAt(MapFacts facts) {
    Optional<Reader> first = facts.readers().stream().findFirst();
    return first
        .map(r ->
            "; the DMA side is read in %s() (%s:%d)"
                .formatted(r.place().function(), r.place().file(), r.place().line()))
        .orElse("");
  }
}
