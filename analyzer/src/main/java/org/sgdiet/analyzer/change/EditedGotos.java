// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.Findings;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Stmt;

/// Exits that a change leads past an unmap to which they went before, in a function that is as it
/// was but for its gotos.
record EditedGotos(FunctionEdit edit) {

  void tell(Findings findings) {
    Body now = edit.now();
    List<Stmt.Goto> before = FunctionEdit.statements(edit.then(), Stmt.Goto.class);
    List<Stmt.Goto> after = FunctionEdit.statements(now, Stmt.Goto.class);
    if (before.size() != after.size() || !edit.callsTheSame()) {
      return;
    }
    for (int i = 0; i < after.size(); i++) {
      Stmt.Goto jump = after.get(i);
      Optional<Span> first = label(now, before.get(i).label());
      Optional<Span> second = label(now, jump.label());
      if (first.isPresent()
          && second.isPresent()
          && jump.span().end() <= first.get().start()
          && first.get().end() <= second.get().start()) {
        int from = first.get().end();
        int to = second.get().start();
        Span skipped = new Span(from, to);
        edit.calls().stream()
            .filter(c -> c.kind() == SiteKind.UNMAP && skipped.contains(c.call().span()))
            .filter(u -> isMapped(u, jump))
            .findFirst()
            .ifPresent(u -> tell(jump, u, findings));
      }
    }
  }

  private static Optional<Span> label(Body body, String name) {
    return body.statements().stream()
        .filter(s -> s instanceof Stmt.Label(String l, _) && l.equals(name))
        .map(Stmt::span)
        .findFirst();
  }

  /// Whether what an unmap undoes was mapped before a jump, which is not made because it was not.
  private boolean isMapped(FoundCall unmap, Stmt.Goto at) {
    Optional<ArgumentWords> handle = Handles.of(unmap);
    return handle.isPresent()
        && edit.calls().stream()
            .filter(c -> c.kind() == SiteKind.MAP && c.call().span().end() <= at.span().start())
            .filter(m -> handle.equals(Handles.of(m)))
            .reduce((_, last) -> last)
            .filter(m -> !isTestOf(m, at))
            .isPresent();
  }

  /// Whether a jump is made in the first test behind a mapping call.
  private boolean isTestOf(FoundCall map, Stmt.Goto at) {
    return edit.now().statements().stream()
        .filter(s ->
            s instanceof Stmt.If(var condition, _, _, _)
                && (condition.span().contains(map.call().span())
                    || condition.span().start() >= map.call().span().end()))
        .findFirst()
        .filter(s -> s instanceof Stmt.If(_, Stmt then, _, _) && then.span().contains(at.span()))
        .isPresent();
  }

  private void tell(Stmt.Goto jump, FoundCall unmap, Findings findings) {
    findings.add(
        Rules.named("pending-dma-allocations").orElseThrow(),
        edit.now(),
        jump.span(),
        Confidence.MODERATE,
        "the change leads this exit past %s(): what was mapped stays mapped"
            .formatted(unmap.kernel().name()),
        List.of(
            new Note(unmap.place().file(), unmap.place().line(), "it went to this unmap before")));
  }
}
