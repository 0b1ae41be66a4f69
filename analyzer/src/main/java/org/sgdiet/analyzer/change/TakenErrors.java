// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Error codes that a change takes out of the branch for a failed mapping and sets nowhere else:
/// the function returns what it had last, which is most often success.
record TakenErrors(FunctionEdit edit) {
  private static final String ASKS = "dma_mapping_error";

  void tell(Findings findings) {
    List<Stmt.If> before = FunctionEdit.statements(edit.then(), Stmt.If.class);
    List<Stmt.If> after = FunctionEdit.statements(edit.now(), Stmt.If.class);
    if (before.size() != after.size() || errors(edit.now()) >= errors(edit.then())) {
      return;
    }
    for (int i = 0; i < after.size(); i++) {
      Stmt.If then = before.get(i);
      Stmt.If now = after.get(i);
      if (asks(now.condition())
          && edit.then().text(then.condition()).equals(edit.now().text(now.condition()))) {
        error(edit.then(), then.then())
            .filter(e -> isLost(e, now.then()))
            .ifPresent(e -> tell(e, now, findings));
      }
    }
  }

  private static boolean asks(Expr condition) {
    return Parts.anyExpr(
        condition,
        e -> e instanceof Expr.Call call && call.name().filter(ASKS::equals).isPresent());
  }

  /// How often an error code is set or returned.
  private static long errors(Body body) {
    return body.definitions().stream().filter(TakenErrors::isError).count()
        + body.returned().stream().filter(TakenErrors::isCode).count();
  }

  private static boolean isError(Definition definition) {
    return definition.value().filter(TakenErrors::isCode).isPresent();
  }

  private static boolean isCode(Expr value) {
    return value instanceof Expr.Unary(var operator, Expr.Name(String id, _), _)
        && operator == UnaryOperator.MINUS
        && id.startsWith("E");
  }

  /// The error code that a branch sets before it leaves.
  private static Optional<Definition> error(Body body, Stmt branch) {
    return body.definitions().stream()
        .filter(d -> branch.span().contains(d.span()) && isError(d))
        .reduce((_, last) -> last);
  }

  /// Whether the branch leaves for the end of the function, and what it set is set there no more.
  private boolean isLost(Definition error, Stmt branch) {
    Body now = edit.now();
    String kept = edit.then().text(error.target());
    Span within = branch.span();
    return FunctionEdit.statements(now, Stmt.Goto.class).stream()
            .anyMatch(g -> within.contains(g.span()))
        && now.returned().stream().anyMatch(r -> now.text(r).equals(kept))
        && now.definitions().stream()
            .noneMatch(d -> within.contains(d.span()) && now.text(d.target()).equals(kept));
  }

  private void tell(Definition error, Stmt.If now, Findings findings) {
    Body then = edit.then();
    findings.add(
        Rules.named("failed-to-check-map-error").orElseThrow(),
        edit.now(),
        now.condition().span(),
        Confidence.MODERATE,
        "the change takes '%s' away: when the mapping fails, the function returns what '%s' was"
            .formatted(then.file().text(error.span()), then.text(error.target())),
        List.of(
            new Note(
                then.file().path(),
                then.line(error.span().start()),
                "it stood here, in the old version")));
  }
}
