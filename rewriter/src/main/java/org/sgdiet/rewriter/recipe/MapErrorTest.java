// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// The test that a mapping lacks, with an error path that undoes what the function did before.
final class MapErrorTest {

  private final FunctionCode code;
  private final CodeTree tree;
  private final SourceFile file;
  private final SourceText text;
  private Optional<String> local = Optional.empty();

  MapErrorTest(FunctionCode code, CodeTree tree) {
    this.code = code;
    this.tree = tree;
    this.file = code.file();
    this.text = new SourceText(file.text());
  }

  /// Writes the test of the mapping call at `span`.
  void add(Span span, Draft draft) throws RefusedException {
    Occurrence map =
        code.at(span)
            .filter(o -> o.expr() instanceof Expr.Call)
            .orElseThrow(() -> new IllegalStateException(code + ": no call at " + span));
    List<String> undo = new UndoneBefore(code, tree).leaving(map);
    String name = ((Expr.Call) map.expr()).name().orElse("");
    if (name.startsWith("dma_map_sg")) {
      list(map, undo, draft);
    } else {
      handle(map, name, undo, draft);
    }
  }

  private void handle(Occurrence map, String name, List<String> undo, Draft draft)
      throws RefusedException {
    if (!name.startsWith("dma_map_") && !name.equals("skb_frag_dma_map")) {
      throw RefusedException.assist(
          map, "nobody checks what " + name + "() maps: add the test that belongs to it by hand");
    }
    HandleLocal handle =
        HandleLocal.of(map)
            .orElseThrow(() ->
                RefusedException.assist(
                    map,
                    "nobody checks this mapping, and its result goes into a larger expression"));
    String kept = text.joined(handle.keeps().target().span());
    String after = "";
    boolean seen = handle.isInRing() && undo.getLast().startsWith("goto");
    if (handle.isConverted() || seen || !handle.isWide(tree)) {
      if (handle.isOverwritten()) {
        throw RefusedException.assist(
            map, "nobody checks this mapping, and what keeps it is written again: test it by hand");
      }
      if (local.isEmpty()) {
        local = Optional.of(handle.declare(draft));
      }
      kept = local.get();
      handle.keepIn(kept, draft);
      after = handle.store(kept);
    }
    String device = text.joined(((Expr.Call) map.expr()).args().getFirst().span());
    int column = text.column(map.statement().span().start()) + "if (".length();
    String test = CallLayout.call(column, "dma_mapping_error", List.of(device, kept), 3);
    insert(map.statement(), test, undo, after, draft);
  }

  private void list(Occurrence map, List<String> undo, Draft draft) throws RefusedException {
    boolean dropped = map.parent().isEmpty() && map.statement() instanceof Stmt.Expression;
    if (!dropped || !((Expr.Call) map.expr()).name().orElse("").equals("dma_map_sg")) {
      throw RefusedException.assist(map, "nobody checks this mapping: test its result by hand");
    }
    Expr.Call call = (Expr.Call) map.expr();
    int column = text.column(map.span().start()) + "if (!".length();
    String test =
        CallLayout.call(
            column, "dma_map_sg", call.args().stream().map(a -> text.joined(a.span())).toList(), 1);
    String indent = text.indent(map.span().start());
    draft.replace(
        file, map.statement().span(), "if (!" + test + ")" + body(indent, undo).stripTrailing());
  }

  private void insert(Stmt stmt, String test, List<String> undo, String after, Draft draft) {
    String indent = text.indent(stmt.span().start());
    int at = text.lineAfter(stmt.span().end() - 1);
    String next = text.text().substring(at, text.lineAfter(at)).strip();
    String last = after.isEmpty() ? "" : "\n" + indent + after + "\n";
    boolean apart = after.isEmpty() && !next.isEmpty() && !next.equals("}");
    draft.insert(
        file, at, indent + "if (" + test + ")" + body(indent, undo) + last + (apart ? "\n" : ""));
  }

  private static String body(String indent, List<String> undo) {
    int column = SourceText.width(indent + "\t", 0);
    String lines =
        String.join(
            "",
            undo.stream().map(l -> indent + "\t" + CallLayout.wrapped(l, column) + "\n").toList());
    return undo.size() == 1 ? "\n" + lines : " {\n" + lines + indent + "}\n";
  }
}
