// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// Two unmaps of one handle, the second of which is come to whenever the first is: it was most
/// often meant for another handle.
///
/// @param first with a subject
record UnmappedTwice(FoundCall first, FoundCall second) {

  /// All such pairs.
  static List<UnmappedTwice> of(DriverFacts facts) {
    List<UnmappedTwice> found = new ArrayList<>();
    facts.calls().stream()
        .filter(c -> c.kind() == SiteKind.UNMAP && !c.throughTable())
        .collect(Collectors.groupingBy(FoundCall::body, LinkedHashMap::new, Collectors.toList()))
        .forEach((body, unmaps) -> {
          if (unmaps.size() > 1) {
            inFunction(facts, body, unmaps, found);
          }
        });
    return found;
  }

  private static void inFunction(
      DriverFacts facts, Body body, List<FoundCall> unmaps, List<UnmappedTwice> found) {
    Regions regions = new Regions(body);
    for (int i = 1; i < unmaps.size(); i++) {
      FoundCall second = unmaps.get(i);
      unmaps.subList(0, i).stream()
          .filter(first -> isSame(first, second))
          .filter(first -> isBefore(facts, regions, first, second))
          .findFirst()
          .ifPresent(first -> found.add(new UnmappedTwice(first, second)));
    }
  }

  /// Whether control comes from one to the other, straight or by a jump, and nothing between them
  /// makes another handle of it.
  private static boolean isBefore(
      DriverFacts facts, Regions regions, FoundCall first, FoundCall second) {
    Span from = first.call().span();
    Span to = second.call().span();
    if (regions.follows(from, to) || isLastOfLoop(regions, first, second)) {
      return isUntouched(facts, first, between(from, to));
    }
    return regions
        .jumpBehind(from)
        .filter(jump ->
            regions
                .landing(jump)
                .filter(l -> l.end() <= to.start() && regions.follows(l, to))
                .filter(l -> isUntouched(facts, first, between(l, to)))
                .filter(_ -> isUntouched(facts, first, between(from, jump.span())))
                .isPresent())
        .isPresent();
  }

  private static Span between(Span first, Span second) {
    int start = first.end();
    int end = second.start();
    return new Span(start, end);
  }

  private static boolean isSame(FoundCall a, FoundCall b) {
    Optional<String> subject = a.subject().map(s -> a.body().text(s));
    return subject.isPresent()
        && kind(a).equals(kind(b))
        && subject.equals(b.subject().map(s -> b.body().text(s)))
        && a.subject().filter(UnmappedTwice::isStill).isPresent();
  }

  /// What a call unmaps: a page and a buffer are one.
  private static String kind(FoundCall call) {
    return call.kernel().name().replace("_page", "_single");
  }

  /// Whether the first is made in each round of a loop that control comes out of to the second:
  /// what the last round unmapped is unmapped again.
  private static boolean isLastOfLoop(Regions regions, FoundCall first, FoundCall second) {
    Body body = first.body();
    Span call = first.call().span();
    return body.statements().stream()
        .filter(s -> s instanceof Stmt.While || s instanceof Stmt.DoWhile)
        .filter(s -> s.span().contains(call) && !s.span().contains(second.call().span()))
        .anyMatch(s ->
            regions.follows(s.span(), second.call().span())
                && regions.around(call).stream()
                    .filter(r -> s.span().contains(r))
                    .allMatch(r -> r.equals(inner(s)))
                && body.statements().stream()
                    .noneMatch(b ->
                        s.span().contains(b.span())
                            && (b instanceof Stmt.Break || b instanceof Stmt.Goto)));
  }

  private static Span inner(Stmt loop) {
    return switch (loop) {
      case Stmt.While(_, Stmt inner, _) -> inner.span();
      default -> loop.span();
    };
  }

  /// Whether an expression means the same each time: it steps nothing and calls nothing.
  private static boolean isStill(Expr handle) {
    boolean[] still = {true};
    Parts.forEachExpr(
        handle,
        e ->
            still[0] &=
                !(e instanceof Expr.Call || e instanceof Expr.Step || e instanceof Expr.Assign));
    return still[0];
  }

  /// Whether nothing between two unmaps sets what the handle is read from, or maps.
  private static boolean isUntouched(DriverFacts facts, FoundCall first, Span between) {
    Body body = first.body();
    Expr handle = first.subject().orElseThrow();
    boolean set =
        body.definitions().stream()
            .filter(d -> between.contains(d.span()))
            .anyMatch(d -> isPartOf(body, handle, d.target()));
    boolean maps =
        facts.calls().stream()
            .filter(m -> m.kind() == SiteKind.MAP)
            .anyMatch(m ->
                m.body() == body
                    ? between.contains(m.call().span())
                    : body.calls().stream()
                        .filter(c -> between.contains(c.span()))
                        .anyMatch(c -> c.name().filter(m.body().name()::equals).isPresent()));
    return !set && !maps;
  }

  private static boolean isPartOf(Body body, Expr handle, Expr target) {
    return Expressions.mentions(body, handle, body.text(target));
  }
}
