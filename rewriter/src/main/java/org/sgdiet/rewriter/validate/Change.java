// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.edit.Edit;
import org.sgdiet.rewriter.edit.FileEdits;
import org.sgdiet.rewriter.recipe.Outcome.Touched;

/// What a rewrite does to one function.
///
/// @param uses the places that have to run to say anything of it: what it changes besides
///   declarations and calls that unmap
record Change(FunctionCode function, List<Span> uses) {

  Change {
    uses = List.copyOf(uses);
  }

  /// The functions in which edits lie.
  static List<Change> of(List<FileEdits> edits, CodeTree code) {
    List<Change> changes = new ArrayList<>();
    for (FileEdits file : edits) {
      for (FunctionCode function : code.functions(file.path())) {
        Span span = function.function().span();
        List<Edit> inside = file.edits().stream().filter(e -> span.contains(e.span())).toList();
        if (!inside.isEmpty()) {
          changes.add(
              new Change(
                  function, inside.stream().flatMap(e -> use(function, e).stream()).toList()));
        }
      }
    }
    return changes;
  }

  /// The function by its file and name.
  Touched touched() {
    return new Touched(function.file().path(), function.name());
  }

  /// From where the changed statement starts to where its change ends.
  private static Optional<Span> use(FunctionCode function, Edit edit) {
    return function.statements().stream()
        .filter(s -> s.span().contains(edit.span()))
        .min(Comparator.comparingInt(s -> s.span().length()))
        .filter(s -> !isPlain(s) && !unmaps(function, s))
        .map(s -> new Span(s.span().start(), edit.span().end()));
  }

  private static boolean isPlain(Stmt statement) {
    return switch (statement) {
      case Stmt.Block _, Stmt.Empty _, Stmt.Label _, Stmt.Goto _ -> true;
      case Stmt.Declaration d -> d.declarators().stream().allMatch(x -> x.init().isEmpty());
      default -> false;
    };
  }

  private static boolean unmaps(FunctionCode function, Stmt statement) {
    return function.occurrences().stream()
        .anyMatch(o ->
            o.statement().span().equals(statement.span())
                && o.expr() instanceof Expr.Call call
                && call.name()
                    .flatMap(name -> KernelApi.builtIn().call(name, call.args().size()))
                    .filter(known -> known.effect() == Effect.UNMAP)
                    .isPresent());
  }
}
