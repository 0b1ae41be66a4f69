// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.Optional;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// Tells by where two places stand, and by how they write their lists, that one of them does not
/// work on what the other one maps.
final class Apart {

  private final InPlace inPlace;

  Apart(DriverFlow facts) {
    this.inPlace = new InPlace(facts);
  }

  /// Whether a place works on something else than `map` does.
  ///
  /// @param at the place, in `body`
  /// @param list what it works on there
  boolean is(FoundCall map, Body body, Span at, Expr list) {
    return map.subject().filter(m -> areOtherElements(m, list)).isPresent()
        || inPlace.contradicts(map, body, at, list);
  }

  /// Whether two expressions name different elements of one array, or something in them.
  static boolean areOtherElements(Expr a, Expr b) {
    Optional<Element> one = element(a);
    Optional<Element> other = element(b);
    return one.isPresent()
        && other.isPresent()
        && one.get().array().equals(other.get().array())
        && !one.get().index().equals(other.get().index());
  }

  private record Element(String array, String index) {}

  private static Optional<Element> element(Expr expr) {
    return switch (expr) {
      case Expr.Index(Expr.Name(String id, _), Expr.NumberLiteral(String at, _), _) ->
          Optional.of(new Element(id, at));
      case Expr.Index(Expr.Member(_, _, String field, _, _), Expr.NumberLiteral(String at, _), _) ->
          Optional.of(new Element(field, at));
      case Expr.Member(Expr base, _, _, _, _) -> element(base);
      case Expr.Unary(_, Expr operand, _) -> element(operand);
      default -> Optional.empty();
    };
  }
}
