// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.CallLayout.Arg;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.Realignment;
import org.sgdiet.rewriter.edit.SourceText;
import org.sgdiet.rewriter.recipe.EntryUse.Kind;
import org.sgdiet.rewriter.recipe.Outcome.Touched;

/// The edits that turn one entry's mapping into a mapping of its buffer.
final class OneEntryRewrite {

  /// The calls that make the entry a mapping.
  record Mapping(EntryUse map, EntryUse fill, MapResult result) {}

  private final OwnEntry entry;
  private final Mapping mapping;
  private final FunctionCode code;
  private final SourceFile file;
  private final Draft draft = new Draft();
  private final Set<Expr.Call> realigned = new LinkedHashSet<>();
  private final EntryHome home;
  private final boolean phyr;

  OneEntryRewrite(OwnEntry entry, Mapping mapping, Context context) throws RefusedException {
    this.entry = entry;
    this.mapping = mapping;
    this.code = mapping.map().at().in();
    this.file = code.file();
    this.phyr = context.dialect() == Dialect.PHYR;
    this.home = EntryHome.of(entry, mapping, context);
  }

  Outcome.Proposal proposal() throws RefusedException {
    fill();
    for (EntryUse init : entry.of(Kind.INIT)) {
      removeStatement(init);
    }
    map();
    for (EntryUse use : entry.uses()) {
      switch (use.kind()) {
        case UNMAP -> unmap(use);
        case SYNC -> sync(use);
        case ADDRESS -> read(use, home.address(use));
        case LENGTH -> read(use, home.length(use));
        case PREPARE -> prepare(use);
        case FILL, INIT, MAP -> {}
      }
    }
    for (OwnEntry.Alias alias : entry.aliases()) {
      new LocalDeclarations(alias.in()).remove(alias.declared(), draft);
    }
    home.declare(draft);
    dropUnusedResult();
    return new Outcome.Proposal(draft.files(), touched(), summary(), why());
  }

  private String summary() {
    return "map the single buffer without a scatterlist";
  }

  private String why() {
    String name = code.name();
    return phyr
        ? name
            + "() builds a scatterlist of one entry only to map one buffer. Map its physical range,"
            + " and keep the device's view of it in a struct dma_vec."
        : name
            + "() builds a scatterlist of one entry only to map one buffer. Map the buffer itself:"
            + " the error test becomes dma_mapping_error(), and every unmap gets the length that"
            + " was mapped.";
  }

  private List<Touched> touched() {
    Set<Touched> set = new LinkedHashSet<>();
    set.add(new Touched(file.path(), code.name()));
    entry.uses().forEach(u -> set.add(new Touched(u.at().path(), u.at().in().name())));
    return List.copyOf(set);
  }

  private void fill() throws RefusedException {
    List<String> lines = new ArrayList<>(home.statementsForFill());
    Stmt stmt = mapping.fill().at().statement();
    if (lines.isEmpty()) {
      removeStatement(mapping.fill());
      return;
    }
    String indent = new SourceText(file.text()).indent(stmt.span().start());
    draft.replace(file, stmt.span(), String.join("\n" + indent, lines));
  }

  private void removeStatement(EntryUse use) throws RefusedException {
    Occurrence at = use.at();
    boolean own =
        at.around().isEmpty()
            && at.statement() instanceof Stmt.Expression
            && at.in().parent(at.statement()).filter(p -> p instanceof Stmt.Block).isPresent();
    if (!own) {
      throw RefusedException.assist(at, "this call is part of a larger statement");
    }
    draft.remove(at.in().file(), at.statement().span());
  }

  private void map() throws RefusedException {
    Occurrence call = mapping.map().at();
    if (phyr) {
      errorCall().edit(draft, column -> laidOut(mapping.map(), column, "dma_map_phyr", phyrArgs()));
      return;
    }
    String target = home.address(mapping.map());
    String dev = dev(mapping.map());
    if (mapping.result().stored().isPresent()
        && mapping.result().stored().get().parent().isEmpty()) {
      Occurrence assignment = mapping.result().stored().get();
      int column = column(assignment) + target.length() + 3;
      draft.replace(
          file,
          assignment.span(),
          target + " = " + laidOut(mapping.map(), column, home.mapCall(), home.mapArgs(dev)));
    } else {
      insertBeforeIf(call, target, dev);
    }
    replaceTests(dev);
  }

  private void insertBeforeIf(Occurrence call, String target, String dev) throws RefusedException {
    Stmt stmt = call.statement();
    boolean plain =
        stmt instanceof Stmt.If
            && code.parent(stmt).filter(p -> p instanceof Stmt.Block).isPresent()
            && call.around().size() <= 2;
    if (!plain) {
      throw RefusedException.assist(call, "the mapping is nested in a larger expression");
    }
    SourceText text = new SourceText(file.text());
    String indent = text.indent(stmt.span().start());
    int column = text.column(stmt.span().start()) + target.length() + 3;
    String line =
        target
            + " = "
            + CallLayout.call(
                column,
                home.mapCall(),
                home.mapArgs(dev).stream().map(a -> String.join(" ", a.lines())).toList(),
                1);
    draft.insert(file, text.lineStart(stmt.span().start()), indent + line + ";\n");
  }

  private void replaceTests(String dev) {
    for (Occurrence test : mapping.result().tests()) {
      draft.replace(file, test.span(), failed(test, dev));
    }
    for (Occurrence test : mapping.result().successTests()) {
      draft.replace(file, test.span(), "!" + failed(test, dev));
    }
  }

  /// An expression that is true when the mapping failed, in the place of `test`.
  private String failed(Occurrence test, String dev) {
    return CallLayout.call(
        column(test), "dma_mapping_error", List.of(dev, home.address(mapping.map())), 3);
  }

