// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.CallLayout;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// A handle in fewer bits than it has: the local that keeps it gets the type of a handle, and one
/// that lives in a field of the device is asked about before it goes there.
final class WiderHandle {

  private final FunctionCode code;
  private final SourceFile file;
  private final SourceText text;
  private final Set<Integer> widened = new HashSet<>();
  private Optional<String> local = Optional.empty();

  WiderHandle(FunctionCode code) {
    this.code = code;
    this.file = code.file();
    this.text = new SourceText(file.text());
  }

  /// Writes the change for the handle that is kept at `target`.
  void widen(Span target, Draft draft) throws RefusedException {
    Occurrence kept = code.at(target).orElseThrow();
    if (Entity.of(kept.expr(), code).orElse(null) instanceof Entity.Local variable) {
      widen(kept, variable, draft);
    } else {
      through(kept, draft);
    }
  }

  private void widen(Occurrence kept, Entity.Local variable, Draft draft) throws RefusedException {
    LocalDeclarations declarations = new LocalDeclarations(code);
    Optional<LocalDeclarations.Declared> declared = declarations.find(variable.declaredAt());
    if (declared.isEmpty() || declared.get().declarator().init().isPresent()) {
      throw RefusedException.assist(
          kept, "the handle's variable is a parameter or has a first value: widen it by hand");
    }
    for (Occurrence o : code.occurrences()) {
      if (Entity.of(o.expr(), code).filter(variable::equals).isPresent() && showsType(o)) {
        throw RefusedException.assist(
            o, "'" + variable.name() + "' is printed or pointed at here in its old type");
      }
    }
    if (widened.add(variable.declaredAt())) {
      declarations.replace(declared.get(), List.of("dma_addr_t " + variable.name() + ";"), draft);
    }
  }

  /// Whether a use would not take another type in silence: its address, or an argument beside a
  /// format.
  private static boolean showsType(Occurrence o) {
    boolean address =
        o.parent()
            .filter(
                p -> p.expr() instanceof Expr.Unary u && u.operator() == UnaryOperator.ADDRESS_OF)
            .isPresent();
    return address
        || o.argument()
            .filter(a -> a.call().args().stream().anyMatch(x -> x instanceof Expr.StringLiteral))
            .isPresent();
  }

  private void through(Occurrence kept, Draft draft) throws RefusedException {
    HandleLocal handle =
        code.occurrences().stream()
            .filter(o -> o.expr() instanceof Expr.Call && o.statement().equals(kept.statement()))
            .flatMap(o -> HandleLocal.of(o).stream())
            .reduce((_, inner) -> inner)
            .orElseThrow(
                () -> RefusedException.assist(kept, "the handle is kept in a larger expression"));
    Stmt.If test = testBehind(handle);
    Occurrence asked = asked(handle, test);
    if (local.isEmpty()) {
      local = Optional.of(handle.declare(draft));
    }
    String name = local.get();
    handle.keepIn(name, draft);
    test(asked, name, draft);
    String indent = text.indent(test.span().start());
    int after = text.lineAfter(test.span().end() - 1);
    draft.insert(file, after, indent + handle.store(name) + "\n");
  }

  /// Asks about `name` instead.
  private void test(Occurrence asked, String name, Draft draft) {
    Occurrence.Argument question = asked.argument().orElseThrow();
    String device = text.joined(question.call().args().getFirst().span());
    int column = text.column(question.call().span().start());
    int after = question.callOccurrence().parent().isPresent() ? 4 : 3;
    draft.replace(
        file,
        question.call().span(),
        CallLayout.call(column, question.name(), List.of(device, name), after));
  }

  private Stmt.If testBehind(HandleLocal handle) throws RefusedException {
    Stmt keeps = handle.map().statement();
    if (code.parent(keeps).orElse(null) instanceof Stmt.Block block) {
      int at = block.body().indexOf(keeps);
      if (at + 1 < block.body().size()
          && block.body().get(at + 1) instanceof Stmt.If test
          && test.otherwise().isEmpty()) {
        return test;
      }
    }
    throw RefusedException.assist(
        handle.map(), "the test does not follow the mapping: take the handle into a dma_addr_t");
  }

  /// The one place in the test that reads what was kept.
  private Occurrence asked(HandleLocal handle, Stmt.If test) throws RefusedException {
    String spelled = text.joined(handle.keeps().target().span());
    List<Occurrence> reads =
        code.occurrences().stream()
            .filter(o -> test.span().contains(o.span()))
            .filter(o -> text.joined(o.span()).equals(spelled))
            .toList();
    boolean plain =
        reads.size() == 1
            && reads
                .getFirst()
                .argument()
                .filter(a -> a.name().endsWith("dma_mapping_error"))
                .isPresent()
            && leaves(test.then());
    if (!plain) {
      throw RefusedException.assist(
          handle.map(), "the error path uses the field too, or goes on: change it by hand");
    }
    return reads.getFirst();
  }

  private static boolean leaves(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Block block -> !block.body().isEmpty() && leaves(block.body().getLast());
      case Stmt.Return _, Stmt.Goto _ -> true;
      default -> false;
    };
  }
}
