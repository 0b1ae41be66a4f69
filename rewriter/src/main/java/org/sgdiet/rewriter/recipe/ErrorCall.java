// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Endian;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.Flow;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.Draft;
import org.sgdiet.rewriter.edit.SourceText;

/// A mapping call that returned a count and is to return 0 or a negative error code: where its
/// result goes and how it is tested.
///
/// @param map the call
/// @param result what was done with the count
/// @param test the one error test
/// @param failing whether `test` is true when the mapping failed
record ErrorCall(Occurrence map, MapResult result, Occurrence test, boolean failing) {

  private static final CType INT = new CType.Int(32, true, Endian.NATIVE);
  private static final List<String> NAMES =
      List.of("ret", "err", "rc", "error", "res", "r", "retval", "status", "result");

  /// Writes the new call and its test.
  ///
  /// @param text the new call when it starts at a column
  void edit(Draft draft, IntFunction<String> text) throws RefusedException {
    FunctionCode code = map.in();
    SourceFile file = code.file();
    SourceText source = new SourceText(file.text());
    if (!result.failureReads().isEmpty() && !ownError()) {
      throw RefusedException.refuse(
          result.failureReads().getFirst(),
          "the 0 of a failed mapping is used here as if nothing had failed: fix that first");
    }
    String not = failing ? "" : "!";
    int testColumn = source.column(test.span().start()) + not.length();
    Optional<Occurrence> stored = result.stored();
    if (stored.isEmpty() || test.span().contains(stored.get().span())) {
      draft.replace(file, test.span(), not + text.apply(testColumn));
      return;
    }
    Occurrence assignment = stored.get();
    Optional<String> error = errorVariable(assignment);
    if (error.isPresent()) {
      String lead = error.get() + " = ";
      int column = source.column(assignment.span().start()) + lead.length();
      draft.replace(file, assignment.span(), lead + text.apply(column));
      draft.replace(file, test.span(), not + error.get());
      return;
    }
    boolean follows =
        next(assignment.statement(), code).filter(test.statement()::equals).isPresent()
            && assignment.parent().isEmpty();
    if (!follows) {
      throw RefusedException.assist(
          test, "the error test does not follow the mapping and no error variable is free");
    }
    draft.remove(file, assignment.statement().span());
    draft.replace(file, test.span(), not + text.apply(testColumn));
  }

  /// The statement that follows `stmt` in its block.
  static Optional<Stmt> next(Stmt stmt, FunctionCode code) {
    if (code.parent(stmt).orElse(null) instanceof Stmt.Block block) {
      int i = block.body().indexOf(stmt);
      return i >= 0 && i + 1 < block.body().size()
          ? Optional.of(block.body().get(i + 1))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /// Whether the variable that held the count goes on as the error code.
  private boolean ownError() {
    return result
        .stored()
        .flatMap(this::errorVariable)
        .filter(e -> result.variable().filter(v -> v.name().equals(e)).isPresent())
        .isPresent();
  }

  /// An `int` for error codes that nobody reads after the mapping.
  private Optional<String> errorVariable(Occurrence assignment) {
    FunctionCode code = map.in();
    Flow flow = Flow.of(code);
    for (String name : NAMES) {
      Optional<Scope.Local> local = code.scope(map.span().start()).find(name);
      if (local.isPresent() && local.get().type().equals(INT)) {
        int at = local.get().declaredAt();
        boolean own = result.variable().filter(v -> v.declaredAt() == at).isPresent();
        Entity.Local variable = new Entity.Local(code.file().path(), name, at, false);
        if (own
            ? result.reads().isEmpty()
            : flow.readsAfter(assignment.expr(), variable, code).isEmpty()) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }

  /// The declaration of the variable that held the count, when nothing else uses it.
  Optional<LocalDeclarations.Declared> unused() {
    if (result.variable().isEmpty() || result.stored().isEmpty()) {
      return Optional.empty();
    }
    FunctionCode code = map.in();
    Entity.Local variable = result.variable().get();
    if (variable.parameter() || ownError()) {
      return Optional.empty();
    }
    boolean used =
        code.occurrences().stream()
            .filter(o -> Entity.of(o.expr(), code).filter(variable::equals).isPresent())
            .anyMatch(o ->
                !result.stored().get().span().contains(o.span())
                    && !test.span().contains(o.span())
                    && result.reads().stream().noneMatch(r -> r.span().equals(o.span())));
    return used
        ? Optional.empty()
        : new LocalDeclarations(code)
            .find(variable.declaredAt())
            .filter(d -> d.declarator().init().isEmpty());
  }
}
