// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// Memory that is freed while it is mapped, or the only structure that knows of a mapping.
final class FreedWhileMapped {

  private FreedWhileMapped() {}

  /// Tells of what is freed on a way on which a mapping stands.
  static boolean tell(MapWays ways, MapOutcome outcome, DriverFacts facts, ToldOnce findings) {
    FoundCall map = outcome.map();
    Optional<String> buffer = FreedMemory.buffer(map);
    Optional<String> holder = FreedMemory.holder(map);
    Optional<String> kept = FreedMemory.keptHolder(map);
    Set<Span> told = new LinkedHashSet<>();
    ways.visit(
        s -> s.standing() == Standing.MAPPED,
        FreedMemory.calls(map.body()),
        (call, state) -> {
          boolean memory =
              buffer.filter(b -> FreedMemory.frees(call, b, map)).isPresent()
                  || FreedMemory.freesList(call, map);
          boolean place =
              holder.filter(h -> FreedMemory.frees(call, h, map)).isPresent()
                  || kept.filter(k -> FreedMemory.freesMember(call, k, map)).isPresent();
          if ((memory || place)
              && (!state.given()
                  || ways.isRefused(state)
                  || isNeverUndoneBehind(call, outcome, facts))
              && told.add(call.span())) {
            findings.add(
                map.body(),
                call.span(),
                memory ? Confidence.HIGH : Confidence.MODERATE,
                memory
                    ? "this frees what %s() mapped and nothing unmapped"
                        .formatted(map.kernel().name())
                    : "this frees the only place that knows what %s() mapped"
                        .formatted(map.kernel().name()),
                List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
          }
        });
    return !told.isEmpty();
  }

  /// Whether nobody undoes a mapping any more, though others were told of it.
  private static boolean isNeverUndoneBehind(
      Expr.Call free, MapOutcome outcome, DriverFacts facts) {
    FoundCall map = outcome.map();
    return outcome.undoings().stream()
            .allMatch(u -> u.body() == map.body() && u.call().span().start() < free.span().start())
        && KnownUnmaps.cover(facts, map);
  }
}
