// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.syntax.Expr;

/// An unmap whose direction none of the mappings had that it may undo.
final class FreesWithDifferentDirection implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-dma-memory-with-different-direction",
          "memory is unmapped with another direction than it was mapped with",
          "The direction decides which caches are written back or invalidated and which way a"
              + " bounce buffer is copied; both ends have to agree.",
          "Unmapping DMA_FROM_DEVICE memory as DMA_TO_DEVICE leaves what the device wrote in the"
              + " bounce buffer; the reverse overwrites the caller's memory with it.",
          "Pass the direction of the mapping call, best from one variable.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Undo.of(facts).forEach(u -> compare(facts, u, findings));
  }

  private static void compare(DriverFacts facts, Undo undone, Findings findings) {
    FoundCall undo = undone.call();
    List<FoundCall> maps = undone.maps();
    Optional<String> freed = literal(undo);
    List<String> mapped = maps.stream().flatMap(m -> literal(m).stream()).toList();
    if (freed.isEmpty() || mapped.size() != maps.size() || mapped.contains(freed.get())) {
      return;
    }
    if (isMappedAnew(facts, undo, freed.get())) {
      return;
    }
    boolean near = maps.stream().allMatch(m -> m.body() == undo.body());
    if (!near && !undo.isList()) {
      return; // one struct often serves both rings of a driver, so that the member says little
    }
    findings.add(
        RULE,
        undo.body(),
        undone.at(Parameter.DIRECTION),
        near && maps.size() == 1 ? Confidence.HIGH : Confidence.MODERATE,
        "%s() gets %s for what was mapped with %s"
            .formatted(undo.kernel().name(), freed.get(), mapped.getFirst()),
        undone.notes());
  }

  /// Whether the function calls one that maps with the direction of the unmap, as when a result is
  /// read back for verification.
  private static boolean isMappedAnew(DriverFacts facts, FoundCall undo, String direction) {
    return facts.calls().stream()
        .filter(m -> m.kind() == SiteKind.MAP && !m.body().equals(undo.body()))
        .filter(m -> literal(m).filter(direction::equals).isPresent())
        .anyMatch(m ->
            undo.body().calls().stream()
                .filter(c -> c.span().end() <= undo.call().span().start())
                .anyMatch(c -> c.name().filter(m.body().name()::equals).isPresent()));
  }

  /// The direction, when it is written as one of the kernel's names.
  private static Optional<String> literal(FoundCall call) {
    return call.argument(Parameter.DIRECTION)
        .map(d -> d instanceof Expr.Name(String id, _) ? id : "")
        .map(id -> id.replaceFirst("^PCI_DMA_((TO|FROM)DEVICE|BIDIRECTIONAL)$", "DMA_$1"))
        .map(id -> id.replace("DMA_TODEVICE", "DMA_TO_DEVICE"))
        .map(id -> id.replace("DMA_FROMDEVICE", "DMA_FROM_DEVICE"))
        .filter(id -> id.matches("DMA_(TO_DEVICE|FROM_DEVICE|BIDIRECTIONAL)"));
  }
}
