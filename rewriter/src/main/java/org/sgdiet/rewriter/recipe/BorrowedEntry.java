// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// A borrowed entry that one function maps, with all that the function does with it.
///
/// @param map the mapping call
/// @param result what becomes of its result
/// @param addresses `sg_dma_address(sg)`
/// @param lengths `sg_dma_len(sg)`
/// @param unmaps calls that undo it
record BorrowedEntry(
    Occurrence map,
    MapResult result,
    List<Occurrence> addresses,
    List<Occurrence> lengths,
    List<Occurrence> unmaps) {

  private static final Set<String> OUTPUTS =
      Set.of("sg_dma_address", "sg_dma_len", "dma_unmap_sg", "dma_unmap_sg_attrs");

  /// The entry of a mapping call, or why it cannot be one.
  static BorrowedEntry of(Occurrence map, CodeTree tree) throws RefusedException {
    MapResult result = MapResult.of(map, 1);
    if (!result.deadTests().isEmpty()) {
      throw RefusedException.refuse(
          result.deadTests().getFirst(),
          "dma_map_sg() returns 0 on failure, never a negative count: fix the test first");
    }
    if (!result.tested()) {
      throw RefusedException.refuse(map, "the mapping's result is never tested: fix that first");
    }
    if (!result.reads().isEmpty() || !result.failureReads().isEmpty()) {
      List<Occurrence> reads = new ArrayList<>(result.reads());
      reads.addAll(result.failureReads());
      throw RefusedException.assist(
          reads.getFirst(), "the returned count is used here beyond the error test");
    }
    BorrowedEntry entry =
        new BorrowedEntry(map, result, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    entry.checkStable();
    entry.collect();
    entry.checkElsewhere(tree);
    if (entry.unmaps.isEmpty()) {
      throw RefusedException.assist(
          map, "the entry is unmapped in another function: the address has to be kept for it");
    }
    return entry;
  }

  Expr list() {
    return ((Expr.Call) map.expr()).args().get(1);
  }

  /// The list as written, without white space.
  private String text() {
    return spelled(list(), map.in());
  }

  private static String spelled(Expr expr, FunctionCode code) {
    return code.text(expr.span()).replaceAll("\\s+", "");
  }

  private void checkStable() throws RefusedException {
    Expr root = list();
    boolean moved = false;
    while (true) {
      switch (root) {
        case Expr.Member m -> root = m.base();
        case Expr.Unary u when u.operator() == UnaryOperator.ADDRESS_OF -> root = u.operand();
        case Expr.Name name -> {
          if (Entity.of(name, map.in()).orElse(null) instanceof Entity.Local local) {
            int values = Assignments.of(local, map.in()).size();
            moved = local.parameter() ? values > 0 : values != 1;
          }
          if (moved) {
            throw RefusedException.assist(
                map,
                "'" + map.in().text(name.span()) + "' moves on, so the entry is another one later");
          }
          return;
        }
        default ->
            throw RefusedException.assist(
                map, "'" + text() + "' is no plain expression that still names the entry later");
      }
    }
  }

  private void collect() throws RefusedException {
    for (Occurrence o : map.in().occurrences()) {
      if (!spelled(o.expr(), map.in()).equals(text()) || o.parent().isEmpty()) {
        continue;
      }
      Optional<Occurrence.Argument> argument = o.argument();
      if (argument.isEmpty()) {
        if (Assignments.written(o) && !(o.expr() instanceof Expr.Name)) {
          throw RefusedException.assist(o, "the list is set here, in the function that maps it");
        }
        continue;
      }
      Occurrence call = argument.get().callOccurrence();
      switch (argument.get().name()) {
        case "dma_map_sg", "dma_map_sg_attrs" -> {
          if (!call.equals(map)) {
            throw RefusedException.assist(
                call, "the entry is mapped here as well; convert both mappings in one change");
          }
        }
        case "dma_unmap_sg", "dma_unmap_sg_attrs" -> unmaps.add(call);
        case "sg_dma_address" -> addresses.add(call);
        case "sg_dma_len" -> lengths.add(call);
        default -> {
          String name = argument.get().name();
          if (!KernelApi.isMessage(name) && !name.matches("sg_(virt|page|phys|nents|copy_\\w+)")) {
            throw RefusedException.assist(
                call, "the entry goes to %s(), which may read its DMA side".formatted(name));
          }
        }
      }
    }
    for (Occurrence unmap : unmaps) {
      if (!Constants.is(((Expr.Call) unmap.expr()).args().get(2), 1, unmap.in())) {
        throw RefusedException.refuse(
            unmap, "the unmap takes another count than the map: fix that first");
      }
    }
    for (Occurrence output : addresses) {
      if (Assignments.written(output)) {
        throw RefusedException.refuse(output, "the DMA side is written by hand here");
      }
    }
  }

  /// No other function of the driver may read or undo what this one maps.
  private void checkElsewhere(CodeTree tree) throws RefusedException {
    Optional<ListKey> key = ListKey.of(list(), map.in()).filter(k -> k.member().isPresent());
    if (key.isEmpty()) {
      return;
    }
    for (FunctionCode code : DriverUnit.of(map.path(), OUTPUTS, tree).functions(OUTPUTS, tree)) {
      if (code.name().equals(map.in().name())) {
        continue;
      }
      for (Occurrence call : code.occurrences()) {
        if (!(call.expr() instanceof Expr.Call(Expr.Name(String name, _), List<Expr> args, _))
            || !OUTPUTS.contains(name)) {
          continue;
        }
        int index = name.startsWith("dma_unmap") ? 1 : 0;
        boolean same =
            args.size() > index
                && ListKey.of(args.get(index), code).filter(key.get()::is).isPresent();
        if (same) {
          throw RefusedException.assist(
              call,
              "%s() in %s() works on the same list: the address has to be kept for it"
                  .formatted(name, code.name()));
        }
      }
    }
  }
}
