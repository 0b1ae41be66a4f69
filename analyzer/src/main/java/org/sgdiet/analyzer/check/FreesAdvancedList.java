// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// An unmap of a list whose head was moved on by the walk over it.
final class FreesAdvancedList implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-advanced-sg-list",
          "a list is unmapped from where a walk left off instead of from its head",
          "dma_unmap_sg() takes the list that was given to dma_map_sg(); a variable that sg_next()"
              + " moved on points into the middle of it, or is NULL.",
          "The first entries stay mapped, and the unmap runs past the end of the list: into a NULL"
              + " pointer, or into the entries of another list.",
          "Walk with a variable of its own.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (Undo undo : Undo.of(facts)) {
      Optional<String> head = undo.call().isList() ? name(undo.call()) : Optional.empty();
      Optional<FoundCall> map = undo.ownMap().filter(m -> head.isPresent() && head.equals(name(m)));
      if (map.isPresent() && !facts.isSingle(map.get())) {
        Body body = undo.call().body();
        int start = map.get().call().span().end();
        int end = Math.max(start, undo.call().call().span().start());
        Span between = new Span(start, end);
        List<Definition> moved =
            body.definitions().stream()
                .filter(d -> between.contains(d.span()))
                .filter(d -> isName(d.target(), head.get()))
                .filter(d -> d.how() != Definition.How.ITERATED || iterates(facts, body, d))
                .toList();
        if (!moved.isEmpty() && moved.stream().allMatch(d -> advances(facts.flow().api(), d))) {
          findings.add(
              RULE,
              body,
              undo.call().subject().map(Expr::span).orElse(undo.call().call().span()),
              Confidence.HIGH,
              "'%s' was moved on since it was mapped, and %s() starts from it"
                  .formatted(head.get(), undo.call().kernel().name()),
              undo.notes(facts));
        }
      }
    }
  }

  private static Optional<String> name(FoundCall call) {
    return call.subject()
        .flatMap(s -> s instanceof Expr.Name(String id, _) ? Optional.of(id) : Optional.empty());
  }

  private static boolean isName(Expr target, String name) {
    return target instanceof Expr.Name(String id, _) && id.equals(name);
  }

  private static boolean advances(KernelApi api, Definition d) {
    return d.how() == Definition.How.ITERATED
        || d.how() == Definition.How.CHANGED
        || d.value()
            .filter(v ->
                v instanceof Expr.Call c
                    && c.name()
                        .flatMap(n -> api.call(n, c.args().size()))
                        .filter(k -> k.effect() == Effect.STEP)
                        .isPresent())
            .isPresent();
  }

  /// Whether a loop moves the variable on, rather than starting from it.
  private static boolean iterates(DriverFacts facts, Body body, Definition d) {
    return body.statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.Each(String macro, List<Expr> args, _, Span head, _)
                && head.equals(d.span())
                && facts.flow().api().call(macro, args.size()).stream()
                    .flatMapToInt(k -> k.index(Parameter.ENTRY).stream())
                    .anyMatch(i -> args.get(i).span().equals(d.target().span())));
  }
}
