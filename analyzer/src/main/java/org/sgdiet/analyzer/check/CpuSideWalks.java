// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// Loops over all entries of a table, as the CPU knows them, that ask for nothing but DMA addresses
/// and lengths. Whoever has mapped the table, an exporter of another driver as well, there may be
/// fewer of those.
final class CpuSideWalks {

  private static final String WALK = "for_each_sgtable_sg";
  private static final String COUNT = "orig_nents";
  private static final Set<String> WORDS = Set.of(WALK, COUNT);

  private CpuSideWalks() {}

  static void find(Rule rule, DriverFacts facts, Set<Expr> told, Findings findings) {
    for (DriverFile file : facts.flow().driver().files()) {
      for (Body body : file.functionsMentioning(WORDS)) {
        for (Stmt stmt : body.statements()) {
          if (stmt instanceof Stmt.Each loop
              && isOfCpuSide(loop)
              && loop.args().stream().noneMatch(told::contains)
              && asksForOutputsAlone(facts, body, loop)
              && !MixesSidesOfAnEntry.isOfDmaCore(facts, body)
              && !MixesSidesOfAnEntry.writesOutputs(facts, file)) {
            Span at = loop.macro().equals(WALK) ? loop.headSpan() : loop.args().get(2).span();
            findings.add(
                rule,
                body,
                at,
                Confidence.MODERATE,
                "'%s' goes over the entries of the CPU side, and the loop asks for those of the DMA"
                        .formatted(body.file().text(at))
                    + " side, which may be fewer",
                List.of());
          }
        }
      }
    }
  }

  private static boolean isOfCpuSide(Stmt.Each loop) {
    return loop.macro().equals(WALK)
        || (loop.macro().equals("for_each_sg")
            && loop.args().size() == 4
            && loop.args().get(2) instanceof Expr.Member member
            && member.field().equals(COUNT));
  }

  private static boolean asksForOutputsAlone(DriverFacts facts, Body body, Stmt.Each loop) {
    List<ListUse> uses =
        facts.flow().uses().in(body).stream()
            .filter(u -> loop.body().span().contains(u.span()) && isEntry(loop, u.list()))
            .toList();
    boolean reads = uses.stream().anyMatch(u -> u.readsOutput() && u.effect() == Effect.ACCESS);
    boolean given =
        body.calls().stream()
            .filter(c -> loop.body().span().contains(c.span()))
            .filter(c -> uses.stream().noneMatch(u -> u.span().equals(c.span())))
            .flatMap(c -> c.args().stream())
            .anyMatch(a -> isEntry(loop, a));
    return reads
        && !given
        && uses.stream().noneMatch(u -> u.side() != Role.OUTPUT)
        && !CountedWalks.mayEndEarly(body, loop);
  }

  private static boolean isEntry(Stmt.Each loop, Expr given) {
    return loop.args().size() > 1
        && given instanceof Expr.Name(String id, _)
        && loop.args().get(1) instanceof Expr.Name(String entry, _)
        && entry.equals(id);
  }
}
