// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashSet;
import java.util.Set;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;

/// Two integers of a function that are written differently, held against each other by what they
/// were set to.
final class SameValue {

  private static final int DEEPEST = 4;

  private final DriverFacts facts;
  private final Body body;
  private boolean computed;

  private SameValue(DriverFacts facts, Body body) {
    this.facts = facts;
    this.body = body;
  }

  /// Whether the two may be one value: they have a form in common, one comes from the other in some
  /// other function, or it is not known what one of them is.
  static boolean isPossible(DriverFacts facts, Body body, Expr a, Expr b) {
    SameValue same = new SameValue(facts, body);
    Set<String> left = new HashSet<>();
    Set<String> right = new HashSet<>();
    return !same.forms(a, 0, left)
        || !same.forms(b, 0, right)
        || left.stream().anyMatch(right::contains)
        || (same.isConstant(a) && same.isConstant(b)) // sizeof and a macro may be one number
        || (!same.computed && same.meet(a, b));
  }

  /// Adds every way in which a value can be written; false when it is not known what it is.
  private boolean forms(Expr value, int depth, Set<String> into) {
    into.add(body.text(value));
    return switch (value) {
      case Expr.NumberLiteral _, Expr.SizeOf _ -> true;
      case Expr.Name name when Expressions.isMacro(body, name) -> true;
      case Expr.Name name -> depth < DEEPEST && local(name, depth, into);
      case Expr.Member member -> depth < DEEPEST && member(member, depth, into);
      case Expr.Cast(_, Expr operand, _) -> forms(operand, depth, into);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _) -> {
        Set<String> parts = new HashSet<>();
        computed = true;
        yield !operator.compares() && forms(left, depth, parts) && forms(right, depth, parts);
      }
      case Expr.Call(Expr.Name callee, var args, _) ->
          (callee.id().startsWith("skb_") || Expressions.isMacro(body, callee))
              && args.stream().allMatch(a -> forms(a, depth, new HashSet<>()));
      default -> false;
    };
  }

  private boolean local(Expr.Name name, int depth, Set<String> into) {
    if (!body.declares(name.id()) && body.parameter(name.id()).isEmpty()) {
      return false;
    }
    Reaching reaching = Reaching.at(body, name.id(), name.span().start());
    return (!reaching.entry() || body.parameter(name.id()).isPresent())
        && reaching.definitions().stream().allMatch(d -> isFollowed(d, depth, into));
  }

  private boolean isFollowed(Definition d, int depth, Set<String> into) {
    return (d.how() == How.ASSIGNED || d.how() == How.INITIALISED)
        && d.value().filter(v -> forms(v, depth + 1, into)).isPresent();
  }

  private boolean member(Expr.Member member, int depth, Set<String> into) {
    String text = body.text(member);
    return body.definitions().stream()
        .filter(d -> body.text(d.target()).equals(text))
        .allMatch(d -> isFollowed(d, depth, into));
  }

  private boolean isConstant(Expr value) {
    return switch (value) {
      case Expr.NumberLiteral _, Expr.SizeOf _ -> true;
      case Expr.Name name -> Expressions.isMacro(body, name);
      case Expr.Binary(_, Expr left, Expr right, _) -> isConstant(left) && isConstant(right);
      default -> false;
    };
  }

  private boolean meet(Expr a, Expr b) {
    var to = facts.flow().provenance().of(body, b);
    return facts.flow().provenance().of(body, a).stream()
        .anyMatch(p -> to.stream().anyMatch(p::meets));
  }
}