  private ErrorCall errorCall() throws RefusedException {
    MapResult result = mapping.result();
    List<Occurrence> tests = new ArrayList<>(result.tests());
    tests.addAll(result.successTests());
    if (tests.size() > 1) {
      throw RefusedException.assist(tests.get(1), "the result is tested more than once");
    }
    return new ErrorCall(
        mapping.map().at(), result, tests.getFirst(), result.successTests().isEmpty());
  }

  private List<Arg> phyrArgs() {
    EntryUse map = mapping.map();
    return List.of(
        kept(map, 0),
        Arg.of("&" + home.inputName()),
        Arg.of("&" + home.vec(map)),
        directionAndAttrs(map));
  }

  private static Arg directionAndAttrs(EntryUse use) {
    SourceText text = new SourceText(use.at().in().file().text());
    String attrs =
        use.call().args().size() > 4 ? text.joined(use.call().args().get(4).span()) : "0";
    return Arg.of(text.joined(use.call().args().get(3).span()) + ", " + attrs);
  }

  private void unmap(EntryUse use) {
    if (phyr) {
      replaceCall(
          use,
          "dma_unmap_vecs",
          List.of(kept(use, 0), Arg.of("&" + home.vec(use)), Arg.of("1"), directionAndAttrs(use)));
      return;
    }
    List<Arg> args = new ArrayList<>();
    args.add(kept(use, 0));
    args.add(Arg.of(home.address(use)));
    args.add(Arg.of(home.length(use)));
    args.add(kept(use, 3));
    boolean attrs = use.call().args().size() > 4;
    if (attrs) {
      args.add(kept(use, 4));
    }
    replaceCall(use, home.unmapCall(attrs), args);
  }

  private void sync(EntryUse use) {
    String name = use.call().name().orElse("").replace("sync_sg_", "sync_single_");
    replaceCall(
        use,
        name,
        List.of(kept(use, 0), Arg.of(home.address(use)), Arg.of(home.length(use)), kept(use, 3)));
  }

  private void prepare(EntryUse use) throws RefusedException {
    Expr count = use.call().args().get(2);
    boolean one =
        Constants.is(count, 1, use.at().in())
            || mapping.result().reads().stream().anyMatch(r -> r.expr().equals(count));
    if (!one) {
      throw RefusedException.assist(use.at(), "the number of entries handed to dmaengine is not 1");
    }
    replaceCall(
        use,
        "dmaengine_prep_slave_single",
        List.of(
            kept(use, 0),
            Arg.of(home.address(use)),
            Arg.of(home.length(use)),
            kept(use, 3),
            kept(use, 4)));
  }

  private void dropUnusedResult() throws RefusedException {
    if (phyr) {
      LocalDeclarations declarations = new LocalDeclarations(code);
      errorCall().unused().ifPresent(d -> declarations.remove(d, draft));
      return;
    }
    if (mapping.result().variable().isEmpty()) {
      return;
    }
    Entity.Local variable = mapping.result().variable().get();
    Set<Span> replaced = new LinkedHashSet<>();
    mapping.result().stored().ifPresent(s -> replaced.add(s.span()));
    mapping.result().tests().forEach(t -> replaced.add(t.span()));
    mapping.result().successTests().forEach(t -> replaced.add(t.span()));
    entry.of(Kind.PREPARE).forEach(p -> replaced.add(p.at().span()));
    boolean used =
        code.occurrences().stream()
            .filter(o -> Entity.of(o.expr(), code).filter(variable::equals).isPresent())
            .anyMatch(o -> replaced.stream().noneMatch(r -> r.contains(o.span())));
    if (!used && !variable.parameter()) {
      LocalDeclarations declarations = new LocalDeclarations(code);
      declarations
          .find(variable.declaredAt())
          .filter(d -> d.declarator().init().isEmpty())
          .ifPresent(d -> declarations.remove(d, draft));
    }
  }

  /// A read of an output. The call it is an argument of is a changed line then, and has to stand as
  /// checkpatch wants it.
  private void read(EntryUse use, String text) {
    replace(use, text);
    use.at().around().stream()
        .filter(e -> e instanceof Expr.Call)
        .reduce((_, outer) -> outer)
        .map(e -> (Expr.Call) e)
        .filter(realigned::add)
        .ifPresent(outer ->
            Realignment.of(outer, new SourceText(use.at().in().file().text()))
                .forEach((span, indent) -> draft.replace(use.at().in().file(), span, indent)));
  }

  private void replace(EntryUse use, String text) {
    draft.replace(use.at().in().file(), use.at().span(), text);
  }

  private void replaceCall(EntryUse use, String callee, List<Arg> args) {
    boolean insideTest =
        mapping.result().tests().stream().anyMatch(t -> t.span().contains(use.at().span()))
            || mapping.result().successTests().stream()
                .anyMatch(t -> t.span().contains(use.at().span()));
    if (!insideTest) {
      replace(use, laidOut(use, column(use.at()), callee, args));
    }
  }

  private static String laidOut(EntryUse use, int column, String callee, List<Arg> args) {
    SourceText text = new SourceText(use.at().in().file().text());
    int end = use.at().span().end();
    int after = text.text().substring(end, text.lineAfter(end)).stripTrailing().length();
    return CallLayout.callOf(column, callee, args, after);
  }

  private static Arg kept(EntryUse use, int index) {
    SourceText text = new SourceText(use.at().in().file().text());
    return Arg.kept(text, use.call().args().get(index).span());
  }

  private static String dev(EntryUse use) {
    return new SourceText(use.at().in().file().text()).joined(use.call().args().get(0).span());
  }

  private static int column(Occurrence o) {
    return new SourceText(o.in().file().text()).column(o.span().start());
  }
}
