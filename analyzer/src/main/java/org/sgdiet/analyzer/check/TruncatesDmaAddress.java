// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// The handle of a mapping kept in 32 bits and asked for an error there.
final class TruncatesDmaAddress implements Check {

  private static final Rule RULE =
      new Rule(
          "truncates-dma-address",
          "a DMA address is kept in fewer bits than it has",
          "dma_addr_t has 64 bits on most machines, and DMA_MAPPING_ERROR is all ones in that"
              + " width.",
          "A failed mapping is never noticed: 32 ones are not DMA_MAPPING_ERROR. Where the device's"
              + " DMA mask is wider than 32 bits, it gets an address with the upper half cut off.",
          "Keep the handle in a dma_addr_t; take its halves with lower_32_bits() and"
              + " upper_32_bits() where a register wants them.",
          "Documentation/core-api/dma-api-howto.rst, \"Types of DMA mappings\", 7.3");

  private static final Set<String> NARROW =
      Set.of(
          "u8",
          "u16",
          "u32",
          "s16",
          "s32",
          "__u32",
          "__s32",
          "uint32_t",
          "int32_t",
          "int",
          "unsigned",
          "unsigned int",
          "uint",
          "short",
          "unsigned short");

  private static final Set<String> NARROWING =
      Set.of("cpu_to_le32", "cpu_to_be32", "lower_32_bits");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && map.kernel().returns() == Returns.HANDLE) {
        map.body().definitions().stream()
            .filter(d ->
                isConverted(map, d)
                    || (d.value().map(Expressions::plain).filter(map.call()::equals).isPresent()
                        && narrow(facts, map.body(), d.target()).isPresent()))
            .findFirst()
            .ifPresent(d -> ask(facts, map, d, findings));
      }
    }
  }

  /// Reports a handle that is asked for an error that its width cannot tell. One that is not asked
  /// about may be right: a device with a mask of 32 bits gets no wider address.
  private static void ask(DriverFacts facts, FoundCall map, Definition kept, Findings findings) {
    Body body = map.body();
    body.calls().stream()
        .filter(c -> c.name().filter(n -> n.endsWith("dma_mapping_error")).isPresent())
        .filter(c -> c.args().size() == 2 && asks(body, kept, c.args().get(1)))
        .findFirst()
        .ifPresent(question ->
            findings.add(
                RULE,
                body,
                kept.target().span(),
                Confidence.HIGH,
                isConverted(map, kept)
                    ? ("'%s' holds 32 bits of what %s() gave: where dma_addr_t has 64, DMA_MAPPING_ERROR is"
                            + " cut off")
                        .formatted(body.shown(kept.target()), map.kernel().name())
                    : ("'%s' is of type %s: where dma_addr_t has 64 bits, the DMA_MAPPING_ERROR of %s() is"
                            + " cut off")
                        .formatted(
                            body.shown(kept.target()),
                            narrow(facts, body, kept.target()).orElse(""),
                            map.kernel().name()),
                List.of(
                    new Note(
                        body.file().path(),
                        body.line(question.span().start()),
                        "asked here: no failure is ever seen"))));
  }

  /// Whether a handle is put into a descriptor in 32 bits of a byte order.
  private static boolean isConverted(FoundCall map, Definition kept) {
    return kept.value()
        .filter(v ->
            v instanceof Expr.Call(Expr.Name(String id, _), List<Expr> args, _)
                && NARROWING.contains(id)
                && args.size() == 1
                && Expressions.plain(args.getFirst()).equals(map.call()))
        .isPresent();
  }

  /// Whether a question about a handle is about the one that was kept.
  private static boolean asks(Body body, Definition kept, Expr handle) {
    if (handle instanceof Expr.Name(String id, var span) && body.declares(id)) {
      return Reaching.at(body, id, span.start()).definitions().equals(List.of(kept));
    }
    return body.text(handle).equals(body.text(kept.target()));
  }

  private static Optional<String> narrow(DriverFacts facts, Body body, Expr target) {
    return facts
        .flow()
        .driver()
        .tags()
        .typeOf(body, target)
        .flatMap(t -> t instanceof TypeSyntax.Named(String n) ? Optional.of(n) : Optional.empty())
        .filter(NARROW::contains);
  }
}
