// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Set;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;

/// Sums of the DMA address of an entry and of its offset into the page: the address points behind
/// that offset already.
final class DisplacedAddresses {

  private static final Set<String> ADDRESS = Set.of("sg_dma_address", "dma_address");

  private DisplacedAddresses() {}

  static void find(Rule rule, DriverFacts facts, Findings findings) {
    for (DriverFile file : facts.flow().driver().files()) {
      for (Body body : file.functionsMentioning(ADDRESS)) {
        body.expressions().stream()
            .filter(e -> isSum(facts, e, body))
            .filter(_ -> !MixesSidesOfAnEntry.isOfDmaCore(facts, body))
            .filter(_ -> !MixesSidesOfAnEntry.writesOutputs(facts, file))
            .forEach(e ->
                findings.add(
                    rule,
                    body,
                    e.span(),
                    Confidence.HIGH,
                    "'%s' counts the offset of the CPU side twice: it is in the DMA address"
                        .formatted(body.shown(e)),
                    List.of()));
      }
    }
  }

  private static boolean isSum(DriverFacts facts, Expr expr, Body body) {
    return expr instanceof Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
        && operator == BinaryOperator.ADD
        && right instanceof Expr.Member offset
        && offset.field().equals("offset")
        && facts.flow().uses().in(body).stream()
            .filter(u -> u.side() == Role.OUTPUT && !u.writes())
            .filter(u -> u.span().equals(Expressions.plain(left).span()))
            .filter(u -> MixesSidesOfAnEntry.isAddress(body, u))
            .anyMatch(u -> isOffsetOf(facts, body, u, offset.span()));
  }

  /// Whether a member that is read is the offset of the entry whose address is.
  private static boolean isOffsetOf(DriverFacts facts, Body body, ListUse address, Span offset) {
    return facts.flow().uses().in(body).stream()
        .filter(u -> u.side() == Role.INPUT && u.span().equals(offset))
        .anyMatch(u -> body.text(u.list()).equals(body.text(address.list())));
  }
}
