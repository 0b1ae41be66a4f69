// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;

/// Finds where the 0 that a mapping call returns when it is good is used as the number of entries.
final class SuccessTakenForCount {

  private final DriverFacts facts;
  private final EntryCount success;
  private final Set<String> names;

  SuccessTakenForCount(DriverFacts facts) {
    this.facts = facts;
    this.success = EntryCount.ofSuccess(facts);
    this.names = facts.flow().api().names(EntryCount::returnsSuccess);
  }

  /// A result that is used as a count.
  ///
  /// @param kept the mapping call, in `body`
  /// @param count what is used, in `user`
  record Misuse(Body body, Expr.Call kept, Body user, Expr count) {}

  /// Every result of a call which returns no count that is used as one, once each.
  List<Misuse> find() {
    List<Misuse> found = new ArrayList<>();
    for (DriverFile file : facts.flow().driver().files()) {
      for (Body body : file.functionsMentioning(names)) {
        for (Expr.Call call : body.calls()) {
          if (call.name().filter(names::contains).isPresent()) {
            body.definitions().stream()
                .filter(d -> d.value().filter(v -> v.span().equals(call.span())).isPresent())
                .flatMap(d -> users(file, body, d.target()).stream())
                .flatMap(u -> counts(u).map(c -> new Misuse(body, call, u, c)))
                .findFirst()
                .ifPresent(found::add);
          }
        }
      }
    }
    return found;
  }

  /// The functions that can see where a result is kept.
  private List<Body> users(DriverFile file, Body body, Expr target) {
    return switch (target) {
      case Expr.Name _ -> List.of(body);
      case Expr.Member member ->
          facts.flow().near(file.path()).stream()
              .flatMap(f -> f.functionsMentioning(Set.of(member.field())).stream())
              .toList();
      default -> List.of();
    };
  }

  /// What a function uses as a number of entries, and what is nothing but such a result.
  private Stream<Expr> counts(Body body) {
    return numbers(body).stream()
        .filter(c -> success.mapped(body, c).filter(k -> k == Confidence.HIGH).isPresent());
  }

  /// What a function uses as a number of entries: for a loop, a transfer or an unmap, or held
  /// against another number that is no literal.
  private List<Expr> numbers(Body body) {
    List<Expr> found = new ArrayList<>();
    for (ListUse use : facts.flow().uses().in(body)) {
      OptionalInt at = use.call().map(k -> k.index(Parameter.COUNT)).orElse(OptionalInt.empty());
      if (at.isPresent() && at.getAsInt() < use.args().size()) {
        found.add(use.args().get(at.getAsInt()));
      }
    }
    for (Expr expr : body.expressions()) {
      if (expr instanceof Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
          && operator.compares()) {
        if (isVariable(left) && isNumber(right)) {
          found.add(left);
        }
        if (isVariable(right) && isNumber(left)) {
          found.add(right);
        }
      }
    }
    return found;
  }

  private static boolean isVariable(Expr expr) {
    return expr instanceof Expr.Name || expr instanceof Expr.Member;
  }

  private static boolean isNumber(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.Unary _ -> false;
      default -> true;
    };
  }
}
