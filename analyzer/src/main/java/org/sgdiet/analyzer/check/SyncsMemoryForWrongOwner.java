// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Expr;

/// A buffer that stays mapped, that the device writes, and that is only ever synced for the device.
final class SyncsMemoryForWrongOwner implements Check {

  private static final Rule RULE =
      new Rule(
          "syncs-dma-memory-for-wrong-owner",
          "memory that the device has written is synced for the device, and the CPU reads it",
          "A buffer that stays mapped goes back and forth: dma_sync_*_for_cpu() lends it to the CPU"
              + " after a transfer, dma_sync_*_for_device() returns it.",
          "The sync does not copy the bounce buffer back, and cache lines that were fetched early"
              + " stay valid: the CPU reads what stood there before the transfer.",
          "Call dma_sync_*_for_cpu() before the CPU reads.",
          "Documentation/core-api/dma-api-howto.rst, \"Using Streaming DMA mappings\", 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (Undo sync : Undo.of(facts, SiteKind.SYNC)) {
      FoundCall call = sync.call();
      if (call.kernel().name().endsWith("for_device")
          && Directions.of(call).equals(Set.of("DMA_FROM_DEVICE"))
          && sync.maps().stream()
              .flatMap(m -> facts.belonging(m, SiteKind.SYNC).stream())
              .noneMatch(s -> s.kernel().name().endsWith("for_cpu"))) {
        reader(facts, sync)
            .ifPresent(r ->
                findings.add(
                    RULE,
                    call.body(),
                    call.call().span(),
                    Confidence.MODERATE,
                    "%s() returns to the device what %s() is given next, and nothing syncs it for"
                            .formatted(call.kernel().name(), r.name().orElse(""))
                        + " the CPU",
                    sync.notes(facts)));
      }
    }
  }

  /// The first call behind a sync that is given the mapped buffer, by the member that holds it.
  private static Optional<Expr.Call> reader(DriverFacts facts, Undo sync) {
    Body body = sync.call().body();
    Set<MemberKey> buffers =
        sync.maps().stream()
            .flatMap(m ->
                m.argument(Parameter.BUFFER).stream().flatMap(b -> members(facts, m.body(), b)))
            .collect(Collectors.toSet());
    return body.calls().stream()
        .filter(c -> c.span().start() > sync.call().call().span().end())
        .filter(c ->
            c.args().stream().flatMap(a -> members(facts, body, a)).anyMatch(buffers::contains))
        .findFirst();
  }

  private static Stream<MemberKey> members(DriverFacts facts, Body body, Expr expr) {
    return facts.flow().flow().paths(body, expr).stream()
        .flatMap(p -> p.last().stream())
        .filter(m -> !m.struct().isEmpty());
  }
}
