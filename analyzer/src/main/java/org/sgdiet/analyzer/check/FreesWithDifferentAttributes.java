// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Optional;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// Memory mapped with an attribute that its unmap has to know of, and does not.
final class FreesWithDifferentAttributes implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-dma-memory-with-different-attrs",
          "memory is unmapped without an attribute that it was mapped with",
          "DMA_ATTR_SKIP_CPU_SYNC says that the driver syncs the memory itself, DMA_ATTR_MMIO that"
              + " there is no memory to sync. The unmap syncs unless it is told so again.",
          "The unmap copies the whole bounce buffer over what the CPU has written since the last"
              + " sync, or invalidates its cache lines; on MMIO it looks for a page that does not"
              + " exist.",
          "Pass the attributes of the mapping call to dma_unmap_*_attrs().",
          "Documentation/core-api/dma-attributes.rst, DMA_ATTR_SKIP_CPU_SYNC, 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (Undo undo : Undo.of(facts)) {
      if (isWithout(undo.call()) && undo.maps().stream().anyMatch(m -> needed(m).isPresent())) {
        (undo.ownMap().isPresent() ? Optional.of(undo) : SoleHandle.of(facts, undo))
            .map(u -> u.goingTheSameWay(facts))
            .filter(u -> u.maps().size() == 1)
            .ifPresent(
                u -> needed(u.maps().getFirst()).ifPresent(n -> report(facts, u, n, findings)));
      }
    }
  }

  private static void report(DriverFacts facts, Undo undo, String needed, Findings findings) {
    findings.add(
        RULE,
        undo.call().body(),
        undo.at(Parameter.ATTRS),
        undo.ownMap().isPresent() ? Confidence.HIGH : Confidence.MODERATE,
        "%s() does not get %s, with which the memory was mapped"
            .formatted(undo.call().kernel().name(), needed),
        undo.notes(facts),
        Optional.of(withAttributes(undo.call(), needed)));
  }

  /// The attributes of the mapping of a buffer or page that its unmap has to repeat. A list may be
  /// made by one driver and undone by another, which agree on more than the call tells.
  private static Optional<String> needed(FoundCall map) {
    return map.isList()
        ? Optional.empty()
        : map.argument(Parameter.ATTRS)
            .map(a -> map.body().text(a))
            .filter(a -> a.matches("[A-Z0-9_|]*ATTR[A-Z0-9_|]*") && !a.equals("DMA_ATTR_NO_WARN"));
  }

  /// The call with the attributes: the macros without any take none.
  private static Fix withAttributes(FoundCall unmap, String attributes) {
    Expr.Call call = unmap.call();
    String spaced = attributes.replace("|", " | ");
    Optional<Expr> given = unmap.argument(Parameter.ATTRS);
    if (given.isPresent()) {
      return Fix.argument(unmap.body(), call, given.get(), spaced);
    }
    int name = call.callee().span().end();
    int last = call.args().getLast().span().end();
    return Fix.inside(
        unmap.body(),
        call.span(),
        new Fix.Change(new Span(name, name), "_attrs"),
        new Fix.Change(new Span(last, last), ", " + spaced));
  }

  private static boolean isWithout(FoundCall unmap) {
    Optional<Expr> attributes = unmap.argument(Parameter.ATTRS);
    return unmap.kernel().name().startsWith("dma_unmap_")
        && !unmap.kernel().name().endsWith("resource")
        && attributes.map(a -> unmap.body().text(a).equals("0")).orElse(true);
  }
}
