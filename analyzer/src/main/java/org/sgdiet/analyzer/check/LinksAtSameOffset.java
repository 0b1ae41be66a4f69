// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// A loop that links every range at one offset of an IOVA range.
final class LinksAtSameOffset implements Check {

  private static final Rule RULE =
      new Rule(
          "links-at-same-offset",
          "a loop links every range at the same offset of an IOVA range",
          "dma_iova_link() puts a physical range at an offset of the IOVA range that was allocated;"
              + " the next one belongs behind it.",
          "The second link finds the place taken and fails, with a warning of the IOMMU driver, and"
              + " what was counted as mapped is not.",
          "Add the length of each range to the offset after it was linked.",
          "Documentation/core-api/dma-api.rst, dma_iova_link(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall link : facts.calls()) {
      Optional<Expr> offset = link.argument(Parameter.OFFSET);
      Optional<Span> loop = link.body().loopAround(link.call().span().start());
      if (link.kind() == SiteKind.MAP
          && link.kernel().index(Parameter.STATE).isPresent()
          && offset.isPresent()
          && loop.isPresent()
          && stays(link.body(), loop.get(), offset.get())
          && link.argument(Parameter.STATE)
              .filter(s -> stays(link.body(), loop.get(), s))
              .isPresent()
          && !allocates(facts, link.body(), loop.get())) {
        findings.add(
            RULE,
            link.body(),
            offset.get().span(),
            Confidence.HIGH,
            "%s() links at '%s' every time round"
                .formatted(link.kernel().name(), link.body().file().text(offset.get().span())),
            List.of(
                new Note(
                    link.place().file(),
                    link.body().line(loop.get().start()),
                    "the loop begins here")));
      }
    }
  }

  /// Whether nothing in a loop can change what an expression says.
  private static boolean stays(Body body, Span loop, Expr expr) {
    Set<String> names = new LinkedHashSet<>();
    boolean[] moves = {false};
    Parts.forEachExpr(
        expr,
        e -> {
          switch (e) {
            case Expr.Name(String id, _) -> names.add(id);
            case Expr.Call _, Expr.Step _, Expr.Assign _ -> moves[0] = true;
            default -> {}
          }
        });
    String text = body.text(expr);
    return !moves[0]
        && body.definitions().stream()
            .filter(d -> loop.contains(d.span()))
            .map(Definition::target)
            .noneMatch(t ->
                (t instanceof Expr.Name(String id, _) && names.contains(id))
                    || body.text(t).equals(text));
  }

  /// Whether the loop allocates a range for each turn, or is left after one.
  private static boolean allocates(DriverFacts facts, Body body, Span loop) {
    return body.calls().stream()
        .filter(c -> loop.contains(c.span()))
        .flatMap(c -> c.name().flatMap(n -> facts.flow().api().call(n, c.args().size())).stream())
        .anyMatch(k -> k.effect() == Effect.ALLOC && k.index(Parameter.STATE).isPresent());
  }
}
