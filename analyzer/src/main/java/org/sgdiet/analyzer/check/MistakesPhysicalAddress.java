// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Set;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;

/// A DMA address that is taken for the physical address of the memory, or the reverse.
final class MistakesPhysicalAddress implements Check {

  private static final Rule RULE =
      new Rule(
          "mistakes-physical-address",
          "a DMA address is taken for a physical address, or the reverse",
          "What a mapping gives is an address of the device: an IOVA, a slot of a bounce buffer, or"
              + " a physical address with an offset. phys_to_virt() wants a physical address, and"
              + " dma_unmap_*() and dma_sync_*() want what the mapping gave.",
          "Behind an IOMMU phys_to_virt() gives a pointer into nowhere, or to somebody else's"
              + " memory; a sync or unmap of a physical address works on another buffer's mapping.",
          "Keep the pointer that was mapped beside the handle that the mapping gave, and use each"
              + " for what it is.",
          "Documentation/core-api/dma-api-howto.rst, \"CPU and DMA addresses\", 7.3");

  /// What makes a pointer of a physical address.
  private static final Set<String> TO_POINTER = Set.of("phys_to_virt", "bus_to_virt", "__va");

  /// What makes a physical address.
  private static final Set<String> PHYSICAL =
      Set.of("virt_to_phys", "virt_to_bus", "__pa", "page_to_phys", "sg_phys");

  private static final Set<String> OF_ENTRY = Set.of("sg_dma_address");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall call : facts.calls()) {
      if (call.kind() == SiteKind.UNMAP || call.kind() == SiteKind.SYNC) {
        physicalHandle(facts, call, findings);
      }
    }
    facts.files().stream()
        .flatMap(f -> f.functionsMentioning(TO_POINTER).stream())
        .forEach(b -> pointers(facts, b, findings));
  }

  /// Whether the memory of a driver may be behind an IOMMU: not the page tables of one.
  private static boolean isBehindIommu(DriverFacts facts, String file) {
    return facts.flow().near(file).stream().noneMatch(f -> f.mentions("iommu_ops"));
  }

  /// An unmap or sync whose handle is made here of a physical address.
  private static void physicalHandle(DriverFacts facts, FoundCall call, Findings findings) {
    call.argument(Parameter.HANDLE)
        .map(Expressions::plain)
        .filter(h -> isCall(h, PHYSICAL))
        .filter(_ -> isBehindIommu(facts, call.place().file()) && !areOne(facts, call))
        .ifPresent(h ->
            findings.add(
                RULE,
                call.body(),
                h.span(),
                Confidence.HIGH,
                "%s() is given a physical address for the one that the mapping gave"
                    .formatted(call.kernel().name()),
                List.of()));
  }

  /// The pointers that a function makes of what a mapping gave.
  private static void pointers(DriverFacts facts, Body body, Findings findings) {
    for (Expr.Call call : body.calls()) {
      if (call.args().size() == 1
          && call.name().filter(TO_POINTER::contains).isPresent()
          && (isOfEntry(call.args().getFirst()) || isHandle(facts, body, call))
          && isBehindIommu(facts, body.file().path())) {
        findings.add(
            RULE,
            body,
            call.span(),
            Confidence.HIGH,
            "%s() makes a pointer of a DMA address".formatted(call.name().orElse("")),
            List.of());
      }
    }
  }

  /// Whether the function unmaps or syncs the same address by that name.
  private static boolean isHandle(DriverFacts facts, Body body, Expr.Call call) {
    String address = body.text(Expressions.plain(call.args().getFirst()));
    return facts.calls().stream()
        .filter(c -> c.body() == body && !c.isList())
        .filter(c -> c.kind() == SiteKind.UNMAP || c.kind() == SiteKind.SYNC)
        .anyMatch(c ->
            c.argument(Parameter.HANDLE)
                .filter(h -> body.text(Expressions.plain(h)).equals(address))
                .isPresent());
  }

  /// `sg_dma_address(sg)`, in another byte order too.
  private static boolean isOfEntry(Expr address) {
    Expr plain = Expressions.plain(address);
    return isCall(plain, OF_ENTRY)
        || (plain instanceof Expr.Call call
            && call.args().size() == 1
            && call.name().filter(KernelApi::keepsValue).isPresent()
            && isOfEntry(call.args().getFirst()));
  }

  /// Whether a driver makes sure that the two addresses of its memory are one.
  private static boolean areOne(DriverFacts facts, FoundCall call) {
    return facts.flow().near(call.place().file()).stream()
        .flatMap(f -> f.functionsMentioning(PHYSICAL).stream())
        .flatMap(b -> b.expressions().stream())
        .anyMatch(e ->
            e instanceof Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
                && operator.compares()
                && (isCall(left, PHYSICAL) || isCall(right, PHYSICAL)));
  }

  private static boolean isCall(Expr expr, Set<String> names) {
    return expr instanceof Expr.Call call && call.name().filter(names::contains).isPresent();
  }
}
