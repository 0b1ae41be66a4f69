// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.fact.Bookkeeping.Count;
import org.sgdiet.analyzer.fact.Bookkeeping.Result;
import org.sgdiet.analyzer.fact.Consumption.Use;
import org.sgdiet.analyzer.fact.Consumption.Where;
import org.sgdiet.analyzer.fact.MapFacts.Blocker;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.Expr;

/// Chooses the recipe that fits a mapping site and says what stands against it: the first, coarse
/// decision; a recipe looks closer before it proposes anything.
final class Decisions {

  private static final Set<Origin> OWN =
      Set.of(
          Origin.BUILT_ARRAY,
          Origin.BUILT_SG_TABLE,
          Origin.SINGLE_MEMBER,
          Origin.SG_ALLOC_TABLE_FROM_PAGES,
          Origin.DRM_PRIME_PAGES_TO_SG,
          Origin.SKB_TO_SGVEC);

  private final DriverFlow facts;

  Decisions(DriverFlow facts) {
    this.facts = facts;
  }

  /// What was found out about a site before the decision.
  record Known(
      FoundCall found,
      Origin origin,
      Consumption consumption,
      boolean single,
      Bookkeeping bookkeeping,
      String framework,
      List<Path> back,
      boolean undone) {}

  /// Every reason against a rewrite, refusals first.
  List<Blocker> blockers(Known known) {
    List<Blocker> refusals = new ArrayList<>(contract(known));
    List<Blocker> questions = new ArrayList<>();
    int line = known.found().place().line();
    if (known.bookkeeping().unchecked()) {
      refusals.add(
          new Blocker(
              known.found().call().name().orElse("the mapping call")
                  + "() result is never checked: fix that first, a rewrite has no error path to"
                  + " use",
              true,
              line));
    }
    sides(known, refusals);
    if (known.consumption().where() != Where.SAME_FUNCTION
        && known.consumption().where() != Where.HELPER_SAME_FILE
        && known.consumption().where() != Where.ELSEWHERE) {
      questions.add(
          new Blocker(
              "outputs are read outside the mapping function ("
                  + known.consumption().word()
                  + "): they need a home in a structure",
              false,
              line));
    }
    if (!known.undone()) {
      questions.add(new Blocker("no call was found that undoes the mapping", false, line));
    }
    refusals.addAll(questions);
    return refusals;
  }

  private static List<Blocker> contract(Known known) {
    List<Blocker> found = new ArrayList<>();
    if (!known.framework().isEmpty()) {
      found.add(
          new Blocker(
              known.framework() + " serves other drivers: convert the framework first", true, 0));
    }
    switch (known.origin()) {
      case DMA_BUF_EXPORT, DMA_BUF_IMPORT ->
          found.add(
              new Blocker("importer contract: map_dma_buf() returns struct sg_table", true, 0));
      case DMA_GET_SGTABLE ->
          found.add(
              new Blocker("the pages belong to the DMA allocator that made the table", true, 0));
      case INDIRECT_OP ->
          found.add(
              new Blocker(
                  "called only through an operations table: convert the table's users first",
                  true,
                  0));
      case FPGA_MGR ->
          found.add(new Blocker("the FPGA manager core hands out a struct sg_table", true, 0));
      default -> {}
    }
    switch (known.consumption().use()) {
      case RDMA_MR -> found.add(new Blocker("MR registration takes a scatterlist", true, 0));
      case DMAENGINE_PREP -> {
        if (!known.single()) {
          found.add(
              new Blocker(
                  "device_prep_slave_sg takes a scatterlist; few dmaengine providers implement the"
                      + " dma_vec op",
                  true,
                  0));
        }
      }
      default -> {}
    }
    return found;
  }

