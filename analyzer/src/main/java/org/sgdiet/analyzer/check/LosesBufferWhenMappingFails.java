// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapTest.Says;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Exits;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// A buffer that a function allocates or is given to send, fails to map, and forgets.
final class LosesBufferWhenMappingFails implements Check {

  private static final Rule RULE =
      new Rule(
          "loses-buffer-when-mapping-fails",
          "the buffer that could not be mapped is never freed",
          "A mapping can fail, and then the function still owns the buffer that it allocated for"
              + " it.",
          "Memory is lost at each failure, and mappings fail most when memory is short.",
          "Free the buffer before the error exit.",
          "Documentation/core-api/dma-api-howto.rst, \"Handling Errors\", 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && !map.isList()) {
        OverwrittenBuffer.find(RULE, facts, map, findings);
        OtherAllocations.find(RULE, facts, map, findings);
        FreedMemory.buffer(map).ifPresent(b -> lost(facts, map, b, findings));
      }
    }
  }

  private static void lost(DriverFacts facts, FoundCall map, String buffer, Findings findings) {
    KeptBuffer events = KeptBuffer.of(facts, map, buffer);
    Optional<Definition> allocation = events.allocation();
    boolean sent =
        allocation.isEmpty()
            && SentPacket.is(facts, map.body(), buffer)
            && !isSentAnyway(map, events);
    if (!sent && allocation.isEmpty()) {
      throughCallers(facts, map, events, findings);
      LostByCaller.find(RULE, facts, events, findings);
    }
    if (!sent && (allocation.isEmpty() || events.isKept(allocation.get()))) {
      return;
    }
    MapTest failure = MapTest.of(map).ofFailure();
    Set<Span> told = new LinkedHashSet<>();
    MapWays ways = new MapWays(facts, failure, events);
    for (Leaving leaving : ways.isTested() ? ways.leavings() : List.<Leaving>of()) {
      boolean counts =
          leaving.state().isMapped()
              && !leaving.state().given()
              && (leaving.told() == Answer.ERROR || !isReturned(map.body(), buffer));
      if (counts && (!sent || leaving.told() == Answer.FINE) && told.add(leaving.at())) {
        List<Note> notes = new ArrayList<>();
        allocation.ifPresent(a ->
            notes.add(
                new Note(map.place().file(), map.body().line(a.span().start()), "allocated here")));
        notes.add(new Note(map.place().file(), map.place().line(), "mapped here"));
        findings.add(
            RULE,
            map.body(),
            leaving.at(),
            Confidence.HIGH,
            sent
                ? "this tells that '%s' was sent when %s() failed, and does not free it"
                    .formatted(buffer, map.kernel().name())
                : "this forgets '%s' when %s() fails".formatted(buffer, map.kernel().name()),
            notes);
      }
    }
  }

  /// Whether a ring has the packet already when it is mapped, and a failure is told and nothing
  /// more: the ring goes on with it, and frees it with the others.
  private static boolean isSentAnyway(FoundCall map, KeptBuffer events) {
    Body body = map.body();
    MapTest test = MapTest.of(map);
    return body.definitions().stream()
            .filter(d -> d.span().end() <= map.call().span().start())
            .filter(d -> !(d.target() instanceof Expr.Name))
            .anyMatch(d -> d.value().filter(events::isBuffer).isPresent())
        && body.statements().stream()
            .noneMatch(s ->
                s instanceof Stmt.If(Expr condition, Stmt then, _, _)
                    && test.says(condition, true) == Says.FAILED
                    && Exits.leaves(then));
  }

  private static boolean isReturned(Body body, String buffer) {
    return body.returned().stream()
        .anyMatch(
            r -> Expressions.plain(r) instanceof Expr.Name(String id, _) && id.equals(buffer));
  }

  /// A packet that a function maps for the one that is given it to send, which forgets it when that
  /// fails.
  private static void throughCallers(
      DriverFacts facts, FoundCall map, KeptBuffer events, Findings findings) {
    List<SentPacket> packets = SentPacket.handedTo(map.body(), events.name(), facts);
    if (packets.isEmpty()) {
      return;
    }
    MapWays inner = new MapWays(facts, MapTest.of(map).ofFailure(), events);
    Optional<Returns> answer = LostByCaller.answer(facts, events);
    if (answer.isEmpty() && inner.isTested()) {
      untold(map, events.name(), inner, findings);
    }
    for (SentPacket packet : answer.isEmpty() ? List.<SentPacket>of() : packets) {
      FoundCall call = packet.call(answer.get());
      KeptBuffer kept = new KeptBuffer(call, packet.name(), events.owners());
      MapWays ways = new MapWays(facts, MapTest.of(call).ofFailure(), kept);
      Set<Span> told = new LinkedHashSet<>();
      for (Leaving leaving : ways.isTested() ? ways.leavings() : List.<Leaving>of()) {
        if (leaving.state().isMapped()
            && !leaving.state().given()
            && leaving.told() == Answer.FINE
            && told.add(leaving.at())) {
          findings.add(
              RULE,
              call.body(),
              leaving.at(),
              Confidence.HIGH,
              "this tells that '%s' was sent when %s() failed to map it, and does not free it"
                  .formatted(packet.name(), map.body().name()),
              List.of(
                  new Note(
                      map.place().file(),
                      map.place().line(),
                      "mapped here, in " + map.body().name() + "()")));
        }
      }
    }
  }

  /// A function that tells its caller of success, though it could not map a packet and forgets it.
  private static void untold(FoundCall map, String buffer, MapWays ways, Findings findings) {
    List<Leaving> failed =
        ways.leavings().stream().filter(l -> l.state().isMapped() && !l.state().given()).toList();
    boolean alike =
        ways.leavings().stream()
            .filter(l -> l.state().standing() == Standing.FAILED)
            .allMatch(l -> l.told() == Answer.FINE);
    Set<Span> told = new LinkedHashSet<>();
    for (Leaving leaving : alike ? failed : List.<Leaving>of()) {
      if (leaving.told() == Answer.FINE && told.add(leaving.at())) {
        findings.add(
            RULE,
            map.body(),
            leaving.at(),
            Confidence.HIGH,
            "this tells that '%s' was sent when %s() failed, and does not free it"
                .formatted(buffer, map.kernel().name()),
            List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
      }
    }
  }
}
