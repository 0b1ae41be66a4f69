// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Mention;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// A walk over mapped entries that reads an address or length of the first entry each time.
final class ReadsFirstEntryInWalk implements Check {

  private static final Rule RULE =
      new Rule(
          "reads-first-entry-in-walk",
          "a walk over mapped entries reads the first entry where it means the current one",
          "Each mapped entry has an address and a length of its own; the list's name is its first"
              + " entry.",
          "All entries but the first are transferred with the length or to the address of the"
              + " first: data is cut off, or the device runs over the end of a mapping.",
          "Read the entry that the walk has come to.",
          "Documentation/core-api/dma-api.rst, dma_map_sg(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Stream.of("sg_dma_len", "sg_dma_address")
        .flatMap(n -> facts.flow().driver().functions(Mention.CALLED, n).stream())
        .distinct()
        .forEach(b -> walks(facts, b, findings));
  }

  private static void walks(DriverFacts facts, Body body, Findings findings) {
    for (Stmt stmt : body.statements()) {
      if (stmt instanceof Stmt.Each walk && isWalk(walk)) {
        String head = body.text(walk.args().get(0));
        String entry = body.text(walk.args().get(1));
        List<ListUse> uses =
            facts.flow().uses().in(body).stream()
                .filter(u -> walk.body().span().contains(u.span()) && isOutputRead(u))
                .filter(u -> !u.isTold())
                .toList();
        Optional<ListUse> first = uses.stream().filter(u -> isNamed(u, head)).findFirst();
        if (uses.stream().anyMatch(u -> isNamed(u, entry))
            && first.isPresent()
            && !isWeighed(body, walk, first.get())) {
          findings.add(
              RULE,
              body,
              first.get().span(),
              Confidence.HIGH,
              "'%s' is of the first entry each time; '%s' is the one that the walk has come to"
                  .formatted(body.file().text(first.get().span()), entry),
              List.of());
        }
      }
    }
  }

  /// A walk over a list that its head names, with a cursor that is another name.
  private static boolean isWalk(Stmt.Each walk) {
    return walk.macro().startsWith("for_each_sg")
        && walk.args().size() >= 3
        && walk.args().get(1) instanceof Expr.Name(String entry, _)
        && !(walk.args().get(0) instanceof Expr.Name(String head, _) && head.equals(entry));
  }

  private static boolean isOutputRead(ListUse use) {
    return use.side() == Role.OUTPUT && use.effect() == Effect.ACCESS && !use.writes();
  }

  private static boolean isNamed(ListUse use, String list) {
    return use.body().text(use.list()).equals(list);
  }

  /// Whether the first entry is held against the current one, or read for it alone.
  private static boolean isWeighed(Body body, Stmt.Each walk, ListUse first) {
    return body.expressions().stream()
            .anyMatch(e ->
                e instanceof Expr.Binary(var operator, _, _, _)
                    && (operator.compares() || operator == BinaryOperator.SUBTRACT)
                    && e.span().contains(first.span()))
        || body.statements().stream()
            .anyMatch(s ->
                s instanceof Stmt.If
                    && walk.body().span().contains(s.span())
                    && s.span().contains(first.span()));
  }
}
