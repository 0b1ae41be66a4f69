// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.Flow;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.recipe.EntryUse.Kind;

/// A scatterlist of one entry that the driver fills only to map one buffer becomes a mapping of
/// that buffer.
public final class OneOwnEntry implements Recipe {

  @Override
  public String id() {
    return "one-own-entry";
  }

  @Override
  public String family() {
    return "R1";
  }

  @Override
  public String title() {
    return "map one own buffer without a scatterlist";
  }

  @Override
  public String about() {
    return "`sg_init_one()` or `sg_set_buf()`, `dma_map_sg(…, 1, …)` and what reads the entry"
        + " become `dma_map_single()` (`dma_map_page()` for `sg_set_page()`), tested by"
        + " `dma_mapping_error()`; every unmap, sync and dmaengine preparation gets the"
        + " length that was mapped. A struct member becomes a `dma_addr_t`, and a length"
        + " where the length cannot be read from elsewhere. In the `phyr` dialect a `struct"
        + " phyr` goes in and a `struct dma_vec` comes out. Refused: result never tested,"
        + " never unmapped, entry of a longer list, entry handed to another function, output"
        + " fields written by hand.";
  }

  @Override
  public Set<String> words() {
    return Set.of("dma_map_sg", "dma_map_sg_attrs");
  }

  @Override
  public Set<Dialect> dialects() {
    return EnumSet.of(Dialect.UPSTREAM, Dialect.PHYR);
  }

  @Override
  public List<Outcome> apply(FunctionCode function, Context context) {
    List<Outcome> outcomes = new ArrayList<>();
    Stream.concat(
            function.calls("dma_map_sg").stream(), function.calls("dma_map_sg_attrs").stream())
        .forEach(call -> outcomes.add(outcome(call, context)));
    outcomes.removeIf(o -> o instanceof Outcome.NotApplicable);
    return outcomes;
  }

  private static Outcome outcome(Occurrence call, Context context) {
    FunctionCode code = call.in();
    if (!(call.expr() instanceof Expr.Call map)
        || map.args().size() < 4
        || !Constants.is(map.args().get(2), 1, code)
        || isLent(map.args().get(1), code)) {
      return new Outcome.NotApplicable();
    }
    try {
      Optional<OwnEntry> entry = OwnEntry.of(map.args().get(1), code, context.tree());
      if (entry.isEmpty()) {
        return new Outcome.NotApplicable();
      }
      return new OneEntryRewrite(entry.get(), checked(entry.get(), call), context).proposal();
    } catch (RefusedException e) {
      return e.refusal();
    }
  }

  /// Whether another subsystem fills the entry.
  static boolean isLent(Expr entry, FunctionCode code) {
    return ListKey.of(entry, code).flatMap(ListKey::origin).isPresent();
  }

  /// The entry's mapping, once nothing speaks against it.
  private static OneEntryRewrite.Mapping checked(OwnEntry entry, Occurrence call)
      throws RefusedException {
    List<EntryUse> maps = entry.of(Kind.MAP);
    if (maps.size() > 1) {
      Occurrence other =
          maps.getFirst().at().equals(call) ? maps.get(1).at() : maps.getFirst().at();
      throw RefusedException.assist(
          other, "the entry is mapped here as well; convert both mappings in one change");
    }
    List<EntryUse> fills = entry.of(Kind.FILL);
    if (fills.size() != 1) {
      Occurrence where = fills.size() > 1 ? fills.get(1).at() : call;
      throw RefusedException.assist(
          where,
          fills.isEmpty()
              ? "the entry is not filled by the driver itself"
              : "the entry is filled in more than one place");
    }
    EntryUse fill = fills.getFirst();
    MapResult result = MapResult.of(maps.getFirst().at(), 1);
    if (!result.deadTests().isEmpty()) {
      throw RefusedException.refuse(
          result.deadTests().getFirst(),
          "dma_map_sg() returns 0 on failure, never a negative count: fix the test first");
    }
    if (!result.tested()) {
      throw RefusedException.refuse(call, "the mapping's result is never tested: fix that first");
    }
    if (entry.of(Kind.UNMAP).isEmpty()) {
      throw RefusedException.refuse(call, "the mapping is never undone: fix that first");
    }
    checkOrder(fill.at(), call);
    checkReads(result);
    return new OneEntryRewrite.Mapping(maps.getFirst(), fill, result);
  }

  private static void checkReads(MapResult result) throws RefusedException {
    for (Occurrence read : result.failureReads()) {
      throw RefusedException.refuse(
          read, "the 0 of a failed mapping is used here as if nothing had failed: fix that first");
    }
    for (Occurrence read : result.reads()) {
      boolean prepares =
          read.argument()
              .filter(a -> a.name().equals("dmaengine_prep_slave_sg") && a.index() == 2)
              .isPresent();
      if (!prepares) {
        throw RefusedException.assist(
            read, "the returned count is used here beyond the error test");
      }
    }
  }

  private static void checkOrder(Occurrence fill, Occurrence call) throws RefusedException {
    if (fill.in() != call.in()) {
      throw RefusedException.assist(
          fill, "the entry is filled in another function than it is mapped in");
    }
    FunctionCode code = call.in();
    Optional<Stmt> block = code.parent(fill.statement());
    boolean before =
        block.filter(b -> b instanceof Stmt.Block && b.span().contains(call.span())).isPresent()
            && fill.span().end() <= call.span().start()
            && Flow.of(code).reaches(fill.expr(), call.expr());
    if (!before) {
      throw RefusedException.assist(fill, "the entry is filled on some paths to the mapping only");
    }
  }
}
