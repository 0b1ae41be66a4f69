// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Comparator;
import java.util.Optional;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// A handle that another value replaces before anybody has read it: the mapping was for the caches
/// alone.
final class OverwrittenHandle {

  private OverwrittenHandle() {}

  /// Whether the next thing that happens to a handle is that another value takes its place.
  static boolean is(FoundCall map, Expr target) {
    Body body = map.body();
    String place = body.text(target);
    Optional<Definition> next =
        body.definitions().stream()
            .filter(d -> d.how() == How.ASSIGNED && body.text(d.target()).equals(place))
            .filter(d -> d.span().start() > map.call().span().end())
            .filter(d -> d.region().contains(map.call().span()))
            .min(Comparator.comparingInt(d -> d.span().start()));
    return next.isPresent()
        && !isMoved(map, target, next.get())
        && body.expressions().stream()
            .filter(e -> e.span().start() > map.call().span().end())
            .filter(e -> e.span().end() <= next.get().span().end())
            .filter(e -> !e.span().equals(next.get().target().span()))
            .noneMatch(e -> body.text(e).equals(place));
  }

  /// Whether a place is another one by the time that something is stored there again: the pointer
  /// or index in it was set behind the mapping.
  private static boolean isMoved(FoundCall map, Expr target, Definition next) {
    return Parts.anyExpr(
        target,
        e ->
            e instanceof Expr.Name(String id, _)
                && !e.span().equals(target.span())
                && map.body().definitions(id).stream()
                    .anyMatch(d ->
                        d.span().start() > map.call().span().end()
                            && d.span().end() <= next.span().start()));
  }
}
