// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.dialect.Feature;

/// One entry that another subsystem lends is mapped by its physical address, in a function that
/// maps, reads and unmaps it.
public final class BorrowedEntryPhys implements Recipe {

  @Override
  public String id() {
    return "borrowed-entry-phys";
  }

  @Override
  public String family() {
    return "R2";
  }

  @Override
  public String title() {
    return "map one borrowed entry by its physical address";
  }

  @Override
  public String about() {
    return "`dma_map_sg(dev, sg, 1, dir)` becomes `dma_map_phys(dev, sg_phys(sg), sg->length, dir,"
        + " 0)`, tested by `dma_mapping_error()`; `sg_dma_address(sg)` becomes the local that keeps"
        + " the address, `sg_dma_len(sg)` becomes `sg->length`, and every unmap gets both. Taken"
        + " where one function maps, reads and unmaps the entry. Refused: a tree without"
        + " `dma_map_phys()`, result never tested, an entry that goes to another function or is"
        + " read or unmapped in one, a pointer that moves on.";
  }

  @Override
  public Set<String> words() {
    return Set.of("dma_map_sg", "dma_map_sg_attrs");
  }

  @Override
  public Set<Dialect> dialects() {
    return EnumSet.of(Dialect.UPSTREAM);
  }

  @Override
  public List<Outcome> apply(FunctionCode function, Context context) {
    List<Outcome> outcomes = new ArrayList<>();
    List<BorrowedEntry> entries = new ArrayList<>();
    for (Occurrence call :
        Stream.concat(
                function.calls("dma_map_sg").stream(), function.calls("dma_map_sg_attrs").stream())
            .toList()) {
      if (!isOneBorrowed(call, context)) {
        continue;
      }
      try {
        if (!context.api().has(Feature.MAP_PHYS)) {
          throw RefusedException.refuse(
              call,
              "this tree has no dma_map_phys(), which maps one entry without a list: it came with"
                  + " 6.18");
        }
        entries.add(BorrowedEntry.of(call, context.tree()));
      } catch (RefusedException e) {
        outcomes.add(e.refusal());
      }
    }
    if (!entries.isEmpty()) {
      outcomes.add(proposal(function, entries, context, outcomes));
    }
    return outcomes;
  }

  private static boolean isOneBorrowed(Occurrence call, Context context) {
    if (!(call.expr() instanceof Expr.Call map)
        || map.args().size() < 4
        || !Constants.is(map.args().get(2), 1, call.in())) {
      return false;
    }
    if (OneOwnEntry.isLent(map.args().get(1), call.in())) {
      return true;
    }
    try {
      return OwnEntry.of(map.args().get(1), call.in(), context.tree()).isEmpty();
    } catch (RefusedException _) {
      return false;
    }
  }

  private static Outcome proposal(
      FunctionCode function, List<BorrowedEntry> entries, Context context, List<Outcome> before) {
    try {
      if (!before.isEmpty()) {
        throw RefusedException.assist(
            entries.getFirst().map(),
            "another entry of this function has to be converted by hand first");
      }
      return new BorrowedEntryRewrite(function, entries, context.tree()).proposal();
    } catch (RefusedException e) {
      return e.refusal();
    }
  }

  /// The entry that a mapping call takes, as a name for its address: `request_dma`.
  static Optional<String> stem(Occurrence map) {
    return ListKey.of(((Expr.Call) map.expr()).args().get(1), map.in())
        .map(ListKey::vectors)
        .filter(v -> v.endsWith("_vecs"))
        .map(v -> v.substring(0, v.length() - "_vecs".length()));
  }
}
