// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// The directions that a call of the DMA API may be given, as far as they are written in its
/// function.
final class Directions {

  private static final int DEEPEST = 4;

  private Directions() {}

  /// Every direction that the call may be given; empty when one of them is not known.
  static Set<String> of(FoundCall call) {
    Set<String> found = new LinkedHashSet<>();
    boolean known =
        call.argument(Parameter.DIRECTION)
            .filter(d -> collect(call.body(), d, 0, found))
            .isPresent();
    return known ? found : Set.of();
  }

  private static boolean collect(Body body, Expr expr, int depth, Set<String> into) {
    return switch (expr) {
      case Expr.Name(String id, var span) -> {
        Optional<String> literal = literal(id);
        if (literal.isPresent()) {
          into.add(literal.get());
          yield true;
        }
        if (depth == DEEPEST || !body.declares(id)) {
          yield false;
        }
        Reaching reaching = Reaching.at(body, id, span.start());
        yield !reaching.entry()
            && reaching.definitions().stream().noneMatch(d -> isOneCase(body, d, span))
            && reaching.definitions().stream()
                .map(Definition::value)
                .allMatch(v -> v.filter(e -> collect(body, e, depth + 1, into)).isPresent());
      }
      case Expr.Cast(_, Expr operand, _) -> collect(body, operand, depth, into);
      case Expr.Conditional(_, var then, Expr otherwise, _) ->
          then.filter(t -> collect(body, t, depth, into)).isPresent()
              && collect(body, otherwise, depth, into);
      default -> false;
    };
  }

  /// Whether a definition stands in a `switch` that the use does not: other cases may set others.
  private static boolean isOneCase(Body body, Definition d, Span use) {
    return body.statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.Switch && s.span().contains(d.span()) && !s.span().contains(use));
  }

  private static Optional<String> literal(String id) {
    return Optional.of(id.replaceFirst("^PCI_DMA_((TO|FROM)DEVICE|BIDIRECTIONAL)$", "DMA_$1"))
        .map(d -> d.replace("DMA_TODEVICE", "DMA_TO_DEVICE"))
        .map(d -> d.replace("DMA_FROMDEVICE", "DMA_FROM_DEVICE"))
        .filter(d -> d.matches("DMA_(TO_DEVICE|FROM_DEVICE|BIDIRECTIONAL)"));
  }
}
