// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// A mapping whose failure nobody looks at.
final class FailedToCheckMapError implements Check {

  private static final Rule RULE =
      new Rule(
          "failed-to-check-map-error",
          "the result of a mapping is used without being checked",
          "Every mapping can fail: an IOMMU runs out of IOVA space, swiotlb runs out of slots. A"
              + " single mapping is checked with dma_mapping_error(); dma_map_sg() returns 0,"
              + " dma_map_sgtable() and scsi_dma_map() a negative errno.",
          "The device is given DMA_MAPPING_ERROR, all ones, as an address, or entries that are not"
              + " mapped: it faults at the IOMMU or writes where it may not.",
          "Check the result before the first use, undo what was done before, and return an error.",
          "Documentation/core-api/dma-api.rst, dma_mapping_error(), 7.3");

  /// What asks about a mapping, or calls it like that.
  private static final Set<String> TESTS = Set.of("dma_mapping_error", "mapping_error");

  /// The operation that maps a buffer for whoever imports it.
  private static final MemberKey FOR_IMPORTER = new MemberKey("dma_buf_ops", "map_dma_buf");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      boolean wrapper = facts.flow().api().knows(map.body().name());
      if (map.kind() == SiteKind.MAP && !wrapper) {
        if (map.kernel().returns() == Returns.HANDLE) {
          handle(facts, map, findings);
          callers(facts, map, findings);
        } else if (map.isList() && facts.bookkeeping(map).unchecked()) {
          list(facts, map, findings);
        }
      }
    }
  }

  private static void list(DriverFacts facts, FoundCall map, Findings findings) {
    if (!isRead(facts, map)) {
      return; // mapped for the caches alone
    }
    String result = facts.bookkeeping(map).variable();
    if (isReadOnlyWhenOne(facts, map, result) || CountedRounds.tell(facts, map, result)) {
      return;
    }
    findings.add(
        RULE,
        map.body(),
        map.call().span(),
        result.isEmpty() ? Confidence.HIGH : Confidence.MODERATE,
        result.isEmpty()
            ? "the result of %s() is dropped".formatted(map.kernel().name())
            : "'%s', the result of %s(), is never tested for a failure"
                .formatted(result, map.kernel().name()),
        List.of());
  }

  /// Whether anything in the driver reads the out sides, or an importer is given them to read.
  private static boolean isRead(DriverFacts facts, FoundCall map) {
    return facts.flow().driver().tablesWith(map.body()).contains(FOR_IMPORTER)
        || facts.flow().readersNear(map.body().file().path()).stream()
            .anyMatch(u -> facts.meets(u, map));
  }

  /// Whether the out sides are read only where the result is known to be 1: a failure goes the way
  /// of the lists that are copied instead.
  private static boolean isReadOnlyWhenOne(DriverFacts facts, FoundCall map, String result) {
    List<Span> one =
        map.body().statements().stream()
            .flatMap(s ->
                s
                            instanceof
                            Stmt.If(
                                Expr.Binary(BinaryOperator op, Expr left, Expr right, _),
                                Stmt then,
                                _,
                                _)
                        && op == BinaryOperator.EQUAL
                        && map.body().text(left).equals(result)
                        && map.body().text(right).equals("1")
                    ? Stream.of(then.span())
                    : Stream.of())
            .toList();
    return !one.isEmpty()
        && facts.flow().readersNear(map.body().file().path()).stream()
            .filter(u -> facts.meets(u, map))
            .allMatch(
                u -> u.body() == map.body() && one.stream().anyMatch(t -> t.contains(u.span())));
  }

  private static void handle(DriverFacts facts, FoundCall map, Findings findings) {
    Optional<Expr> target =
        map.body().definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .map(Definition::target)
            .findFirst();
    if (target.isEmpty()) {
      argument(facts, map, findings);
      return;
    }
    if (HandedOut.is(facts, map.body(), target.get())
        || OverwrittenHandle.is(map, target.get())
        || isChecked(facts, map, target.get())) {
      return;
    }
    findings.add(
        RULE,
        map.body(),
        map.call().span(),
        Confidence.HIGH,
        "'%s' is used without dma_mapping_error()".formatted(map.body().shown(target.get())),
        List.of());
  }

  /// A handle that goes straight into a call: nobody can ask about it but what is called.
  private static void argument(DriverFacts facts, FoundCall map, Findings findings) {
    map.body().calls().stream()
        .filter(c -> c.args().stream().anyMatch(a -> isPlainly(a, map.call())))
        .filter(c -> !MapTest.isTest(c) && !HandedOut.mayAsk(facts, map.body(), c))
        .findFirst()
        .ifPresent(c ->
            findings.add(
                RULE,
                map.body(),
                map.call().span(),
                Confidence.HIGH,
                "%s() is given what %s() returns, and nothing asks dma_mapping_error()"
                    .formatted(c.name().orElse("the function"), map.kernel().name()),
                List.of()));
  }

  /// The calls of a function of the driver that maps and gives the handle back as it is.
  private static void callers(DriverFacts facts, FoundCall inner, Findings findings) {
    Body wrapper = inner.body();
    boolean gives = wrapper.returned().stream().anyMatch(r -> isHandle(inner, r));
    if (!gives || wrapper.calls().stream().anyMatch(MapTest::isTest)) {
      return;
    }
    for (CallSite site : facts.flow().driver().callers(wrapper)) {
      Body body = site.caller();
      Optional<Expr> target =
          body.definitions().stream()
              .filter(d -> d.value().filter(v -> isPlainly(v, site.call())).isPresent())
              .map(Definition::target)
              .findFirst();
      if (target.isPresent()
          && !HandedOut.is(facts, body, target.get())
          && !isAskedAbout(facts, body, target.get())) {
        findings.add(
            RULE,
            body,
            site.call().span(),
            site.call().name().isPresent() ? Confidence.HIGH : Confidence.MODERATE,
            "'%s' is used without dma_mapping_error()".formatted(body.shown(target.get())),
            List.of(new Note(inner.place().file(), inner.place().line(), "mapped here")));
      }
    }
  }

  private static boolean isHandle(FoundCall map, Expr returned) {
    return isPlainly(returned, map.call())
        || (Expressions.plain(returned) instanceof Expr.Name(String id, _)
            && map.body().definitions(id).size() == 1
            && map.body().definitions(id).getFirst().value().stream()
                .anyMatch(v -> isPlainly(v, map.call())));
  }

  private static boolean isPlainly(Expr value, Expr.Call call) {
    return Expressions.plain(value).span().equals(call.span());
  }

  /// Whether a function asks about what it keeps in `target`, or anything near it does about that
  /// member.
  static boolean isAskedAbout(DriverFacts facts, Body body, Expr target) {
    String text = body.text(target);
    Set<Path> stored = facts.flow().flow().paths(body, target);
    return body.calls().stream()
            .filter(MapTest::isTest)
            .flatMap(c -> c.args().stream())
            .anyMatch(a -> body.text(a).equals(text))
        || facts.flow().near(body.file().path()).stream()
            .flatMap(f -> f.functionsMentioning(TESTS).stream())
            .anyMatch(b ->
                b.calls().stream()
                    .filter(MapTest::isTest)
                    .flatMap(c -> c.args().stream())
                    .flatMap(a -> facts.flow().flow().paths(b, a).stream())
                    .anyMatch(p -> !p.members().isEmpty() && stored.stream().anyMatch(p::meets)));
  }

  private static boolean isChecked(DriverFacts facts, FoundCall map, Expr target) {
    Set<Path> stored = facts.flow().flow().paths(map.body(), target);
    Set<String> tests = facts.flow().api().names(k -> k.effect() == Effect.TEST);
    return isCheckedNextTime(facts, map, target)
        || (target instanceof Expr.Call place && isCheckedAt(facts, map, place))
        || facts.flow().near(map.body().file().path()).stream()
            .flatMap(f -> f.functionsMentioning(tests).stream())
            .anyMatch(b ->
                b.calls().stream()
                    .flatMap(c -> tested(facts, c).stream())
                    .flatMap(FailedToCheckMapError::converted)
                    .filter(h -> !isItsOwn(facts, map, b, h))
                    .filter(h -> b != map.body() || !isOfAnother(map, target, h))
                    .anyMatch(h ->
                        (b == map.body() && isSamePlace(b, target, h))
                            || isHandle(facts, map, stored, b, h)));
  }

  /// Whether what the mapping function itself asks about is the handle of another of its mappings:
  /// one that was put in the same place between the two.
  private static boolean isOfAnother(FoundCall map, Expr target, Expr tested) {
    Body body = map.body();
    Span call = map.call().span();
    boolean before =
        tested.span().end() <= call.start()
            && body.loops().stream().noneMatch(l -> l.contains(tested.span()) && l.contains(call));
    return before
        || Elements.areApart(body, target, tested)
        || (body.text(target).equals(body.text(tested))
            && tested.span().start() > call.end()
            && body.definitions().stream()
                .filter(
                    d -> d.span().start() > call.end() && d.span().end() <= tested.span().start())
                .filter(d -> body.text(d.target()).equals(body.text(target)))
                .filter(d -> d.how() == How.ASSIGNED && d.value().isPresent())
                .anyMatch(d -> !isInstead(body, call, d.span())));
  }

  /// Whether two expressions are one place in memory, or may be one element of an array; what a
  /// variable holds is known without.
  private static boolean isSamePlace(Body body, Expr a, Expr b) {
    return (!(a instanceof Expr.Name) && body.text(a).equals(body.text(b)))
        || (a instanceof Expr.Index(Expr array, _, _)
            && b instanceof Expr.Index(Expr other, _, _)
            && body.text(array).equals(body.text(other)));
  }

  /// Whether one of two places is come to instead of the other: in another branch or case.
  private static boolean isInstead(Body body, Span a, Span b) {
    return body.areApart(a, b)
        || body.statements().stream()
            .anyMatch(
                s -> s instanceof Stmt.Switch && s.span().contains(a) && s.span().contains(b));
  }

  /// `PLACE(skb) = map()`: whether anything asks about a handle in such a place.
  private static boolean isCheckedAt(DriverFacts facts, FoundCall map, Expr.Call place) {
    return facts.flow().near(map.body().file().path()).stream()
        .flatMap(f -> f.functionsMentioning(TESTS).stream())
        .flatMap(b -> b.calls().stream())
        .filter(MapTest::isTest)
        .flatMap(c -> c.args().stream())
        .anyMatch(a ->
            Expressions.plain(a) instanceof Expr.Call asked && asked.name().equals(place.name()));
  }

  /// Whether a loop maps the next piece at its end and tests it at its start.
  private static boolean isCheckedNextTime(DriverFacts facts, FoundCall map, Expr target) {
    Body body = map.body();
    String variable = body.file().text(target.span());
    return body.calls().stream()
        .filter(c -> c.span().end() <= map.call().span().start())
        .filter(c ->
            body.loops().stream()
                .anyMatch(l -> l.contains(c.span()) && l.contains(map.call().span())))
        .flatMap(c -> tested(facts, c).stream())
        .anyMatch(h -> body.file().text(h.span()).equals(variable));
  }

  private static Optional<Expr> tested(DriverFacts facts, Expr.Call call) {
    return call.name()
        .flatMap(n -> facts.flow().api().call(n, call.args().size()))
        .filter(k -> k.effect() == Effect.TEST)
        .map(KernelCall::subjectIndex)
        .flatMap(_ -> facts.flow().flow().argument(call, Parameter.HANDLE));
  }

  /// A handle, and what it is made of where it is brought from the device's order to this machine's
  /// by a macro of the driver.
  private static Stream<Expr> converted(Expr handle) {
    return Expressions.plain(handle) instanceof Expr.Call c && c.args().size() == 1
        ? Stream.of(handle, c.args().getFirst())
        : Stream.of(handle);
  }

  private static boolean isHandle(
      DriverFacts facts, FoundCall map, Set<Path> stored, Body body, Expr tested) {
    return facts.flow().provenance().of(body, tested).stream()
        .anyMatch(p ->
            (p.root() instanceof Root.Result(Body in, var call, String _)
                    && in == map.body()
                    && call.equals(map.call().span())
                    && p.members().isEmpty())
                || ((!p.members().isEmpty() || p.root() instanceof Root.Global)
                    && stored.stream().anyMatch(p::meets)));
  }

  /// Whether a function that asks about a handle has mapped what it asks about itself.
  private static boolean isItsOwn(DriverFacts facts, FoundCall map, Body body, Expr tested) {
    String handle = body.text(tested);
    return body != map.body()
        && facts.calls().stream()
            .filter(m -> m.body() == body && m.kind() == SiteKind.MAP)
            .filter(m -> m.call().span().start() < tested.span().start())
            .anyMatch(m ->
                body.definitions().stream()
                    .filter(d -> d.value().filter(v -> isPlainly(v, m.call())).isPresent())
                    .anyMatch(d -> body.text(d.target()).equals(handle)));
  }
}
