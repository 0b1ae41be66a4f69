// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// A packet that is given up after it was mapped, with nothing on the way that may unmap it: what
/// the ring or the packet itself keeps of the mapping is never looked at again.
final class PacketLeft {

  private PacketLeft() {}

  /// @param map the mapping of a packet to send, outside of loops
  static void find(Rule rule, DriverFacts facts, FoundCall map, Findings findings) {
    Optional<String> packet = packet(map);
    if (packet.isEmpty()) {
      return;
    }
    MapWays known = MapWays.of(map, facts);
    Set<Span> kept = new LinkedHashSet<>();
    known.leavings().stream()
        .filter(l -> l.state().standing() == Standing.MAPPED && l.state().given())
        .forEach(l -> kept.add(l.at()));
    if (kept.isEmpty()) {
      return; // who forgets what nobody keeps is told of already
    }
    MapWays ways = new MapWays(facts, MapTest.of(map), new AnyUndo(facts, map.body()));
    Set<Span> told = new LinkedHashSet<>();
    freed(map, packet.get(), known, ways).forEach(told::add);
    if (told.isEmpty() && mayEndWell(ways)) {
      ways.leavings().stream()
          .filter(l -> l.told() == Answer.ERROR && l.state().standing() == Standing.MAPPED)
          .map(Leaving::at)
          .filter(kept::contains)
          .forEach(told::add);
      if (told.isEmpty() || !PartsLeft.isGivenUp(facts, map.body())) {
        return;
      }
    }
    for (Span at : told) {
      findings.add(
          rule,
          map.body(),
          at,
          Confidence.MODERATE,
          "this gives up '%s', which %s() mapped; nothing on the way unmaps it"
              .formatted(packet.get(), map.kernel().name()),
          List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
    }
  }

  /// Whether the function tells by its value whether the packet was sent.
  private static boolean mayEndWell(MapWays ways) {
    return ways.leavings().stream()
        .anyMatch(l -> l.told() != Answer.ERROR && l.state().standing() == Standing.MAPPED);
  }

  /// The socket buffer whose data is mapped.
  private static Optional<String> packet(FoundCall map) {
    Body body = map.body();
    return map.argument(Parameter.BUFFER)
        .map(Expressions::plain)
        .flatMap(b ->
            b instanceof Expr.Member(Expr.Name(String id, _), _, String field, _, _)
                    && field.equals("data")
                ? Optional.of(id)
                : Optional.empty())
        .filter(b -> body.typeOf(b).filter(t -> t.toString().contains("sk_buff")).isPresent());
  }

  /// Where the packet is freed while it is mapped, though something keeps the handle.
  private static Set<Span> freed(FoundCall map, String packet, MapWays known, MapWays ways) {
    List<Expr.Call> frees =
        FreedMemory.calls(map.body()).stream()
            .filter(c -> FreedMemory.frees(c, packet, map))
            .toList();
    Set<Span> given = new LinkedHashSet<>();
    known.visit(
        s -> s.standing() == Standing.MAPPED && s.given() && !known.isRefused(s),
        frees,
        (call, _) -> given.add(call.span()));
    Set<Span> left = new LinkedHashSet<>();
    ways.visit(
        s -> s.standing() == Standing.MAPPED,
        frees,
        (call, _) -> {
          if (given.contains(call.span()) && !ways.isDoubtful(call)) {
            left.add(call.span());
          }
        });
    return left;
  }
}
