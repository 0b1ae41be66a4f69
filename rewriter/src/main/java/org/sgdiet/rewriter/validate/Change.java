// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Subject;
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
/// @param uses the statements that it changes, but for declarations
record Change(FunctionCode function, List<Use> uses) {

  /// A changed statement.
  ///
  /// @param span from where it starts to where its change ends
  record Use(Span span, Does does) {}

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
                  function, inside.stream().flatMap(e -> uses(function, e)).distinct().toList()));
        }
      }
    }
    return changes;
  }

  /// The function by its file and name.
  Touched touched() {
    return new Touched(function.file().path(), function.name());
  }

  /// Whether it changes more than calls that unmap and messages.
  boolean isUse() {
    return uses.stream().anyMatch(u -> u.does() != Does.UNMAPS && u.does() != Does.LOGS);
  }

  /// 1-based line on which a use starts.
  int line(Use use) {
    return function.file().line(use.span().start());
  }

  private static Stream<Use> uses(FunctionCode function, Edit edit) {
    return changed(function, edit)
        .filter(s -> !isPlain(s))
        .map(s ->
            new Use(
                new Span(s.span().start(), Math.min(s.span().end(), edit.span().end())),
                does(function, s)));
  }

  /// The innermost statement around an edit, or those that it takes out of a block.
  private static Stream<Stmt> changed(FunctionCode function, Edit edit) {
    Optional<Stmt> innermost =
        function.statements().stream()
            .filter(s -> s.span().contains(edit.span()))
            .min(Comparator.comparingInt(s -> s.span().length()));
    return innermost.stream()
        .flatMap(s ->
            s instanceof Stmt.Block block
                ? block.body().stream().filter(inner -> edit.span().contains(inner.span()))
                : Stream.of(s));
  }

  private static boolean isPlain(Stmt statement) {
    return switch (statement) {
      case Stmt.Block _, Stmt.Empty _, Stmt.Label _, Stmt.Goto _ -> true;
      case Stmt.Declaration d -> d.declarators().stream().allMatch(x -> x.init().isEmpty());
      default -> false;
    };
  }

  private static Does does(FunctionCode function, Stmt statement) {
    List<Expr.Call> calls =
        function.occurrences().stream()
            .filter(o -> o.statement().span().equals(statement.span()))
            .flatMap(o -> o.expr() instanceof Expr.Call c ? Stream.of(c) : Stream.empty())
            .toList();
    if (calls.stream().anyMatch(c -> c.name().filter(KernelApi::isMessage).isPresent())) {
      return Does.LOGS;
    }
    List<KernelCall> known =
        calls.stream()
            .flatMap(
                c -> c.name().flatMap(n -> KernelApi.builtIn().call(n, c.args().size())).stream())
            .toList();
    if (known.stream().anyMatch(k -> k.effect() == Effect.MAP)) {
      return Does.MAPS;
    }
    if (known.stream().anyMatch(k -> k.effect() == Effect.UNMAP)) {
      return Does.UNMAPS;
    }
    return known.stream().anyMatch(Change::reads) ? Does.READS : Does.OTHER;
  }

  private static boolean reads(KernelCall call) {
    return switch (call.effect()) {
      case ACCESS -> call.subject() == Subject.OUTPUT;
      case PREP, REGISTER, EXPORT -> true;
      default -> false;
    };
  }
}
