// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.HashSet;
import java.util.List;
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
            .reduce((_, last) -> last)
            .filter(c -> isTurned(c, unmap) && isOfOneObject(c, unmap))
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

  /// Whether the function frees so as often as it did, and once more before the unmap.
  private boolean isTurned(Expr.Call free, FoundCall unmap) {
    String freed = edit.now().text(free);
    String unmapped = edit.now().text(unmap.call());
    List<Expr.Call> then = alike(edit.then(), freed);
    List<Expr.Call> now = alike(edit.now(), freed);
    List<Expr.Call> place = alike(edit.then(), unmapped);
    return place.size() == 1
        && alike(edit.now(), unmapped).size() == 1
        && then.size() == now.size()
        && before(now, unmap.call()) == before(then, place.getFirst()) + 1;
  }

  private static List<Expr.Call> alike(Body body, String text) {
    return body.calls().stream().filter(c -> body.text(c).equals(text)).toList();
  }

  private static long before(List<Expr.Call> calls, Expr.Call place) {
    return calls.stream().filter(c -> c.span().end() <= place.span().start()).count();
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