  /// Blockers that show in the mapping function: outputs written by hand, both sides of one entry
  /// read.
  private void sides(Known known, List<Blocker> refusals) {
    for (ListUse use : facts.uses().in(known.found().body())) {
      boolean output = use.side() == Role.OUTPUT && access(use);
      if (output && use.writes() && facts.meets(use, known.back())) {
        refusals.add(
            new Blocker("the function writes the DMA side of entries itself", true, use.line()));
        return;
      }
    }
    for (ListUse use : facts.uses().in(known.found().body())) {
      if (use.side() == Role.OUTPUT && access(use)) {
        for (ListUse other : facts.uses().in(known.found().body())) {
          if (other.side() == Role.INPUT
              && access(other)
              && !other.writes()
              && sameEntry(use, other)
              && other.span().start() > known.found().call().span().end()) {
            refusals.add(
                new Blocker(
                    "CPU side and DMA side of one entry are read together", true, other.line()));
            return;
          }
        }
      }
    }
  }

  private static boolean access(ListUse use) {
    return use.call().map(k -> k.effect() == Effect.ACCESS).orElse(true);
  }

  private static boolean sameEntry(ListUse a, ListUse b) {
    return a.list() instanceof Expr.Name(String x, _)
        && b.list() instanceof Expr.Name(String y, _)
        && x.equals(y)
        && a.body().loopAround(a.span().start()).equals(b.body().loopAround(b.span().start()));
  }

  /// The recipe and the verdict.
  Decision decide(Known known, List<Blocker> blockers) {
    Recipe recipe = recipe(known);
    boolean refused = blockers.stream().anyMatch(Blocker::refuses);
    if (recipe == Recipe.R0) {
      return new Decision(recipe, Verdict.MECHANICAL, "");
    }
    if (refused) {
      return new Decision(
          recipe,
          Verdict.REFUSE,
          blockers.stream().filter(Blocker::refuses).findFirst().orElseThrow().reason());
    }
    return blockers.isEmpty()
        ? new Decision(recipe, Verdict.MECHANICAL, "")
        : new Decision(recipe, Verdict.ASSIST, blockers.getFirst().reason());
  }

  private static Recipe recipe(Known known) {
    boolean own = OWN.contains(known.origin());
    KernelCall kernel = known.found().kernel();
    if (isHygiene(known)) {
      return Recipe.R0;
    }
    if (!known.framework().isEmpty()
        || known.origin() == Origin.INDIRECT_OP
        || known.origin() == Origin.FPGA_MGR) {
      return Recipe.R12;
    }
    return switch (known.origin()) {
      case DMA_BUF_EXPORT, DMA_BUF_IMPORT, DMA_GET_SGTABLE -> Recipe.R8;
      case RDMA_UMEM, RDMA_RW -> Recipe.R9;
      default -> {
        if (known.consumption().use() == Use.RDMA_MR || kernel.name().startsWith("ib_")) {
          yield Recipe.R9;
        }
        if (known.single()) {
          yield own ? Recipe.R1 : Recipe.R2;
        }
        if (known.consumption().use() == Use.DMAENGINE_PREP) {
          yield Recipe.R10;
        }
        yield byOrigin(known.origin());
      }
    };
  }

  private static boolean isHygiene(Known known) {
    return known.bookkeeping().count() == Count.SGT_NENTS_LEGACY
        || known.bookkeeping().result() == Result.SGT_NENTS;
  }

  private static Recipe byOrigin(Origin origin) {
    return switch (origin) {
      case SCSI_CMND -> Recipe.R3;
      case CRYPTO_REQ -> Recipe.R4;
      case MMC_DATA -> Recipe.R5;
      case BLK_RQ_MAP_SG -> Recipe.R7;
      case BSG_JOB, LIBSAS_TASK, TARGET_CORE_CMD, HSI_MSG, MEMSTICK_REQ, LIBATA_QC, SPI_TRANSFER ->
          Recipe.R11;
      case USB_GADGET_REQ, USB_URB, FPGA_MGR, INDIRECT_OP -> Recipe.R12;
      case DMA_BUF_EXPORT, DMA_BUF_IMPORT, DMA_GET_SGTABLE -> Recipe.R8;
      case RDMA_UMEM, RDMA_RW -> Recipe.R9;
      case BUILT_ARRAY,
          BUILT_SG_TABLE,
          SINGLE_MEMBER,
          SG_ALLOC_TABLE_FROM_PAGES,
          DRM_PRIME_PAGES_TO_SG,
          SKB_TO_SGVEC ->
          Recipe.R6;
      case UNKNOWN -> Recipe.R12;
    };
  }
}
