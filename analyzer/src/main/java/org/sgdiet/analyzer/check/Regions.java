// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Stmt;

/// The branches, cases and loop bodies of a function: what control may or may not enter.
final class Regions {

  private final Body body;
  private final List<Span> regions = new ArrayList<>();
  private final List<Span> switches = new ArrayList<>();

  Regions(Body body) {
    this.body = body;
    for (Stmt stmt : body.statements()) {
      switch (stmt) {
        case Stmt.If(_, Stmt then, var otherwise, _) -> {
          regions.add(then.span());
          otherwise.ifPresent(o -> regions.add(o.span()));
        }
        case Stmt.Switch _ -> switches.add(stmt.span());
        case Stmt.For(_, _, _, Stmt inner, _) -> regions.add(inner.span());
        case Stmt.While(_, Stmt inner, _) -> regions.add(inner.span());
        case Stmt.Each(_, _, Stmt inner, _, _) -> regions.add(inner.span());
        default -> {}
      }
    }
  }

  /// The regions that contain a place.
  Set<Span> around(Span place) {
    return regions.stream().filter(r -> r.contains(place)).collect(Collectors.toSet());
  }

  /// Whether control that has come to `first` always comes to `second`, further down: both stand in
  /// the same regions, and nothing leaves between them but from within others.
  boolean follows(Span first, Span second) {
    Set<Span> within = around(first);
    return first.end() <= second.start()
        && around(second).equals(within)
        && switches.stream().noneMatch(s -> s.contains(first) || s.contains(second))
        && body.statements().stream()
            .filter(s -> leaves(s) && first.end() <= s.span().start())
            .filter(s -> s.span().end() <= second.start())
            .noneMatch(s -> within.containsAll(around(s.span())));
  }

  /// The jump that control which has come to `place` makes next, when nothing leaves before it.
  Optional<Stmt.Goto> jumpBehind(Span place) {
    Set<Span> within = around(place);
    return body.statements().stream()
        .filter(s -> leaves(s) && place.end() <= s.span().start())
        .filter(s -> within.containsAll(around(s.span())))
        .findFirst()
        .filter(s -> around(s.span()).equals(within))
        .flatMap(s -> s instanceof Stmt.Goto jump ? Optional.of(jump) : Optional.empty());
  }

  /// Where a label stands further down than its jump.
  Optional<Span> landing(Stmt.Goto jump) {
    return body.statements().stream()
        .filter(s -> s instanceof Stmt.Label(String name, _) && name.equals(jump.label()))
        .map(Stmt::span)
        .filter(l -> l.start() >= jump.span().end())
        .findFirst();
  }

  /// Whether a place is come to in every run of the function: no branch leads past it and nothing
  /// leaves before it.
  boolean isAlwaysReached(Span place) {
    return around(place).isEmpty()
        && switches.stream().noneMatch(s -> s.contains(place))
        && body.statements().stream()
            .filter(s -> s.span().end() <= place.start())
            .noneMatch(Regions::leaves);
  }

  private static boolean leaves(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Return _, Stmt.Goto _, Stmt.Break _, Stmt.Continue _ -> true;
      default -> false;
    };
  }
}
