// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// A buffer that a function allocates, fails to map, and forgets.
final class LosesBufferWhenMappingFails implements Check {

  private static final Rule RULE =
      new Rule(
          "loses-buffer-when-mapping-fails",
          "the buffer that could not be mapped is never freed",
          "A mapping can fail, and then the function still owns the buffer that it allocated for"
              + " it.",
          "Memory is lost at each failure, and mappings fail most when memory is short.",
          "Free the buffer before the error exit.",
          "Documentation/core-api/dma-api-howto.rst, \"Handling Errors\", 7.3");

  private static final String ALLOCATORS =
      "(k[mzc]alloc|kmalloc_array|kcalloc|kmemdup|kzalloc|krealloc)(_node|_obj|_objs|_flex)?"
          + "|(__)?(netdev|dev|napi)_alloc_skb(_ip_align)?|alloc_skb|alloc_pages?(_node)?"
          + "|dev_alloc_pages?|__get_free_pages?|get_zeroed_page|napi_alloc_frag"
          + "|netdev_alloc_frag";

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && !map.isList()) {
        allocation(map).ifPresent(a -> exits(facts, map, a, findings));
      }
    }
  }

  /// The allocation of the local that the mapped buffer stands in or behind.
  private static Optional<Definition> allocation(FoundCall map) {
    Optional<Expr> buffer = map.argument(Parameter.BUFFER).or(() -> map.argument(Parameter.PAGE));
    Optional<String> root = buffer.flatMap(LosesBufferWhenMappingFails::root);
    return root.filter(r -> map.body().declares(r) && map.body().parameter(r).isEmpty())
        .flatMap(r ->
            map.body().definitions().stream()
                .filter(d -> d.target() instanceof Expr.Name(String id, _) && id.equals(r))
                .filter(d -> d.span().end() <= map.call().span().start())
                .reduce((_, last) -> last))
        .filter(d -> d.value().filter(LosesBufferWhenMappingFails::allocates).isPresent())
        .filter(d -> d.region().contains(map.call().span()));
  }

  private static boolean allocates(Expr value) {
    return value instanceof Expr.Call call
        && call.name().filter(n -> n.matches(ALLOCATORS)).isPresent();
  }

  private static Optional<String> root(Expr buffer) {
    return switch (buffer) {
      case Expr.Name(String id, _) -> Optional.of(id);
      case Expr.Member(Expr base, boolean arrow, String field, _, _) ->
          arrow && field.equals("data") ? root(base) : Optional.empty();
      case Expr.Cast(_, Expr operand, _) -> root(operand);
      default -> Optional.empty();
    };
  }

  private static void exits(
      DriverFacts facts, FoundCall map, Definition allocation, Findings findings) {
    String name = ((Expr.Name) allocation.target()).id();
    MapOutcome outcome = MapOutcome.of(map, facts);
    for (ErrorExit exit : outcome.ownFailures()) {
      if (outcome.isFailure(exit) && !isMentioned(map.body(), name, allocation, map, exit)) {
        findings.add(
            RULE,
            map.body(),
            exit.at(),
            Confidence.HIGH,
            "this forgets '%s' when %s() fails".formatted(name, map.kernel().name()),
            List.of(
                new Note(
                    map.place().file(),
                    map.body().line(allocation.span().start()),
                    "allocated here"),
                new Note(map.place().file(), map.place().line(), "mapped here")));
      }
    }
  }

  /// Whether the buffer is freed, stored or handed on anywhere between its allocation and the exit,
  /// the test of the allocation and the mapping itself aside.
  private static boolean isMentioned(
      Body body, String name, Definition allocation, FoundCall map, ErrorExit exit) {
    boolean[] found = {false};
    exit.before().stream()
        .filter(s -> s.span().end() > allocation.span().end())
        .forEach(s ->
            Parts.forEachExpr(
                s,
                e -> {
                  boolean counts =
                      e instanceof Expr.Call call
                          && call.span().start() > allocation.span().end()
                          && !call.span().contains(map.call().span())
                          && !call.span().equals(map.call().span())
                          && call.args().stream().anyMatch(a -> mentions(a, name));
                  found[0] |= counts;
                }));
    return found[0]
        || body.definitions().stream()
            .filter(d -> d.span().start() > allocation.span().end())
            .filter(d -> d.span().end() <= exit.at().start())
            .filter(d -> !d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .anyMatch(d -> d.value().filter(v -> mentions(v, name)).isPresent());
  }

  private static boolean mentions(Expr expr, String name) {
    boolean[] found = {false};
    Parts.forEachExpr(
        expr, e -> found[0] |= e instanceof Expr.Name(String id, _) && id.equals(name));
    return found[0];
  }
}
