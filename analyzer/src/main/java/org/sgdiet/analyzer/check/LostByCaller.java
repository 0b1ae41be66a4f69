// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.syntax.Expr;

/// A buffer that a function allocates and has another one of the driver map, which leaves it alone
/// when that fails.
final class LostByCaller {

  private LostByCaller() {}

  /// @param inner the buffer as the function has it that maps
  static void find(Rule rule, DriverFacts facts, KeptBuffer inner, Findings findings) {
    Body body = inner.map().body();
    OptionalInt at = body.parameter(inner.name());
    List<CallSite> makers = at.isPresent() ? makers(facts, inner, at.getAsInt()) : List.of();
    if (makers.isEmpty()) {
      return; // the usual case, and ways take long to find
    }
    Optional<Returns> answer = answer(facts, inner);
    for (CallSite site : answer.isPresent() ? makers : List.<CallSite>of()) {
      KeptBuffer kept = kept(site, at.getAsInt(), answer.get(), inner.owners()).orElseThrow();
      Definition allocation = kept.allocation().orElseThrow();
      if (!kept.isKept(allocation)) {
        forgotten(rule, facts, kept, allocation, findings);
      }
    }
  }

  /// What the mapping function returns: the handle, or how it went.
  static Optional<Returns> answer(DriverFacts facts, KeptBuffer inner) {
    Body body = inner.map().body();
    boolean givesHandle =
        inner.map().kernel().returns() == Returns.HANDLE
            && body.returned().size() == 1
            && Expressions.plain(body.returned().getFirst())
                .span()
                .equals(inner.map().call().span());
    if (givesHandle) {
      return Optional.of(Returns.HANDLE);
    }
    MapWays ways = new MapWays(facts, MapTest.of(inner.map()).ofFailure(), inner);
    return ways.isTested() ? SentPacket.answer(body, ways) : Optional.empty();
  }

  /// The calls of the mapping function that hand it what was allocated just before.
  private static List<CallSite> makers(DriverFacts facts, KeptBuffer inner, int argument) {
    return facts.flow().driver().callers(inner.map().body()).stream()
        .filter(site -> site.caller() != inner.map().body())
        .filter(site ->
            kept(site, argument, Returns.ZERO_OR_ERRNO, inner.owners())
                .flatMap(KeptBuffer::allocation)
                .isPresent())
        .toList();
  }

  private static Optional<KeptBuffer> kept(
      CallSite site, int argument, Returns returns, BufferOwners owners) {
    return site.call().name().isPresent()
            && site.call().args().size() > argument
            && site.call().args().get(argument) instanceof Expr.Name(String id, _)
        ? Optional.of(
            new KeptBuffer(
                new FoundCall(
                    site.caller(),
                    site.call(),
                    KernelCall.mapping(site.call().name().get(), returns)),
                id,
                owners))
        : Optional.empty();
  }

  private static void forgotten(
      Rule rule, DriverFacts facts, KeptBuffer kept, Definition allocation, Findings findings) {
    FoundCall call = kept.map();
    MapWays ways = new MapWays(facts, MapTest.of(call).ofFailure(), kept);
    Set<Object> told = new LinkedHashSet<>();
    for (Leaving leaving : ways.isTested() ? ways.leavings() : List.<Leaving>of()) {
      if (leaving.state().isMapped()
          && !leaving.state().given()
          && leaving.told() == Answer.ERROR
          && told.add(leaving.at())) {
        findings.add(
            rule,
            call.body(),
            leaving.at(),
            Confidence.HIGH,
            "this forgets '%s' when %s() fails to map it"
                .formatted(kept.name(), call.kernel().name()),
            List.of(
                new Note(
                    call.place().file(),
                    call.body().line(allocation.span().start()),
                    "allocated here"),
                new Note(call.place().file(), call.place().line(), "mapped in this call")));
      }
    }
  }
}
