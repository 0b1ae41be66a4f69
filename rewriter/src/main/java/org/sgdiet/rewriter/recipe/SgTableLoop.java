// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.dialect.Feature;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// A loop over a table's entries says by its name which side and which count it means.
public final class SgTableLoop implements Recipe {

  @Override
  public String id() {
    return "sg-table-loop";
  }

  @Override
  public String family() {
    return "R0";
  }

  @Override
  public String title() {
    return "walk a table by the iterator of its side";
  }

  @Override
  public String about() {
    return "`for_each_sg(sgt->sgl, sg, sgt->nents, i)` becomes `for_each_sgtable_dma_sg(sgt, sg,"
        + " i)` when the body reads DMA addresses and lengths only; a loop over pages,"
        + " offsets and lengths becomes `for_each_sgtable_sg()` when it counts `orig_nents`,"
        + " or when the table is mapped after it. Refused: a body that reads both sides, a"
        + " body that hands the entry on.";
  }

  @Override
  public Set<String> words() {
    return Set.of("for_each_sg");
  }

  @Override
  public Set<Dialect> dialects() {
    return EnumSet.of(Dialect.UPSTREAM);
  }

  @Override
  public List<Outcome> apply(FunctionCode function, Context context) {
    if (!context.api().has(Feature.SGTABLE_LOOPS)) {
      return List.of();
    }
    List<Outcome> outcomes = new ArrayList<>();
    Draft draft = new Draft();
    boolean dma = false;
    boolean cpu = false;
    for (Stmt stmt : function.statements()) {
      if (stmt instanceof Stmt.Each loop && loop.macro().equals("for_each_sg")) {
        Optional<TableRef> table = table(loop, function);
        if (table.isEmpty()) {
          continue;
        }
        try {
          checkList(loop, function);
          boolean dmaLoop = dmaSide(loop, function);
          dma |= dmaLoop;
          cpu |= !dmaLoop;
          replaceHead(loop, table.get(), dmaLoop, draft);
        } catch (RefusedException e) {
          outcomes.add(e.refusal());
        }
      }
    }
    if (!draft.files().isEmpty()) {
      outcomes.add(proposal(function, draft, dma, cpu));
    }
    return outcomes;
  }

  private static Outcome.Proposal proposal(
      FunctionCode function, Draft draft, boolean dma, boolean cpu) {
    String iterator =
        dma && cpu
            ? "the sg_table iterators"
            : dma ? "for_each_sgtable_dma_sg()" : "for_each_sgtable_sg()";
    return new Outcome.Proposal(
        draft.files(),
        List.of(new Outcome.Touched(function.file().path(), function.name())),
        "use " + iterator,
        function.name()
            + "() walks a struct sg_table by hand. The number of entries that the CPU filled and"
            + " the number that the device may use can differ; "
            + iterator
            + (dma && cpu ? " say" : " says")
            + " which is meant. No functional change.");
  }

  /// The table that a loop walks by its own count.
  static Optional<TableRef> table(Stmt.Each loop, FunctionCode code) {
    if (loop.args().size() != 4) {
      return Optional.empty();
    }
    Optional<TableRef> list = TableRef.of(loop.args().get(0), code);
    Optional<TableRef> count = TableRef.of(loop.args().get(2), code);
    return list.filter(l ->
        l.member().equals("sgl")
            && count.filter(c -> c.member().endsWith("nents") && c.same(l)).isPresent());
  }

  /// Refuses a list that is walked through a local: it might be left without a reader.
  private static void checkList(Stmt.Each loop, FunctionCode code) throws RefusedException {
    if (loop.args().getFirst() instanceof Expr.Name name && code.local(name).isPresent()) {
      throw RefusedException.at(
          Outcome.Kind.ASSIST,
          code.file().path(),
          code.file().line(loop.span().start()),
          "the list is walked through the local "
              + name.id()
              + "; walk the table itself, and drop the local with its last reader");
    }
  }

  /// Whether the loop is over outputs; refuses what cannot be told or must not be.
  private static boolean dmaSide(Stmt.Each loop, FunctionCode code) throws RefusedException {
    LoopSide side = LoopSide.of(loop, code);
    TableRef count = TableRef.of(loop.args().get(2), code).orElseThrow();
    int line = code.file().line(loop.span().start());
    if (side.mixed()) {
      Occurrence first = side.cpu().getFirst();
      throw RefusedException.refuse(
          first, "one loop reads both sides of an entry; split it before naming its side");
    }
    if (!side.unknown().isEmpty()) {
      throw RefusedException.assist(
          side.unknown().getFirst(),
          "the entry is handed on here; which side is used is not in view");
    }
    if (side.dmaOnly() && count.member().equals("nents")) {
      return true;
    }
    if (side.dmaOnly()) {
      throw RefusedException.at(
          Outcome.Kind.REFUSE,
          code.file().path(),
          line,
          "DMA addresses are walked with orig_nents: fix the count first");
    }
    if (count.member().equals("orig_nents") || mappedLater(loop, count, code)) {
      return false;
    }
    throw RefusedException.at(
        Outcome.Kind.ASSIST,
        code.file().path(),
        line,
        "pages are walked with nents, which counts DMA segments once the table is mapped; whether"
            + " it is, is not in view");
  }

  private static boolean mappedLater(Stmt.Each loop, TableRef table, FunctionCode code) {
    return code.calls("dma_map_sgtable").stream()
        .filter(c -> c.span().start() > loop.span().end())
        .anyMatch(c ->
            c.expr() instanceof Expr.Call call
                && call.args().size() > 1
                && new SourceText(code.file().text())
                    .joined(call.args().get(1).span())
                    .equals(table.pointer()));
  }

  /// Writes the head of a loop over `table`.
  static void replaceHead(Stmt.Each loop, TableRef table, boolean dma, Draft draft) {
    FunctionCode code = table.code();
    SourceText text = new SourceText(code.file().text());
    int end = loop.headSpan().end();
    int after = text.text().substring(end, text.lineAfter(end)).stripTrailing().length();
    draft.replace(
        code.file(),
        loop.headSpan(),
        CallLayout.call(
            text.column(loop.headSpan().start()),
            dma ? "for_each_sgtable_dma_sg" : "for_each_sgtable_sg",
            List.of(
                table.pointer(),
                text.joined(loop.args().get(1).span()),
                text.joined(loop.args().get(3).span())),
            after));
  }
}
