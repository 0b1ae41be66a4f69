// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// A helper that gives 0 back for a mapping that failed, to a caller that asks
/// `dma_mapping_error()`.
final class ReturnsZeroForMappingError implements Check {

  private static final String ASKS = "dma_mapping_error";

  /// How many functions may pass on what was returned.
  private static final int FARTHEST = 2;

  private static final Rule RULE =
      new Rule(
          "returns-zero-for-mapping-error",
          "a failed mapping is told as 0, and dma_mapping_error() is asked about that",
          "0 is a good DMA address. The one value that dma_mapping_error() knows is"
              + " DMA_MAPPING_ERROR.",
          "The caller takes the failure for a mapping: the device is given address 0.",
          "Return DMA_MAPPING_ERROR.",
          "Documentation/core-api/dma-api.rst, dma_mapping_error(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    facts.calls().stream()
        .filter(c -> c.kind() == SiteKind.MAP && !c.isList())
        .map(FoundCall::body)
        .distinct()
        .filter(b ->
            b.function().result() instanceof TypeSyntax.Named(String type)
                && type.equals("dma_addr_t"))
        .forEach(b -> zero(b).ifPresent(z -> held(facts, b, z, findings)));
  }

  private static void held(DriverFacts facts, Body helper, Span zero, Findings findings) {
    callers(facts, helper, FARTHEST)
        .filter(ReturnsZeroForMappingError::isAsked)
        .findFirst()
        .ifPresent(c ->
            findings.add(
                RULE,
                helper,
                zero,
                Confidence.HIGH,
                "%s() takes 0 for a good mapping: it asks dma_mapping_error()"
                    .formatted(c.caller().name()),
                List.of(
                    new Note(
                        c.caller().file().path(),
                        c.caller().line(c.call().span().start()),
                        "taken here"))));
  }

  /// The calls of a function, and those of the functions that return what it gives as it is.
  private static Stream<CallSite> callers(DriverFacts facts, Body helper, int far) {
    return facts.flow().driver().callers(helper).stream()
        .flatMap(c ->
            far > 0
                    && c.caller().returned().stream()
                        .anyMatch(r -> Expressions.plain(r).span().equals(c.call().span()))
                ? callers(facts, c.caller(), far - 1)
                : Stream.of(c));
  }

  /// Where a function returns 0 because a mapping failed.
  private static Optional<Span> zero(Body body) {
    return body.statements().stream()
        .filter(s ->
            s instanceof Stmt.Return(Optional<Expr> value, _)
                && value.filter(v -> isZero(body, v)).isPresent()
                && body.statements().stream().anyMatch(i -> isFailure(i, s.span())))
        .map(Stmt::span)
        .findFirst();
  }

  private static boolean isZero(Body body, Expr value) {
    String text = body.text(Expressions.plain(value));
    return text.equals("0") || text.equals("NULL");
  }

  private static boolean isFailure(Stmt stmt, Span within) {
    return stmt instanceof Stmt.If(Expr condition, Stmt then, _, _)
        && then.span().contains(within)
        && MapWays.callsIn(condition).stream()
            .anyMatch(c -> c.name().filter(ASKS::equals).isPresent());
  }

  /// Whether a caller asks about what it was given.
  private static boolean isAsked(CallSite site) {
    Body caller = site.caller();
    return caller.definitions().stream()
        .filter(d -> d.value().filter(v -> v.span().contains(site.call().span())).isPresent())
        .map(d -> caller.text(d.target()))
        .anyMatch(kept ->
            caller.calls().stream()
                .filter(c -> c.name().filter(ASKS::equals).isPresent() && c.args().size() == 2)
                .filter(c -> c.span().start() > site.call().span().start())
                .anyMatch(c -> caller.text(c.args().get(1)).equals(kept)));
  }
}
