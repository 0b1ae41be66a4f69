// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.fact.Bookkeeping.Count;
import org.sgdiet.analyzer.fact.Bookkeeping.Result;
import org.sgdiet.analyzer.fact.Consumption.Use;
import org.sgdiet.analyzer.fact.MapFacts.Blocker;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;

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
  private final MixedSides sides;

  Decisions(DriverFlow facts) {
    this.facts = facts;
    this.sides = new MixedSides(facts);
  }

  /// What was found out about a site before the decision.
  ///
  /// @param undone whether any call may undo the mapping
  /// @param surelyUndone whether a call was shown to
  record Known(
      FoundCall found,
      Origin origin,
      Consumption consumption,
      List<Reader> readers,
      boolean single,
      Bookkeeping bookkeeping,
      String framework,
      List<Path> back,
      boolean undone,
      boolean surelyUndone) {}

  /// Every reason against a rewrite, refusals first.
  List<Blocker> blockers(Known known) {
    List<Blocker> found = new ArrayList<>(contract(known));
    int line = known.found().place().line();
    if (known.bookkeeping().unchecked()) {
      found.add(
          new Blocker(
              known.found().kernel().name()
                  + "() result is never checked: fix that first, a rewrite has no error path to"
                  + " use",
              true,
              line));
    }
    found.addAll(sides.of(known));
    found.addAll(questions(known));
    return found;
  }

  /// What a rewrite of the mapping function alone would leave open.
  private List<Blocker> questions(Known known) {
    List<Blocker> found = new ArrayList<>();
    int line = known.found().place().line();
    Consumption main = known.consumption();
    known.readers().stream()
        .filter(r -> isOutside(known, r))
        .min(Comparator.comparing(r -> r.where() != main.where() || r.use() != main.use()))
        .ifPresent(r -> found.add(new Blocker(outside(known, r), false, line)));
    if (main.equals(Consumption.NONE)) {
      found.add(
          new Blocker(
              "nobody in this driver was found to read the outputs: whoever does needs them in"
                  + " another form",
              false,
              line));
    }
    for (ListUse use : facts.uses().in(known.found().body())) {
      if (use.effect() == Effect.EXPORT && facts.meets(use, known.back())) {
        found.add(
            new Blocker(
                use.call().map(KernelCall::name).orElse("the callee")
                    + "() takes the list itself: it needs a form for vectors",
                false,
                use.line()));
      }
    }
    uncertainEnd(known).ifPresent(found::add);
    return found;
  }

  /// Whether a reader stands where a rewrite of the mapping function does not get by itself.
  private boolean isOutside(Known known, Reader reader) {
    return switch (reader.where()) {
      case SAME_FUNCTION, ELSEWHERE -> false;
      case HELPER_SAME_FILE ->
          sides.isGiven(known, reader)
              || goesOn(known, reader)
              || byOrigin(known.origin()) == Recipe.R11;
      case HELPER_OTHER_FILE, OTHER_FUNCTION_SAME_FILE, OTHER_FILE_SAME_DIR, OTHER_FUNCTION -> true;
    };
  }

  /// Whether a reader reads the entry that a walk has come to, which a structure keeps from one
  /// call to the next.
  private boolean goesOn(Known known, Reader reader) {
    return facts.readersNear(known.found().body().file().path()).stream()
        .filter(u -> u.line() == reader.place().line())
        .filter(u -> u.body().name().equals(reader.place().function()))
        .flatMap(u -> facts.seenByCallers(u).stream())
        .anyMatch(
            p -> !(p.root() instanceof Root.Local) && p.last().filter(facts::isCursor).isPresent());
  }

  /// That no call is known to undo the mapping: all that do convert with it.
  private static Optional<Blocker> uncertainEnd(Known known) {
    if (known.surelyUndone()) {
      return Optional.empty();
    }
    return Optional.of(
        new Blocker(
            known.undone()
                ? "no call was shown to undo this mapping: all that may undo it convert with it"
                : "no call was found that undoes the mapping",
            false,
            known.found().place().line()));
  }

  private static String outside(Known known, Reader reader) {
    Place at = reader.place();
    String place = at.file().equals(known.found().place().file()) ? "line " : at.file() + ":";
    String read = "outputs are read in " + at.function() + "() (" + place + at.line() + ")";
    return switch (reader.where()) {
      case HELPER_SAME_FILE, HELPER_OTHER_FILE -> read + ": it has to be converted too";
      case SAME_FUNCTION,
          OTHER_FUNCTION_SAME_FILE,
          OTHER_FILE_SAME_DIR,
          OTHER_FUNCTION,
          ELSEWHERE ->
          read + ": they need a home in a structure";
    };
  }

  private List<Blocker> contract(Known known) {
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
    if (isProtection(known)) {
      found.add(
          new Blocker(
              "protection list: only blk_rq_integrity_dma_map_iter_start() maps it without a"
                  + " scatterlist, from 6.18 on",
              true,
              0));
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

  private boolean isProtection(Known known) {
    return known.back().stream().anyMatch(p -> p.members().stream().anyMatch(this::isProtection))
        || (known.origin() == Origin.BLK_RQ_MAP_SG && isBuiltForProtection(known));
  }

  /// Whether the only calls that build the list from a request take its protection information.
  private boolean isBuiltForProtection(Known known) {
    List<String> makers =
        facts.fillersNear(known.found().body().file().path(), known.back()).stream()
            .filter(f -> f.effect() == Effect.BUILD && facts.meets(f, known.back()))
            .flatMap(f -> f.call().stream())
            .map(KernelCall::name)
            .toList();
    return !makers.isEmpty() && makers.stream().allMatch(facts.api()::makesProtection);
  }

  private boolean isProtection(MemberKey member) {
    return facts.api().isProtection(member);
  }

  /// The recipe and the verdict.
  Decision decide(Known known, List<Blocker> blockers) {
    Recipe recipe = recipe(known);
    boolean refused = blockers.stream().anyMatch(Blocker::refuses);
    if (recipe == Recipe.R0) {
      return uncertainEnd(known)
          .map(b -> new Decision(recipe, Verdict.ASSIST, b.reason()))
          .orElseGet(() -> new Decision(recipe, Verdict.MECHANICAL, ""));
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
