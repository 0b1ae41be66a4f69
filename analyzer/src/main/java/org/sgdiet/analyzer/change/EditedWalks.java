// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Exits;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// Walks of a list in which a change reads `sg->length` where `sg_dma_len(sg)` was read, or steps
/// with `sg++` where `sg_next(sg)` did: the walk is of DMA segments, or of a chained list, as it
/// was.
record EditedWalks(FunctionEdit edit) {
  private static final String LENGTH = "sg_dma_len";
  private static final String NEXT = "sg_next";

  void tell(Findings findings) {
    tellLengths(findings);
    tellSteps(findings);
  }

  private void tellSteps(Findings findings) {
    List<String> taken = new ArrayList<>(read(edit.then(), NEXT));
    read(edit.now(), NEXT).forEach(taken::remove);
    List<String> known = new ArrayList<>(steps(edit.then()).map(s -> then(s.operand())).toList());
    for (Expr.Step step : steps(edit.now()).toList()) {
      String walked = edit.now().text(step.operand());
      if (!known.remove(walked) && taken.remove(walked)) {
        findings.add(
            Rules.named("steps-over-chain-link").orElseThrow(),
            edit.now(),
            step.span(),
            Confidence.MODERATE,
            "the change steps '%s' as in an array where sg_next() followed chain links"
                .formatted(walked),
            List.of());
      }
    }
  }

  private static Stream<Expr.Step> steps(Body body) {
    return body.expressions().stream()
        .filter(e -> e instanceof Expr.Step step && step.increment())
        .map(Expr.Step.class::cast);
  }

  private void tellLengths(Findings findings) {
    List<String> taken = new ArrayList<>(read(edit.then(), LENGTH));
    read(edit.now(), LENGTH).forEach(taken::remove);
    List<String> known = new ArrayList<>(lengths(edit.then()).map(this::then).toList());
    for (Expr.Member read : lengths(edit.now()).toList()) {
      String text = edit.now().text(read);
      if (!known.remove(text)
          && taken.remove(edit.now().text(read.base()))
          && isBehindMap(read.span())
          && !isShown(read.span())) {
        findings.add(
            Rules.named("mixes-sides-of-an-entry").orElseThrow(),
            edit.now(),
            read.span(),
            Confidence.MODERATE,
            "the change reads '%s' where sg_dma_len() was read of the mapped list".formatted(text),
            List.of());
      }
    }
  }

  private String then(Expr read) {
    return edit.then().text(read);
  }

  /// The entries that calls of one name are given.
  private static List<String> read(Body body, String call) {
    return body.calls().stream()
        .filter(c -> c.name().filter(call::equals).isPresent() && c.args().size() == 1)
        .map(c -> body.text(c.args().getFirst()))
        .toList();
  }

  private static Stream<Expr.Member> lengths(Body body) {
    return body.expressions().stream()
        .filter(e -> e instanceof Expr.Member(_, _, String field, _, _) && field.equals("length"))
        .map(Expr.Member.class::cast);
  }

  private boolean isBehindMap(Span read) {
    Optional<FoundCall> last =
        edit.calls().stream()
            .filter(c -> c.isList() && c.call().span().end() <= read.start())
            .filter(c -> !isLeftBehind(c.call().span(), read))
            .reduce((_, l) -> l);
    return last.filter(c -> c.kind() == SiteKind.MAP).isPresent();
  }

  /// Whether a call stands in a branch from which control never comes to a later place.
  private boolean isLeftBehind(Span call, Span later) {
    return edit.now().statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.If(_, Stmt then, var otherwise, _)
                && Stream.concat(Stream.of(then), otherwise.stream())
                    .filter(branch -> branch.span().contains(call))
                    .anyMatch(branch -> !branch.span().contains(later) && Exits.leaves(branch)));
  }

  /// Whether it is read for a message alone.
  private boolean isShown(Span read) {
    return edit.now().calls().stream()
        .anyMatch(
            c -> c.span().contains(read) && c.name().filter(KernelApi::isMessage).isPresent());
  }
}
