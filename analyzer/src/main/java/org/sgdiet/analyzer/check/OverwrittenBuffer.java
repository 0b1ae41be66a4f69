// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapTest.Says;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// A new buffer whose only pointer is set to something else when it could not be mapped.
final class OverwrittenBuffer {

  private OverwrittenBuffer() {}

  /// A buffer that this function allocates into a member or variable, which is set to something
  /// else where the mapping has failed.
  static void find(Rule rule, DriverFacts facts, FoundCall map, Findings findings) {
    Body body = map.body();
    BufferOwners owners = new BufferOwners(facts.flow().driver());
    for (Definition set : definitions(map)) {
      String place = body.text(set.target());
      if (FreedMemory.isBehind(map, set.target())
          && set.value().filter(v -> !owners.makes(body, v)).isPresent()
          && isAllocated(owners, map, place)
          && calls(map, set.span()).stream()
              .noneMatch(c -> owners.takes(body, c, e -> body.text(e).equals(place)))
          && !isCopied(body, place, set)) {
        findings.add(
            rule,
            body,
            set.span(),
            Confidence.HIGH,
            "this forgets '%s' when %s() fails".formatted(place, map.kernel().name()),
            List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
      }
    }
  }

  /// Whether the last that a place got before it was mapped is a new buffer.
  private static boolean isAllocated(BufferOwners owners, FoundCall map, String place) {
    Body body = map.body();
    return body.definitions().stream()
        .filter(d -> d.span().end() <= map.call().span().start())
        .filter(d -> body.text(d.target()).equals(place))
        .reduce((_, last) -> last)
        .flatMap(Definition::value)
        .filter(v -> owners.makes(body, v))
        .isPresent();
  }

  /// Whether something else holds the buffer too.
  private static boolean isCopied(Body body, String place, Definition set) {
    return body.definitions().stream()
        .filter(d -> d.span().end() <= set.span().start())
        .anyMatch(
            d -> d.value().filter(v -> body.text(Expressions.plain(v)).equals(place)).isPresent());
  }

  /// The branch of the first `if` behind the mapping that is taken for its failure.
  private static Optional<Span> failure(FoundCall map) {
    MapTest test = MapTest.of(map);
    return map.body().statements().stream()
        .filter(s -> s.span().start() > map.call().span().end())
        .flatMap(s ->
            s instanceof Stmt.If(Expr condition, Stmt then, _, _)
                    && test.says(condition, true) == Says.FAILED
                ? Optional.of(then.span()).stream()
                : Optional.<Span>empty().stream())
        .findFirst();
  }

  /// What is set in it.
  private static List<Definition> definitions(FoundCall map) {
    return failure(map)
        .map(b -> map.body().definitions().stream().filter(d -> b.contains(d.span())).toList())
        .orElse(List.of());
  }

  /// The calls in it before a place.
  private static List<Expr.Call> calls(FoundCall map, Span before) {
    return failure(map)
        .map(b ->
            map.body().calls().stream()
                .filter(c -> b.contains(c.span()) && c.span().end() <= before.start())
                .toList())
        .orElse(List.of());
  }
}
