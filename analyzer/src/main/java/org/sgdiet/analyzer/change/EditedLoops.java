// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.List;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// Loops that unwind mappings, and that a change makes a round shorter: `while (i--)` and `while
/// (--i >= 0)` undo as many as were made, `while (--i > 0)` and `while (--i)` leave the first.
record EditedLoops(FunctionEdit edit) {

  void tell(Findings findings) {
    List<Stmt.While> before = FunctionEdit.statements(edit.then(), Stmt.While.class);
    List<Stmt.While> after = FunctionEdit.statements(edit.now(), Stmt.While.class);
    if (before.size() != after.size() || !edit.callsTheSame()) {
      return;
    }
    Body now = edit.now();
    for (int i = 0; i < after.size(); i++) {
      Stmt.While loop = after.get(i);
      if (isWhole(before.get(i).condition()) && isShort(loop.condition())) {
        edit.calls().stream()
            .filter(c -> c.kind() == SiteKind.UNMAP && loop.span().contains(c.call().span()))
            .findFirst()
            .ifPresent(c -> tell(now, loop, c, findings));
      }
    }
  }

  private static void tell(Body now, Stmt.While loop, FoundCall unmap, Findings findings) {
    findings.add(
        Rules.named("unwinds-wrong-number").orElseThrow(),
        now,
        loop.condition().span(),
        Confidence.MODERATE,
        "the change makes this loop a round shorter: %s() leaves one mapping"
            .formatted(unmap.kernel().name()),
        List.of());
  }

  private static boolean isWhole(Expr condition) {
    return switch (condition) {
      case Expr.Step step -> isDown(step, false);
      case Expr.Binary(var operator, Expr.Step step, Expr right, _) when isZero(right) ->
          (operator == BinaryOperator.GREATER && isDown(step, false))
              || (operator == BinaryOperator.GREATER_OR_EQUAL && isDown(step, true));
      default -> false;
    };
  }

  private static boolean isShort(Expr condition) {
    return switch (condition) {
      case Expr.Step step -> isDown(step, true);
      case Expr.Binary(var operator, Expr.Step step, Expr right, _) when isZero(right) ->
          operator == BinaryOperator.GREATER && isDown(step, true);
      default -> false;
    };
  }

  private static boolean isDown(Expr.Step step, boolean prefix) {
    return !step.increment() && step.prefix() == prefix;
  }

  private static boolean isZero(Expr value) {
    return value instanceof Expr.NumberLiteral(String text, _) && text.equals("0");
  }
}
