// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Provenance.Stored;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// The directions that a call of the DMA API may be given, as far as they are written in its
/// function, or in the driver where a member or the callers of its function tell them.
final class Directions {

  private static final int DEEPEST = 4;
  private static final int MOST_CALLS = 3;

  private Directions() {}

  /// Every direction that the call may be given; empty when one of them is not known. A member is
  /// followed to all that the driver stores in it, a parameter to all that its callers give.
  static Set<String> of(DriverFacts facts, FoundCall call) {
    return facts.once(call, Told.class, () -> new Told(find(facts, call))).directions();
  }

  /// What was found out about a call.
  private record Told(Set<String> directions) {}

  private static Set<String> find(DriverFacts facts, FoundCall call) {
    Set<String> here = of(call);
    return here.isEmpty()
        ? call.argument(Parameter.DIRECTION)
            .map(d -> told(facts, call.body(), d, 0))
            .orElse(Set.of())
        : here;
  }

  private static Set<String> told(DriverFacts facts, Body body, Expr direction, int depth) {
    Set<String> found = new LinkedHashSet<>();
    if (collect(body, direction, 0, found)) {
      return found;
    }
    List<Stored> values =
        switch (direction) {
          case Expr.Member member when depth == 0 -> stored(facts, body, member);
          case Expr.Name(String id, var at) when depth < MOST_CALLS -> given(facts, body, id, at);
          default -> List.of();
        };
    Set<String> all = new LinkedHashSet<>();
    for (Stored value : values) {
      Set<String> one = told(facts, value.body(), value.value(), depth + 1);
      if (one.isEmpty()) {
        return Set.of();
      }
      all.addAll(one);
    }
    return all;
  }

  private static List<Stored> stored(DriverFacts facts, Body body, Expr.Member member) {
    MemberKey key = facts.flow().driver().tags().key(body, member);
    return key.struct().isEmpty() || !facts.flow().driver().defines(key.struct())
        ? List.of()
        : facts.flow().provenance().stores(key);
  }

  /// What all callers of a function give for the parameter `id`, when nothing else is set to it.
  private static List<Stored> given(DriverFacts facts, Body body, String id, Span at) {
    OptionalInt parameter = body.parameter(id);
    Reaching reaching = Reaching.at(body, id, at.start());
    return parameter.isEmpty() || !reaching.entry() || !reaching.definitions().isEmpty()
        ? List.of()
        : facts.flow().driver().callers(body).stream()
            .filter(c -> parameter.getAsInt() < c.call().args().size())
            .map(c -> new Stored(c.caller(), c.call().args().get(parameter.getAsInt())))
            .toList();
  }

  /// Every direction that the call may be given, as its function tells; empty when one of them is
  /// not known.
  static Set<String> of(FoundCall call) {
    Set<String> found = new LinkedHashSet<>();
    boolean known =
        call.argument(Parameter.DIRECTION)
            .filter(d -> collect(call.body(), d, 0, found))
            .isPresent();
    return known ? found : Set.of();
  }

  /// The first of some directions in the words of a call: the calls named `pci_` have their own.
  static String name(FoundCall call, Set<String> directions) {
    String direction = directions.iterator().next();
    return call.kernel().name().startsWith("pci_")
        ? "PCI_" + direction.replace("TO_DEVICE", "TODEVICE").replace("FROM_DEVICE", "FROMDEVICE")
        : direction;
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
    return switch (id) {
      case "DMA_TO_DEVICE", "PCI_DMA_TODEVICE" -> Optional.of("DMA_TO_DEVICE");
      case "DMA_FROM_DEVICE", "PCI_DMA_FROMDEVICE" -> Optional.of("DMA_FROM_DEVICE");
      case "DMA_BIDIRECTIONAL", "PCI_DMA_BIDIRECTIONAL" -> Optional.of("DMA_BIDIRECTIONAL");
      default -> Optional.empty();
    };
  }
}
