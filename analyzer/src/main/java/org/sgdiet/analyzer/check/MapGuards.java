// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// The conditions under which a mapping call is reached, as far as nothing changes them behind it:
/// where the function asks again, the answer is the same.
///
/// @param call the mapping call
/// @param answers what each condition says, as it is written
record MapGuards(Body body, Span call, Map<String, Boolean> answers) {

  /// Calls whose answer hangs on nothing but what they are given.
  private static final Set<String> ASKING = Set.of("dma_use_iova");

  static MapGuards of(FoundCall map) {
    Body body = map.body();
    Span call = map.call().span();
    MapGuards guards = new MapGuards(body, call, new HashMap<>());
    for (Stmt stmt : body.statements()) {
      if (stmt instanceof Stmt.If(Expr condition, Stmt then, var otherwise, _)) {
        if (then.span().contains(call)) {
          guards.add(condition, true);
        } else if (otherwise.filter(o -> o.span().contains(call)).isPresent()) {
          guards.add(condition, false);
        }
      }
    }
    return guards;
  }

  private void add(Expr condition, boolean holds) {
    switch (condition) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _) when operator == UnaryOperator.NOT ->
          add(operand, !holds);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
          when operator == (holds ? BinaryOperator.LOGICAL_AND : BinaryOperator.LOGICAL_OR) -> {
        add(left, holds);
        add(right, holds);
      }
      default -> {
        if (isLasting(condition)) {
          answers.put(body.text(condition), holds);
        }
      }
    }
  }

  /// Whether a condition calls nothing that changes or finds out anything, and nothing that it
  /// reads is set behind the mapping.
  private boolean isLasting(Expr condition) {
    boolean[] lasting = {true};
    Parts.forEachExpr(
        condition,
        e -> {
          switch (e) {
            case Expr.Call call -> lasting[0] &= call.name().filter(ASKING::contains).isPresent();
            case Expr.Assign _, Expr.Step _ -> lasting[0] = false;
            case Expr.Name _, Expr.Member _ -> lasting[0] &= !isSetBehind(body.text(e));
            default -> {}
          }
        });
    return lasting[0];
  }

  private boolean isSetBehind(String place) {
    return body.definitions().stream()
        .anyMatch(d -> d.span().end() > call.end() && body.text(d.target()).equals(place));
  }

  /// Whether a condition is known to hold or not, once the mapping call was reached.
  Optional<Boolean> answer(Expr condition) {
    return answers.isEmpty()
        ? Optional.empty()
        : switch (condition) {
          case Expr.Unary(UnaryOperator operator, Expr operand, _)
              when operator == UnaryOperator.NOT ->
              answer(operand).map(holds -> !holds);
          default -> Optional.ofNullable(answers.get(body.text(condition)));
        };
  }

  /// What a condition behind the mapping would say, had the call been reached. On ways that passed
  /// the call by it says otherwise, where no other condition decided that.
  Optional<Boolean> passedBy(Expr condition) {
    return condition.span().start() > call.end() && !body.inLoop(call.start())
        ? answer(condition)
        : Optional.empty();
  }
}
