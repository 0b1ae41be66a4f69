// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;

/// What is done with the counts and the list of the tables that one mapping may mean.
///
/// @param calls unmaps and syncs of the list
/// @param loops `for_each_sg()` loops over the list by its count
/// @param counts reads of `nents` that mean the entries the CPU filled
/// @param unmapsByMappedCount whether an unmap passes the mapped count today
record TableUses(
    List<Call> calls, List<Loop> loops, List<Occurrence> counts, boolean unmapsByMappedCount) {

  /// An unmap or sync call.
  record Call(Occurrence call, TableRef table) {}

  /// A loop.
  record Loop(Stmt.Each stmt, TableRef table, boolean dma) {}

  /// @param mappedCount the constant that the mapping passes in the place of the table's count,
  ///   when it does and it is the number the table was allocated with
  static TableUses of(TableFamily family, TableResult result, Optional<String> mappedCount)
      throws RefusedException {
    List<Call> calls = new ArrayList<>();
    List<Loop> loops = new ArrayList<>();
    List<Occurrence> counts = new ArrayList<>();
    Set<Expr> done = new LinkedHashSet<>();
    boolean byMapped = false;
    for (Occurrence member : family.members()) {
      Optional<TableRef> ref = TableRef.of(member.expr(), member.in());
      if (ref.isEmpty() || !done.add(member.expr())) {
        continue;
      }
      switch (ref.get().member()) {
        case "nents" -> count(member, ref.get(), result, loops, counts);
        case "sgl" -> list(member, ref.get(), calls, mappedCount);
        case "orig_nents" -> {
          // set or read by hand: means the same before and after
        }
        default -> {
          // `sg_table` has no other member
        }
      }
    }
    for (Call call : calls) {
      byMapped |= result.storedToNents() && countIs(call, "nents");
    }
    return new TableUses(calls, loops, counts, byMapped);
  }

  /// Unmaps in `functions` that say orig_nents already: the table form is the same call.
  static TableUses byOrigNents(List<FunctionCode> functions) {
    List<Call> calls = new ArrayList<>();
    for (FunctionCode code : functions) {
      for (Occurrence call : code.calls("dma_unmap_sg")) {
        if (call.expr() instanceof Expr.Call c && c.args().size() == 4) {
          Optional<TableRef> list =
              TableRef.of(c.args().get(1), code).filter(t -> t.member().equals("sgl"));
          Optional<TableRef> count =
              TableRef.of(c.args().get(2), code).filter(t -> t.member().equals("orig_nents"));
          if (list.isPresent() && count.filter(list.get()::same).isPresent()) {
            calls.add(new Call(call, list.get()));
          }
        }
      }
    }
    return new TableUses(calls, List.of(), List.of(), false);
  }

  private static boolean countIs(Call call, String member) {
    return call.call().expr() instanceof Expr.Call c
        && TableRef.of(c.args().get(2), call.call().in())
            .filter(t -> t.member().equals(member))
            .isPresent();
  }

  private static void count(
      Occurrence member,
      TableRef table,
      TableResult result,
      List<Loop> loops,
      List<Occurrence> counts)
      throws RefusedException {
    if (result.stores(member)) {
      return;
    }
    if (Assignments.written(member)) {
      throw RefusedException.refuse(
          member, "nents is set by hand here; dma_map_sgtable() counts from orig_nents");
    }
    if (inCall(member, "dma_map_sg", "dma_unmap_sg", "dma_sync_sg_for_") || result.tests(member)) {
      return;
    }
    if (member.around().isEmpty()
        && member.statement() instanceof Stmt.Each loop
        && loop.macro().equals("for_each_sg")
        && SgTableLoop.table(loop, member.in()).isPresent()) {
      loops.add(loop(loop, table, member, result));
    } else if (!result.storedToNents()) {
      counts.add(member);
    }
  }

  /// The loop in its table form. One that reads both sides, or hands the entry on, comes by all
  /// entries that the CPU filled, as before.
  private static Loop loop(Stmt.Each loop, TableRef table, Occurrence member, TableResult result)
      throws RefusedException {
    LoopSide side = LoopSide.of(loop, member.in());
    if (result.storedToNents() && side.cpuOnly()) {
      throw RefusedException.refuse(
          side.cpu().getFirst(), "the CPU side is walked with the mapped count: fix that first");
    }
    return new Loop(loop, table, result.storedToNents() || side.dmaOnly());
  }

  private static boolean inCall(Occurrence member, String... prefixes) {
    return member
        .argument()
        .filter(a -> {
          for (String prefix : prefixes) {
            if (a.name().startsWith(prefix)) {
              return true;
            }
          }
          return false;
        })
        .isPresent();
  }

  private static void list(
      Occurrence member, TableRef table, List<Call> calls, Optional<String> mappedCount)
      throws RefusedException {
    Optional<Occurrence.Argument> argument = member.argument();
    if (argument.isEmpty() || argument.get().index() != 1) {
      return;
    }
    String name = argument.get().name();
    if (name.startsWith("dma_unmap_sg") || name.startsWith("dma_sync_sg_for_")) {
      Expr.Call call = argument.get().call();
      boolean own =
          TableRef.of(call.args().get(2), member.in())
                  .filter(c -> c.member().endsWith("nents") && c.same(table))
                  .isPresent()
              || mappedCount
                  .filter(member.in().text(call.args().get(2).span())::equals)
                  .isPresent();
      if (!own) {
        throw RefusedException.assist(
            member,
            name + "() gets a count that is not the table's own; show that it is orig_nents");
      }
      calls.add(new Call(argument.get().callOccurrence(), table));
    }
  }

  /// Refuses a mapping that nobody undoes in view.
  void check(Occurrence map, TableRef table) throws RefusedException {
    boolean unmapped =
        calls.stream()
            .anyMatch(c ->
                c.call().expr() instanceof Expr.Call call
                    && call.name().orElse("").startsWith("dma_unmap_sg"));
    if (!unmapped) {
      throw RefusedException.assist(
          map,
          "no unmap of "
              + table.pointer()
              + " is in view; map and unmaps convert together or not at all");
    }
  }

  /// Every function that is touched.
  Set<FunctionCode> functions() {
    Set<FunctionCode> set = new LinkedHashSet<>();
    calls.forEach(c -> set.add(c.call().in()));
    loops.forEach(l -> set.add(l.table().code()));
    counts.forEach(c -> set.add(c.in()));
    return set;
  }
}
