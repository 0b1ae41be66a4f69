// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Unmaps of whatever `dma_mapping_error()` does not call a failure, where a handle that was never
/// set is 0: a good address for that question.
final class UnsetHandles {

  private UnsetHandles() {}

  static void find(Rule rule, DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && !map.isList()) {
        facts.belonging(map, SiteKind.UNMAP).stream()
            .filter(u -> u.body() == map.body())
            .filter(u -> u.call().span().start() > map.call().span().end())
            .filter(u -> isAskedFor(u) && mayBeUnset(facts, map, u))
            .filter(u -> u.subject().filter(h -> isNeverMarked(facts, u, h)).isPresent())
            .forEach(u ->
                findings.add(
                    rule,
                    u.body(),
                    u.call().span(),
                    Confidence.MODERATE,
                    "a handle that was never mapped is 0, and dma_mapping_error() takes that for"
                        + " good",
                    List.of(new Note(map.place().file(), map.place().line(), "mapped here"))));
      }
    }
  }

  /// Whether an unmap stands behind `if (!dma_mapping_error(dev, handle))`.
  private static boolean isAskedFor(FoundCall unmap) {
    Body body = unmap.body();
    Optional<String> handle = unmap.subject().map(body::text);
    return body.statements().stream()
        .anyMatch(s ->
            s
                    instanceof
                    Stmt.If(Expr.Unary(UnaryOperator operator, Expr.Call test, _), Stmt then, _, _)
                && operator == UnaryOperator.NOT
                && then.span().contains(unmap.call().span())
                && MapTest.isTest(test)
                && test.args().size() == 2
                && handle.filter(body.text(test.args().get(1))::equals).isPresent());
  }

  /// Whether control comes to the unmap without the mapping: from before it, or for elements that
  /// the loop around it has not come to.
  private static boolean mayBeUnset(DriverFacts facts, FoundCall map, FoundCall unmap) {
    Body body = map.body();
    Optional<Span> mapping = body.loopAround(map.call().span().start());
    Optional<Span> undoing = body.loopAround(unmap.call().span().start());
    if (mapping.isPresent() || undoing.isPresent()) {
      return mapping.isPresent() && undoing.isPresent() && !mapping.equals(undoing);
    }
    boolean[] found = {false};
    MapWays.of(map, facts)
        .visit(
            s -> s.standing() == Standing.NOT_YET,
            (expr, _) -> found[0] |= expr.span().contains(unmap.call().span()));
    return found[0];
  }

  /// Whether a handle gets the results of mappings alone, and 0: nothing marks it as unused.
  private static boolean isNeverMarked(DriverFacts facts, FoundCall unmap, Expr handle) {
    Body body = unmap.body();
    return switch (handle) {
      case Expr.Name(String id, _) ->
          body.parameter(id).isEmpty()
              && body.declares(id)
              && body.definitions(id).stream()
                  .allMatch(d -> d.value().filter(UnsetHandles::isMappingOrZero).isPresent());
      case Expr.Member _ -> {
        List<MemberKey> keys =
            facts.flow().flow().paths(body, handle).stream()
                .flatMap(p -> p.last().stream())
                .toList();
        yield keys.size() == 1
            && facts.flow().provenance().stores(keys.getFirst()).stream()
                .allMatch(s -> isMappingOrZero(s.value()));
      }
      default -> false;
    };
  }

  private static boolean isMappingOrZero(Expr value) {
    return switch (Expressions.plain(value)) {
      case Expr.NumberLiteral(String text, _) -> text.equals("0");
      case Expr.Call call -> call.name().filter(n -> n.contains("map")).isPresent();
      default -> false;
    };
  }
}
