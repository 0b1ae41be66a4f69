// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.CallLayout.Arg;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// The edits that turn the hand-made table mappings of one function, and everything that reads
/// their counts, into table mappings.
final class TableRewrite {

  private final FunctionCode code;
  private final Context context;
  private final List<Draft> drafts = new ArrayList<>();
  private final Set<Outcome.Touched> touched = new LinkedHashSet<>();
  private final List<LocalDeclarations.Declared> unused = new ArrayList<>();
  private boolean fixesCount;
  private boolean fixesTest;
  private boolean usesNents;

  TableRewrite(FunctionCode code, Context context) {
    this.code = code;
    this.context = context;
  }

  /// Converts the mapping `map` of `table`, or says why not and leaves what was added before.
  void add(Occurrence map, TableRef list) throws RefusedException {
    Draft draft = new Draft();
    TableRef count = checkedCount(map, list);
    TableRef table = new TableRef(count.table(), count.arrow(), "sgl", code);
    TableResult result = TableResult.of(map, table);
    TableUses uses = uses(map, table, result, count);
    result.edit(draft, this::mapCall);
    for (TableUses.Call unmap : uses.calls()) {
      editCall(unmap, draft);
    }
    for (TableUses.Loop loop : uses.loops()) {
      SgTableLoop.replaceHead(loop.stmt(), loop.table(), loop.dma(), draft);
    }
    for (Occurrence read : uses.counts()) {
      TableRef ref = TableRef.of(read.expr(), read.in()).orElseThrow();
      draft.replace(read.in().file(), read.span(), ref.member("orig_nents"));
    }
    fixesCount |= uses.unmapsByMappedCount();
    usesNents |= count.member().equals("nents");
    fixesTest |= !result.result().deadTests().isEmpty();
    touched.add(new Outcome.Touched(code.file().path(), code.name()));
    uses.functions().forEach(f -> touched.add(new Outcome.Touched(f.file().path(), f.name())));
    result.unused().ifPresent(unused::add);
    drafts.add(draft);
  }

  /// Who else uses the table. When the call passes orig_nents and keeps the result in nents, the
  /// table is left exactly as dma_map_sgtable() leaves it, so users out of view do not matter.
  private TableUses uses(Occurrence map, TableRef table, TableResult result, TableRef count)
      throws RefusedException {
    boolean sameAsBefore = result.storedToNents() && count.member().equals("orig_nents");
    try {
      TableUses uses =
          TableUses.of(
              TableFamily.of(table, context.tree()),
              result,
              count.member().equals("sgl")
                  ? Optional.of(code.text(((Expr.Call) map.expr()).args().get(2).span()))
                  : Optional.empty());
      if (sameAsBefore && uses.calls().isEmpty()) {
        return TableUses.byOrigNents(context.tree().functions(code.file().path()));
      }
      if (!sameAsBefore) {
        uses.check(map, table);
      }
      return uses;
    } catch (RefusedException e) {
      if (!sameAsBefore) {
        throw e;
      }
      return TableUses.byOrigNents(context.tree().functions(code.file().path()));
    }
  }

  private static TableRef checkedCount(Occurrence map, TableRef table) throws RefusedException {
    Expr count = ((Expr.Call) map.expr()).args().get(2);
    Optional<TableRef> own =
        TableRef.of(count, map.in())
            .filter(c -> c.member().endsWith("nents") && c.same(table))
            .or(() -> allocated(count, map, table));
    if (own.isEmpty()) {
      throw RefusedException.assist(
          map,
          "the count passed here is not the table's own; show that it equals orig_nents first");
    }
    return own.get();
  }

  /// The table's count when the function allocated it with the very number it maps.
  private static Optional<TableRef> allocated(Expr count, Occurrence map, TableRef table) {
    FunctionCode code = map.in();
    SourceText text = new SourceText(code.file().text());
    return code.calls("sg_alloc_table").stream()
        .filter(c ->
            c.span().end() <= map.span().start()
                && c.expr() instanceof Expr.Call call
                && call.args().size() == 3
                && text.joined(call.args().get(0).span()).equals(table.pointer())
                && Constants.fixed(count, code)
                && text.joined(call.args().get(1).span()).equals(text.joined(count.span())))
        .findFirst()
        .map(_ -> table);
  }

  /// The text of the mapping call, starting at `column`.
  private String mapCall(Occurrence map, TableRef table, int column) {
    SourceText text = new SourceText(code.file().text());
    Expr.Call call = (Expr.Call) map.expr();
    return CallLayout.callOf(
        column,
        "dma_map_sgtable",
        List.of(
            Arg.kept(text, call.args().get(0).span()),
            Arg.of(table.pointer()),
            directionAndAttrs(text, call)),
        after(text, map.span()));
  }

  /// Direction and attributes, kept together on a line.
  private static Arg directionAndAttrs(SourceText text, Expr.Call call) {
    String attrs = call.args().size() > 4 ? text.joined(call.args().get(4).span()) : "0";
    return Arg.of(text.joined(call.args().get(3).span()) + ", " + attrs);
  }

  private static int after(SourceText text, Span span) {
    return text.text().substring(span.end(), text.lineAfter(span.end())).stripTrailing().length();
  }

  private static void editCall(TableUses.Call use, Draft draft) {
    SourceFile file = use.call().in().file();
    SourceText text = new SourceText(file.text());
    Expr.Call call = (Expr.Call) use.call().expr();
    String old = call.name().orElse("");
    List<Arg> args = new ArrayList<>();
    args.add(Arg.kept(text, call.args().get(0).span()));
    args.add(Arg.of(use.table().pointer()));
    boolean unmap = old.startsWith("dma_unmap_sg");
    args.add(
        unmap ? directionAndAttrs(text, call) : Arg.of(text.joined(call.args().get(3).span())));
    String callee = unmap ? "dma_unmap_sgtable" : old.replace("dma_sync_sg_", "dma_sync_sgtable_");
    draft.replace(
        file,
        use.call().span(),
        CallLayout.callOf(
            text.column(use.call().span().start()), callee, args, after(text, use.call().span())));
  }

  /// The rewrite of all mappings that were added; empty when there are none.
  Optional<Outcome.Proposal> proposal() {
    if (drafts.isEmpty()) {
      return Optional.empty();
    }
    Draft all = drafts.getFirst();
    drafts.stream().skip(1).forEach(all::addAll);
    new LocalDeclarations(code).removeAll(unused, all);
    return Optional.of(
        new Outcome.Proposal(all.files(), List.copyOf(touched), "use dma_map_sgtable()", why()));
  }

  private String why() {
    String fix =
        fixesCount
            ? " The unmap used the mapped count, which leaks the rest behind an IOMMU that merges"
                + " entries; dma_unmap_sgtable() uses the original one."
            : "";
    String test =
        fixesTest
            ? " dma_map_sg() returns 0 on failure, never a negative number, so that the failure"
                + " went unseen; dma_map_sgtable() returns an error code."
            : "";
    String today =
        usesNents
            ? "() maps the list of a struct sg_table by hand and uses nents for the number of"
                + " entries that the CPU filled. dma_map_sgtable() keeps that number in"
                + " orig_nents, and the number that the device may use in nents."
            : "() maps the list of a struct sg_table by hand. dma_map_sgtable() does it, and keeps"
                + " the number of entries that the device may use in nents.";
    return code.name() + today + fix + test;
  }
}
