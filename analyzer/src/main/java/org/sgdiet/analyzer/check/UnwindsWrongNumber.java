// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// A loop that takes back what was mapped before a mapping failed, and goes round once too often or
/// once too little.
final class UnwindsWrongNumber implements Check {

  private static final Rule RULE =
      new Rule(
          "unwinds-wrong-number",
          "the loop that takes mappings back leaves one of them, or takes one too many",
          "A counter that is raised behind each good mapping says how many there are when the next"
              + " one fails; the loop has to go round just as often.",
          "A round too little leaves one IOVA range or bounce buffer behind at each failure; a"
              + " round too much unmaps what is not mapped, or what an earlier transfer uses.",
          "Write `while (n--)` and do not change the counter before.",
          "Documentation/core-api/dma-api-howto.rst, \"Handling Errors\", 7.3");

  /// Calls that undo a mapping into the address space of the CPU, or keep a handle.
  private static final Pattern OTHERS =
      Pattern.compile(
          "\\w*(v|k|io|mem)unmap(_\\w+)?|unmap_mapping_\\w+|dma_unmap_(addr|len)(_set)?");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Set<Body> undoers =
        facts.calls().stream()
            .filter(c -> c.kind() == SiteKind.UNMAP)
            .map(FoundCall::body)
            .collect(Collectors.toSet());
    Map<Body, List<FoundCall>> maps =
        facts.calls().stream()
            .filter(c -> c.kind() == SiteKind.MAP)
            .collect(
                Collectors.groupingBy(FoundCall::body, LinkedHashMap::new, Collectors.toList()));
    maps.forEach((body, mapped) -> {
      boolean inLoop = mapped.stream().anyMatch(m -> body.inLoop(m.call().span().start()));
      if (inLoop && mapped.stream().noneMatch(FoundCall::isList)) {
        check(facts, body, mapped, undoers, findings);
      }
    });
  }

  private static void check(
      DriverFacts facts, Body body, List<FoundCall> maps, Set<Body> undoers, Findings findings) {
    List<Expr.Call> undoings =
        body.calls().stream().filter(c -> undoes(facts, body, c, undoers)).toList();
    for (Stmt stmt : undoings.isEmpty() ? List.<Stmt>of() : body.statements()) {
      if (undoings.stream().anyMatch(u -> stmt.span().contains(u.span()))
          && maps.stream().noneMatch(m -> stmt.span().contains(m.call().span()))) {
        CountedLoop.of(stmt, body)
            .flatMap(l -> Undoings.of(l, undoings, body))
            .ifPresent(u -> judge(facts, body, u, maps, findings));
      }
    }
  }

  private static void judge(
      DriverFacts facts, Body body, Undoings undoings, List<FoundCall> maps, Findings findings) {
    CountedLoop loop = undoings.loop();
    OptionalInt more = UnwindCount.tooMany(loop, undoings.besides(), facts.flow().ways(body), maps);
    if (more.isEmpty() || (more.getAsInt() > 0 && !undoings.isCertain(body))) {
      return;
    }
    findings.add(
        RULE,
        body,
        undoings.inLoop().getFirst().span(),
        Confidence.HIGH,
        more.getAsInt() < 0
            ? "this loop leaves %s of what was mapped when a mapping fails"
                .formatted(more.getAsInt() == -1 ? "one" : String.valueOf(-more.getAsInt()))
            : "this loop unmaps %s more than was mapped when a mapping fails"
                .formatted(more.getAsInt() == 1 ? "one" : String.valueOf(more.getAsInt())),
        List.of(
            new Note(
                body.file().path(), maps.getFirst().place().line(), "the first is mapped here"),
            new Note(
                body.file().path(),
                body.line(loop.loop().span().start()),
                "the loop counts with '" + loop.counter() + "'")));
  }

  /// Whether a call unmaps, or calls a function of the driver that does.
  private static boolean undoes(DriverFacts facts, Body body, Expr.Call call, Set<Body> undoers) {
    return call.name().filter(n -> n.contains("unmap") && !OTHERS.matcher(n).matches()).isPresent()
        || (mayBeOneOf(call, undoers)
            && facts.flow().driver().targets(body, call).stream().anyMatch(undoers::contains));
  }

  /// Whether a call is of the name of one of some functions, or through a pointer.
  private static boolean mayBeOneOf(Expr.Call call, Set<Body> functions) {
    return call.name().map(n -> functions.stream().anyMatch(f -> f.name().equals(n))).orElse(true);
  }

  /// What a function undoes on the way through a loop.
  ///
  /// @param inLoop the calls in the loop, one of which is made in each round
  /// @param besides how many stand before or behind the loop on the way through it
  private record Undoings(CountedLoop loop, List<Expr.Call> inLoop, int besides) {

    /// Empty when some call stands elsewhere, or on some ways alone.
    static Optional<Undoings> of(CountedLoop loop, List<Expr.Call> undoings, Body body) {
      Span span = loop.loop().span();
      List<Expr.Call> inside = undoings.stream().filter(u -> span.contains(u.span())).toList();
      List<Expr.Call> others = undoings.stream().filter(u -> !span.contains(u.span())).toList();
      Regions regions = new Regions(body);
      boolean known =
          others.stream()
              .allMatch(u ->
                  !body.inLoop(u.span().start())
                      && (regions.follows(u.span(), span) || regions.follows(span, u.span())));
      return known && areApart(inside, body)
          ? Optional.of(new Undoings(loop, inside, others.size()))
          : Optional.empty();
    }

    private static boolean areApart(List<Expr.Call> calls, Body body) {
      return calls.stream()
          .allMatch(
              a -> calls.stream().allMatch(b -> a.equals(b) || body.areApart(a.span(), b.span())));
    }

    /// Whether each round unmaps for certain: no branch of the loop decides.
    boolean isCertain(Body body) {
      return inLoop.size() == 1
          && body.statements().stream()
              .noneMatch(s ->
                  s instanceof Stmt.If
                      && loop.loop().span().contains(s.span())
                      && s.span().contains(inLoop.getFirst().span()));
    }
  }
}
