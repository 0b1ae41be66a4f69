// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.FreedMemory;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// Memory that a change frees before the unmap which came first: what both read comes from one
/// object, and to unmap first is never worse.
record EditedOrder(FunctionEdit edit) {
  /// Variables that are followed to what they were set to.
  private static final int DEEPEST = 2;

  void tell(Findings findings) {
    for (FoundCall unmap : edit.calls()) {
      if (unmap.kind() == SiteKind.UNMAP) {
        edit.now().calls().stream()
            .filter(FreedMemory::frees)
            .filter(c -> c.span().end() <= unmap.call().span().start())
            .filter(c -> isTurned(c, unmap) && isOfOneObject(c, unmap))
            .findFirst()
            .ifPresent(c -> tell(c, unmap, findings));
      }
    }
  }

  private void tell(Expr.Call free, FoundCall unmap, Findings findings) {
    findings.add(
        Rules.named("frees-mapped-memory").orElseThrow(),
        edit.now(),
        free.span(),
        Confidence.MODERATE,
        "the change has %s() come before %s()"
            .formatted(free.name().orElse(""), unmap.kernel().name()),
        List.of());
  }

  /// Whether the two calls, of which there is one each, stood the other way round.
  private boolean isTurned(Expr.Call free, FoundCall unmap) {
    Optional<Expr.Call> freed = only(edit.then(), edit.now().text(free));
    Optional<Expr.Call> unmapped = only(edit.then(), edit.now().text(unmap.call()));
    return only(edit.now(), edit.now().text(free)).isPresent()
        && freed.isPresent()
        && unmapped.isPresent()
        && unmapped.get().span().end() <= freed.get().span().start()
        && !edit.then().areApart(unmapped.get().span(), freed.get().span());
  }

  private static Optional<Expr.Call> only(Body body, String text) {
    List<Expr.Call> calls = body.calls().stream().filter(c -> body.text(c).equals(text)).toList();
    return calls.size() == 1 ? Optional.of(calls.getFirst()) : Optional.empty();
  }

  private boolean isOfOneObject(Expr.Call free, FoundCall unmap) {
    Set<String> freed = new HashSet<>();
    free.args().forEach(a -> variables(a, 0, freed));
    Set<String> unmapped = new HashSet<>();
    unmap.subject().ifPresent(s -> variables(s, 0, unmapped));
    return freed.stream().anyMatch(unmapped::contains);
  }

  /// The variables that a value is read from.
  private void variables(Expr value, int depth, Set<String> into) {
    Body body = edit.now();
    Parts.forEachExpr(
        value,
        e -> {
          if (e instanceof Expr.Name(String id, _)
              && body.declares(id)
              && into.add(id)
              && depth < DEEPEST) {
            body.definitions(id).stream()
                .flatMap(d -> d.value().stream())
                .forEach(v -> variables(v, depth + 1, into));
          }
        });
  }
}
