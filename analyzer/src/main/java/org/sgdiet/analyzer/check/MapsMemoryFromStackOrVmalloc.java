// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// A buffer on the stack or from `vmalloc()` that is mapped by its kernel address.
final class MapsMemoryFromStackOrVmalloc implements Check {

  private static final Rule RULE =
      new Rule(
          "maps-memory-from-stack-or-vmalloc",
          "memory is mapped that has no physical address of its own",
          "dma_map_single(), sg_set_buf() and sg_init_one() compute the physical address with"
              + " virt_to_phys(), which knows the linear map only. vmalloc() memory never is in it,"
              + " and with CONFIG_VMAP_STACK neither is the stack.",
          "The device reads or writes some other memory. Where the stack still is in the linear map,"
              + " the buffer shares cache lines with local variables, which an invalidation"
              + " destroys.",
          "Take the buffer from kmalloc(), or keep it in the driver's structure, aligned to"
              + " ARCH_DMA_MINALIGN; build the list of a vmalloc() buffer page by page with"
              + " vmalloc_to_page().",
          "Documentation/core-api/dma-api-howto.rst, \"What memory is DMA'able?\", 7.3");

  private static final Set<String> VMALLOC =
      Set.of("vmalloc", "vzalloc", "vmalloc_user", "vmalloc_node", "vzalloc_node", "vmap");

  private static final Set<String> PERHAPS_VMALLOC =
      Set.of("kvmalloc", "kvzalloc", "kvmalloc_array", "kvcalloc", "kvmalloc_node", "kvmemdup");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP) {
        map.argument(Parameter.BUFFER).ifPresent(b -> judge(facts, map.body(), b, findings));
      }
    }
    facts.calls().stream()
        .filter(c -> c.kind() == SiteKind.MAP && c.isList())
        .map(FoundCall::body)
        .distinct()
        .forEach(body -> filled(facts, body, findings));
  }

  /// The buffers of the entries that a function fills before it maps their list.
  private static void filled(DriverFacts facts, Body body, Findings findings) {
    for (Expr.Call call : body.calls()) {
      Optional<KernelCall> kernel =
          call.name().flatMap(n -> facts.flow().api().call(n, call.args().size()));
      boolean fills =
          kernel.filter(k -> k.effect() == Effect.FILL || k.effect() == Effect.INIT).isPresent();
      if (fills) {
        facts
            .flow()
            .flow()
            .argument(call, Parameter.BUFFER)
            .ifPresent(b -> judge(facts, body, b, findings));
      }
    }
  }

  private static void judge(DriverFacts facts, Body body, Expr buffer, Findings findings) {
    String written = body.text(buffer);
    Set<Path> paths = facts.flow().flow().paths(body, buffer);
    if (isOnStack(facts, body, Expressions.plain(buffer))) {
      findings.add(
          RULE,
          body,
          buffer.span(),
          Confidence.HIGH,
          "'%s' is on the stack".formatted(written),
          List.of());
    } else if (comesFrom(paths, VMALLOC)) {
      findings.add(
          RULE,
          body,
          buffer.span(),
          Confidence.HIGH,
          "'%s' is memory from vmalloc()".formatted(written),
          List.of());
    } else if (comesFrom(paths, PERHAPS_VMALLOC)) {
      findings.add(
          RULE,
          body,
          buffer.span(),
          Confidence.MODERATE,
          "'%s' is memory from vmalloc() when it is large".formatted(written),
          List.of());
    }
  }

  private static boolean comesFrom(Set<Path> paths, Set<String> makers) {
    return !paths.isEmpty()
        && paths.stream()
            .allMatch(p ->
                p.members().isEmpty()
                    && p.root() instanceof Root.Result(_, _, String callee)
                    && makers.contains(callee));
  }

  private static boolean isOnStack(DriverFacts facts, Body body, Expr buffer) {
    return switch (buffer) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _) ->
          operator == UnaryOperator.ADDRESS_OF && isInLocal(facts, body, operand);
      case Expr.Name _, Expr.Member _ ->
          isInLocal(facts, body, buffer)
              && facts.flow().driver().tags().typeOf(body, buffer).stream()
                  .anyMatch(TypeSyntax.Array.class::isInstance);
      default -> false;
    };
  }

  /// Whether a place lies inside a local variable, reached through no pointer.
  private static boolean isInLocal(DriverFacts facts, Body body, Expr place) {
    return switch (place) {
      case Expr.Name(String id, _) ->
          body.declares(id) && body.parameter(id).isEmpty() && !isStatic(body, id);
      case Expr.Member(Expr base, boolean arrow, _, _, _) -> !arrow && isInLocal(facts, body, base);
      case Expr.Index(Expr base, _, _) ->
          facts.flow().driver().tags().typeOf(body, base).stream()
                  .anyMatch(TypeSyntax.Array.class::isInstance)
              && isInLocal(facts, body, base);
      default -> false;
    };
  }

  private static boolean isStatic(Body body, String name) {
    return body.statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.Declaration(var declarators, var span)
                && declarators.stream().anyMatch(d -> d.name().equals(name))
                && body.file().text(span).matches("(?s).*\\bstatic\\b.*"));
  }
}
