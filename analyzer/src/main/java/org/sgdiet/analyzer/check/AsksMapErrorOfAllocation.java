// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// An allocation of coherent memory of which the handle is asked about, and the pointer is not.
final class AsksMapErrorOfAllocation implements Check {

  private static final Rule RULE =
      new Rule(
          "asks-map-error-of-allocation",
          "dma_mapping_error() is asked about memory that was allocated",
          "dma_alloc_coherent() and its like fail with a NULL pointer, and leave the handle as it"
              + " was.",
          "Whether a failure is seen hangs on what stood in the handle; most times it is not, and"
              + " the driver writes through NULL.",
          "Test the pointer that the allocation returns.",
          "Documentation/core-api/dma-api.rst, dma_alloc_coherent(), 7.3");

  private static final Set<String> ALLOCATORS =
      Set.of(
          "dma_alloc_coherent",
          "dma_alloc_attrs",
          "dma_alloc_noncoherent",
          "dma_alloc_wc",
          "dmam_alloc_coherent",
          "dmam_alloc_attrs",
          "dma_pool_alloc",
          "dma_pool_zalloc",
          "dma_zalloc_coherent",
          "pci_alloc_consistent");

  private static final Set<String> QUESTIONS =
      Set.of("dma_mapping_error", "pci_dma_mapping_error", "ib_dma_mapping_error");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    facts.files().stream()
        .flatMap(f -> f.functionsMentioning(ALLOCATORS, QUESTIONS).stream())
        .forEach(b -> questions(b, findings));
  }

  private static void questions(Body body, Findings findings) {
    body.calls().stream()
        .filter(c -> MapTest.isTest(c) && !c.args().isEmpty())
        .forEach(question ->
            allocation(body, question)
                .filter(a -> !isTested(body, a))
                .ifPresent(a ->
                    findings.add(
                        RULE,
                        body,
                        question.span(),
                        Confidence.HIGH,
                        "this asks about the handle of %s(), which tells by its pointer whether it"
                                .formatted(a.name().orElse(""))
                            + " failed",
                        List.of(
                            new Note(
                                body.file().path(),
                                body.line(a.span().start()),
                                "allocated here")))));
  }

  /// The allocation that gave the handle which is asked about, when nothing else may have set it
  /// since.
  private static Optional<Expr.Call> allocation(Body body, Expr.Call question) {
    String handle = body.text(Expressions.plain(question.args().getLast()));
    Optional<Expr.Call> last =
        body.calls().stream()
            .filter(c -> c.span().end() <= question.span().start())
            .filter(c -> c.args().stream().anyMatch(a -> isAddressOf(body, a, handle)))
            .reduce((_, later) -> later)
            .filter(c -> c.name().filter(ALLOCATORS::contains).isPresent());
    return last.filter(a ->
        body.definitions().stream()
            .filter(d -> d.span().end() <= question.span().start())
            .noneMatch(
                d -> d.span().start() > a.span().end() && body.text(d.target()).equals(handle)));
  }

  private static boolean isAddressOf(Body body, Expr argument, String handle) {
    return Expressions.plain(argument) instanceof Expr.Unary(var operator, Expr operand, _)
        && operator == UnaryOperator.ADDRESS_OF
        && body.text(operand).equals(handle);
  }

  /// Whether the function looks at the pointer too, by the name under which it keeps it.
  private static boolean isTested(Body body, Expr.Call allocation) {
    Set<String> pointers =
        body.definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(allocation.span())).isPresent())
            .map(Definition::target)
            .map(body::text)
            .collect(Collectors.toSet());
    return pointers.isEmpty()
        || body.statements().stream()
            .filter(s -> s.span().end() > allocation.span().start())
            .anyMatch(s ->
                s instanceof Stmt.If(Expr condition, _, _, _)
                    && Parts.anyExpr(condition, e -> pointers.contains(body.text(e))));
  }
}
