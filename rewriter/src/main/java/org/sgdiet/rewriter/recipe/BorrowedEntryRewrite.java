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
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.CallLayout.Arg;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.Realignment;
import org.sgdiet.rewriter.edit.SourceText;

/// The edits that map borrowed entries of one function by their physical addresses.
final class BorrowedEntryRewrite {
  private final FunctionCode code;
  private final List<BorrowedEntry> entries;
  private final CodeTree tree;
  private final SourceFile file;
  private final SourceText text;
  private final Draft draft = new Draft();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<Expr.Call> realigned = new LinkedHashSet<>();

  BorrowedEntryRewrite(FunctionCode code, List<BorrowedEntry> entries, CodeTree tree) {
    this.code = code;
    this.entries = entries;
    this.tree = tree;
    this.file = code.file();
    this.text = new SourceText(file.text());
  }

  Outcome.Proposal proposal() throws RefusedException {
    for (BorrowedEntry entry : entries) {
      rewrite(entry);
    }
    LocalDeclarations declarations = new LocalDeclarations(code);
    declarations.add("dma_addr_t " + String.join(", ", names) + ";", draft);
    for (BorrowedEntry entry : entries) {
      dropUnusedResult(entry, declarations);
    }
    return new Outcome.Proposal(
        draft.files(),
        List.of(new Outcome.Touched(file.path(), code.name())),
        "map a single entry with dma_map_phys()",
        code.name()
            + "() maps one entry of a list that it was given. Map the entry's memory by its"
            + " physical address: the DMA address gets a variable of its own, the length stays the"
            + " entry's, and the error test becomes dma_mapping_error().");
  }

  private void rewrite(BorrowedEntry entry) throws RefusedException {
    String name = free(entry);
    names.add(name);
    String length = length(entry);
    map(entry, name, length);
    for (Occurrence o : entry.addresses()) {
      read(o, name);
    }
    for (Occurrence o : entry.lengths()) {
      read(o, length);
    }
    for (Occurrence unmap : entry.unmaps()) {
      Expr.Call call = (Expr.Call) unmap.expr();
      write(
          unmap,
          "dma_unmap_phys",
          List.of(kept(call, 0), Arg.of(name), Arg.of(length), kept(call, 3), attrs(call)));
    }
  }

  private String free(BorrowedEntry entry) {
    List<String> wanted = new ArrayList<>();
    BorrowedEntryPhys.stem(entry.map()).ifPresent(s -> wanted.add(s + "_dma"));
    wanted.addAll(List.of("dma_addr", "sg_dma", "entry_dma", "mapped_dma"));
    return wanted.stream()
        .filter(n -> !names.contains(n) && !tree.mentions(code, n))
        .findFirst()
        .orElse("sg_dma_addr" + names.size());
  }

  /// The entry's length, on its CPU side.
  private String length(BorrowedEntry entry) {
    return entry.list() instanceof Expr.Unary u && u.operator() == UnaryOperator.ADDRESS_OF
        ? text.joined(u.operand().span()) + ".length"
        : text.joined(entry.list().span()) + "->length";
  }

  private void map(BorrowedEntry entry, String name, String length) throws RefusedException {
    Occurrence map = entry.map();
    Expr.Call call = (Expr.Call) map.expr();
    String device = text.joined(call.args().get(0).span());
    List<Arg> args =
        List.of(
            kept(call, 0),
            Arg.of("sg_phys(" + text.joined(entry.list().span()) + ")"),
            Arg.of(length),
            kept(call, 3),
            attrs(call));
    Optional<Occurrence> stored = entry.result().stored();
    if (stored.filter(s -> s.parent().isEmpty()).isPresent()) {
      int column = text.column(stored.get().span().start()) + name.length() + 3;
      draft.replace(
          file, stored.get().span(), name + " = " + laidOut(column, "dma_map_phys", args, 1));
    } else {
      before(map, name, args);
    }
    for (Occurrence test : entry.result().tests()) {
      draft.replace(file, test.span(), failed(test, device, name));
    }
    for (Occurrence test : entry.result().successTests()) {
      draft.replace(file, test.span(), "!" + failed(test, device, name));
    }
  }

  /// The mapping as a statement before the `if` that tests it.
  private void before(Occurrence map, String name, List<Arg> args) throws RefusedException {
    Stmt stmt = map.statement();
    boolean plain =
        stmt instanceof Stmt.If
            && code.parent(stmt).filter(p -> p instanceof Stmt.Block).isPresent()
            && map.around().size() <= 2;
    if (!plain) {
      throw RefusedException.assist(map, "the mapping is nested in a larger expression");
    }
    String indent = text.indent(stmt.span().start());
    int column = text.column(stmt.span().start()) + name.length() + 3;
    draft.insert(
        file,
        text.lineStart(stmt.span().start()),
        indent + name + " = " + laidOut(column, "dma_map_phys", args, 1) + ";\n");
  }

  private String failed(Occurrence test, String device, String name) {
    return CallLayout.call(
        text.column(test.span().start()), "dma_mapping_error", List.of(device, name), 3);
  }

  private Arg attrs(Expr.Call call) {
    return Arg.of(call.args().size() > 4 ? text.joined(call.args().get(4).span()) : "0");
  }

  private Arg kept(Expr.Call call, int index) {
    return Arg.of(text.joined(call.args().get(index).span()));
  }

  private void read(Occurrence o, String value) {
    draft.replace(file, o.span(), value);
    o.around().stream()
        .filter(e -> e instanceof Expr.Call)
        .reduce((_, outer) -> outer)
        .map(e -> (Expr.Call) e)
        .filter(realigned::add)
        .ifPresent(outer ->
            Realignment.of(outer, text)
                .forEach((span, indent) -> draft.replace(file, span, indent)));
  }

  private void write(Occurrence call, String callee, List<Arg> args) {
    int end = call.span().end();
    int after = text.text().substring(end, text.lineAfter(end)).stripTrailing().length();
    draft.replace(
        file, call.span(), laidOut(text.column(call.span().start()), callee, args, after));
  }

  private static String laidOut(int column, String callee, List<Arg> args, int after) {
    return CallLayout.callOf(column, callee, args, after);
  }

  private void dropUnusedResult(BorrowedEntry entry, LocalDeclarations declarations) {
    Optional<Entity.Local> variable = entry.result().variable();
    if (variable.isEmpty() || variable.get().parameter()) {
      return;
    }
    List<Span> replaced = new ArrayList<>();
    entry.result().stored().ifPresent(s -> replaced.add(s.span()));
    entry.result().tests().forEach(t -> replaced.add(t.span()));
    entry.result().successTests().forEach(t -> replaced.add(t.span()));
    boolean used =
        code.occurrences().stream()
            .filter(o -> Entity.of(o.expr(), code).filter(variable.get()::equals).isPresent())
            .anyMatch(o -> replaced.stream().noneMatch(r -> r.contains(o.span())));
    if (!used) {
      declarations
          .find(variable.get().declaredAt())
          .filter(d -> d.declarator().init().isEmpty())
          .ifPresent(d -> declarations.remove(d, draft));
    }
  }
}
