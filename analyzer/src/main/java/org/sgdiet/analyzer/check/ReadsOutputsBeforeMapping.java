// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// The out side of a list read before the function maps the list.
final class ReadsOutputsBeforeMapping implements Check {

  private static final Rule RULE =
      new Rule(
          "reads-outputs-before-mapping",
          "the DMA address or length of an entry is read before the list is mapped",
          "sg_dma_address() and sg_dma_len() are what the mapping call writes; before it they hold"
              + " what an earlier mapping left, or nothing.",
          "Where the DMA length has a field of its own, lengths are 0 or stale, and transfers are"
              + " set up too short; where it shares the CPU side's field, nothing shows.",
          "Read sg->length before the list is mapped, sg_dma_len() after it.",
          "Documentation/core-api/dma-api.rst, dma_map_sg(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    neverMapped(facts, findings);
    EarlyReads.of(facts).forEach(u -> tellEarly(u, findings));
    inHelpers(facts, findings);
    for (Body body :
        facts.calls().stream().filter(c -> c.isList()).map(FoundCall::body).distinct().toList()) {
      for (ListUse use : facts.flow().uses().in(body)) {
        if (use.readsOutput() && use.effect() == Effect.ACCESS) {
          mappedLater(facts, body, use)
              .ifPresent(m ->
                  findings.add(
                      RULE,
                      body,
                      use.span(),
                      Confidence.MODERATE,
                      "'%s' is read before %s() writes it"
                          .formatted(body.file().text(use.span()), m.kernel().name()),
                      List.of(new Note(m.place().file(), m.place().line(), "mapped here, later"))));
        }
      }
    }
  }

  private static void tellEarly(ListUse use, Findings findings) {
    findings.add(
        RULE,
        use.body(),
        use.span(),
        Confidence.MODERATE,
        "'%s' is read as soon as the request is given, before the driver maps its list"
            .formatted(use.body().file().text(use.span())),
        List.of());
  }

  /// Functions that are given the list, or what holds it, before their caller maps it.
  private static void inHelpers(DriverFacts facts, Findings findings) {
    Set<Span> told = new HashSet<>();
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && map.isList()) {
        Body caller = map.body();
        caller.calls().stream()
            .filter(c -> c.span().end() <= map.call().span().start())
            .filter(c -> !caller.inLoop(c.span().start()))
            .filter(c -> !isTouchedBefore(facts, map, c))
            .filter(c -> !caller.areApart(c.span(), map.call().span()))
            .forEach(c ->
                facts.flow().driver().targets(caller, c).stream()
                    .filter(helper -> helper != caller)
                    .forEach(helper ->
                        reads(facts, map, c, helper)
                            .filter(u -> told.add(u.span()))
                            .ifPresent(u -> tell(map, u, findings))));
      }
    }
  }

  private static void tell(FoundCall map, ListUse use, Findings findings) {
    findings.add(
        RULE,
        use.body(),
        use.span(),
        Confidence.MODERATE,
        "'%s' is read before %s() maps the list with %s()"
            .formatted(use.body().file().text(use.span()), map.body().name(), map.kernel().name()),
        List.of(new Note(map.place().file(), map.place().line(), "mapped here, later")));
  }

  /// What a helper reads of the out side of the list that its caller maps behind the call.
  private static Optional<ListUse> reads(
      DriverFacts facts, FoundCall map, Expr.Call call, Body helper) {
    List<ListUse> uses = facts.flow().uses().in(helper);
    boolean touches =
        facts.calls().stream().anyMatch(c -> c.body() == helper && c.isList())
            || uses.stream().anyMatch(u -> u.writes() && u.side() == Role.OUTPUT);
    return touches
        ? Optional.empty()
        : uses.stream()
            .filter(u -> u.readsOutput() && u.effect() == Effect.ACCESS)
            .filter(
                u -> u.values().stream().anyMatch(p -> isMappedList(facts, map, call, helper, p)))
            .findFirst();
  }

  /// Whether a path in a helper is, as the arguments of a call have it, the list that is mapped.
  private static boolean isMappedList(
      DriverFacts facts, FoundCall map, Expr.Call call, Body helper, Path inside) {
    if (!(inside.root() instanceof Root.Parameter(Body function, int index))
        || function != helper
        || index >= call.args().size()) {
      return false;
    }
    Set<Path> lists = map.values(facts.flow().flow());
    return facts.flow().flow().paths(map.body(), call.args().get(index)).stream()
        .map(inside::from)
        .anyMatch(outside -> lists.stream().anyMatch(l -> isSame(l, outside)));
  }

  /// Whether a call on any list stands before a helper's call in the mapping function: it may have
  /// mapped what the helper reads.
  private static boolean isTouchedBefore(DriverFacts facts, FoundCall map, Expr.Call helper) {
    return facts.calls().stream()
        .anyMatch(c ->
            c.body() == map.body()
                && c.isList()
                && c.kind() != SiteKind.BUILD
                && c.call().span().start() < helper.span().start());
  }

  /// The lists of a crypto request are handed over unmapped, and nobody but the driver maps them.
  private static void neverMapped(DriverFacts facts, Findings findings) {
    for (DriverFile file : facts.files()) {
      Set<String> driver =
          facts.flow().near(file.path()).stream().map(f -> f.path()).collect(Collectors.toSet());
      for (ListUse use : facts.flow().readersIn(file)) {
        if (EarlyReads.isOfUnmapped(facts, use)
            && facts.calls().stream()
                .noneMatch(c ->
                    c.kind() == SiteKind.MAP
                        && c.isList()
                        && driver.contains(c.place().file())
                        && facts.meets(use, c))) {
          findings.add(
              RULE,
              use.body(),
              use.span(),
              Confidence.MODERATE,
              "'%s' is read, and the driver never maps the request's list"
                  .formatted(use.body().file().text(use.span())),
              List.of());
        }
      }
    }
  }

  /// The mapping call behind a use, when nothing before the use may have mapped, synced or written
  /// the list.
  private static Optional<FoundCall> mappedLater(DriverFacts facts, Body body, ListUse use) {
    List<FoundCall> calls =
        facts.calls().stream().filter(c -> c.body() == body && isOn(facts, c, use)).toList();
    boolean loop =
        body.loops().stream()
            .anyMatch(l ->
                l.contains(use.span())
                    && calls.stream().anyMatch(c -> l.contains(c.call().span())));
    boolean touched =
        calls.stream()
                .anyMatch(
                    c -> c.kind() != SiteKind.BUILD && c.call().span().start() < use.span().start())
            || facts.flow().uses().in(body).stream()
                .anyMatch(
                    u -> u.writes() && u.call().filter(k -> isOutput(k.effect())).isPresent());
    return loop || touched
        ? Optional.empty()
        : calls.stream()
            .filter(c -> c.kind() == SiteKind.MAP)
            .findFirst()
            .filter(m -> !body.areApart(m.call().span(), use.span()));
  }

  private static boolean isOutput(Effect effect) {
    return effect == Effect.ACCESS;
  }

  /// Whether a call works on the list of the use, as the function itself names it.
  private static boolean isOn(DriverFacts facts, FoundCall call, ListUse use) {
    return call.isList()
        && call.values(facts.flow().flow()).stream()
            .anyMatch(p -> use.values().stream().anyMatch(u -> isSame(p, u)));
  }

  private static boolean isSame(Path a, Path b) {
    return a.root().equals(b.root()) && a.members().equals(b.members());
  }
}
