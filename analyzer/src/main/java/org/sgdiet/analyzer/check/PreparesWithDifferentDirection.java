// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.Expr;

/// A dmaengine transfer that runs against the direction its memory was mapped with.
final class PreparesWithDifferentDirection implements Check {

  private static final Rule RULE =
      new Rule(
          "prepares-transfer-with-different-direction",
          "a dmaengine transfer runs against the direction its memory was mapped with",
          "What a transfer with DMA_DEV_TO_MEM writes has to be mapped with DMA_FROM_DEVICE, what"
              + " one with DMA_MEM_TO_DEV reads with DMA_TO_DEVICE.",
          "An IOMMU maps DMA_TO_DEVICE memory read-only: the transfer faults. Without one, received"
              + " data stays in the bounce buffer or behind stale cache lines.",
          "Map with the direction of the transfer.",
          "Documentation/driver-api/dmaengine/client.rst, \"Get a descriptor for transaction\", 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      Set<String> directions = map.kind() == SiteKind.MAP ? Directions.of(map) : Set.of();
      if (directions.size() == 1) {
        for (Expr.Call call : map.body().calls()) {
          if (call.span().start() > map.call().span().end()) {
            transfer(facts, map, directions.iterator().next(), call, findings);
          }
        }
      }
    }
  }

  private static void transfer(
      DriverFacts facts, FoundCall map, String mapped, Expr.Call call, Findings findings) {
    Body body = map.body();
    Optional<KernelCall> prep =
        call.name()
            .flatMap(n -> facts.flow().api().call(n, call.args().size()))
            .filter(k -> k.effect() == Effect.PREP);
    Optional<Expr> direction = prep.flatMap(k -> at(k.index(Parameter.DIRECTION), call));
    Optional<Expr> memory = prep.flatMap(k -> at(k.subjectIndex(), call));
    if (direction.isEmpty() || memory.isEmpty() || !isMapped(facts, map, memory.get())) {
      return;
    }
    String transfer = body.text(direction.get());
    boolean wrong =
        switch (transfer) {
          case "DMA_DEV_TO_MEM" -> mapped.equals("DMA_TO_DEVICE");
          case "DMA_MEM_TO_DEV" -> mapped.equals("DMA_FROM_DEVICE");
          default -> false;
        };
    if (wrong) {
      findings.add(
          RULE,
          body,
          direction.get().span(),
          Confidence.HIGH,
          "%s() gets %s for what was mapped with %s"
              .formatted(call.name().orElse(""), transfer, mapped),
          List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
    }
  }

  private static Optional<Expr> at(OptionalInt index, Expr.Call call) {
    return index.isPresent() && index.getAsInt() < call.args().size()
        ? Optional.of(call.args().get(index.getAsInt()))
        : Optional.empty();
  }

  /// Whether a transfer takes the list of the mapping, or the handle that it returned.
  private static boolean isMapped(DriverFacts facts, FoundCall map, Expr memory) {
    if (map.isList()) {
      return map.subject()
          .map(l -> map.body().text(l))
          .filter(map.body().text(memory)::equals)
          .isPresent();
    }
    Set<Path> given = facts.flow().flow().paths(map.body(), memory);
    Set<Path> mapped = facts.flow().flow().paths(map.body(), map.call());
    return given.size() == 1 && given.equals(mapped);
  }
}
