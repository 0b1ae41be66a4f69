// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.dialect.Feature;

/// A `struct sg_table` that is mapped, unmapped and walked by hand is mapped as a table.
public final class SgTableMap implements Recipe {

  @Override
  public String id() {
    return "sg-table-map";
  }

  @Override
  public String family() {
    return "R0";
  }

  @Override
  public String title() {
    return "map a table as a table";
  }

  @Override
  public String about() {
    return "`dma_map_sg(dev, sgt->sgl, sgt->nents, dir)` becomes `dma_map_sgtable()`, which returns"
        + " 0 and keeps the mapped count in `sgt->nents`: the error test is inverted, every"
        + " use of the returned count reads `sgt->nents`, every other read of `nents`"
        + " becomes `orig_nents`, loops get the iterator of their side, and all unmaps and"
        + " syncs of the table become `dma_unmap_sgtable()` and `dma_sync_sgtable_for_*()`."
        + " Map and unmaps convert together or not at all. Refused: `nents` written by hand,"
        + " a table whose users are not all in view, an untested mapping, a count that is"
        + " not the table's.";
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
    if (!context.api().has(Feature.MAP_SGTABLE)) {
      return List.of();
    }
    List<Outcome> outcomes = new ArrayList<>();
    Map<Occurrence, TableRef> calls = new LinkedHashMap<>();
    Stream.concat(
            function.calls("dma_map_sg").stream(), function.calls("dma_map_sg_attrs").stream())
        .forEach(call -> table(call).ifPresent(t -> calls.put(call, t)));
    if (calls.isEmpty()) {
      return outcomes;
    }
    TableRewrite rewrite = new TableRewrite(function, context);
    for (Map.Entry<Occurrence, TableRef> call : calls.entrySet()) {
      try {
        rewrite.add(call.getKey(), call.getValue());
      } catch (RefusedException e) {
        outcomes.add(e.refusal());
      }
    }
    rewrite.proposal().ifPresent(outcomes::add);
    return outcomes;
  }

  private static Optional<TableRef> table(Occurrence call) {
    return call.expr() instanceof Expr.Call c && c.args().size() >= 4
        ? TableRef.of(c.args().get(1), call.in()).filter(t -> t.member().equals("sgl"))
        : Optional.empty();
  }
}
