// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.fact.Origin;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;

/// What the recipes of stage outputs have in common; they differ in whose list is mapped.
sealed interface ListRecipe extends Recipe
    permits CryptoRequestVectors,
        MmcDataVectors,
        BorrowedListVectors,
        BorrowedEntryVector,
        OwnListVectors {

  /// Whether a list with this origin is the recipe's, empty for one that the driver has itself.
  boolean takes(Optional<Origin> origin);

  /// Whether it is about mappings of exactly one entry.
  default boolean single() {
    return false;
  }

  @Override
  default Stage stage() {
    return Stage.OUTPUTS;
  }

  @Override
  default Set<String> words() {
    return Set.of("dma_map_sg", "dma_map_sg_attrs", "dma_map_sgtable");
  }

  @Override
  default Set<Dialect> dialects() {
    return EnumSet.of(Dialect.PHYR);
  }

  @Override
  default List<Outcome> apply(FunctionCode function, Context context) {
    List<Occurrence> maps =
        MapCalls.maps(function).stream().filter(call -> isMine(call, context)).toList();
    List<Outcome> outcomes = new ArrayList<>();
    for (Occurrence map : maps) {
      Outcome outcome =
          context.memo().of(Outcome.class, List.of(id(), map), () -> outcome(map, context));
      if (outcomes.stream().noneMatch(o -> same(o, outcome))) {
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }

  private static boolean same(Outcome a, Outcome b) {
    return a instanceof Outcome.Proposal p
        && b instanceof Outcome.Proposal q
        && p.edits().equals(q.edits());
  }

  private Outcome outcome(Occurrence map, Context context) {
    try {
      return ListVectors.of(map, context.tree())
          .proposal(
              map,
              "keep DMA vectors apart from the scatterlist",
              map.in().name()
                  + "() maps a scatterlist, which then is the input of the mapping and the place of"
                  + " its output, with two different entry counts. Keep what the device sees in a"
                  + " struct dma_vecs, and read it there; the list stays what it was before the"
                  + " mapping. The vectors of more than one entry take memory, and without it the"
                  + " mapping fails.");
    } catch (RefusedException e) {
      return e.refusal();
    } catch (IllegalStateException | IllegalArgumentException e) {
      return RefusedException.assist(map, "the edits of this driver meet: " + e.getMessage())
          .refusal();
    }
  }

  private boolean isMine(Occurrence call, Context context) {
    Expr.Call map = (Expr.Call) call.expr();
    boolean one = !MapCalls.isTable(call) && Constants.is(map.args().get(2), 1, call.in());
    if (one != single()) {
      return false;
    }
    Optional<ListKey> key = MapCalls.key(call);
    return key.isPresent()
        && takes(key.get().origin())
        && !(single() && key.get().origin().isEmpty() && isEntry(map.args().get(1), call, context));
  }

  /// Whether the entry is a variable of the driver, and no list.
  private static boolean isEntry(Expr list, Occurrence call, Context context) {
    try {
      return OwnEntry.of(list, call.in(), context.tree()).isPresent();
    } catch (RefusedException _) {
      return true;
    }
  }
}
