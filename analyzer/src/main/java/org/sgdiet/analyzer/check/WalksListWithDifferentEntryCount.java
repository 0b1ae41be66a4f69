// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// A loop over the out sides, or a dmaengine transfer, bounded by the count that was mapped.
final class WalksListWithDifferentEntryCount implements Check {

  private static final Rule RULE =
      new Rule(
          "walks-sg-list-with-different-entry-count",
          "the DMA entries of a list are walked with the number of entries that were mapped",
          "Only the first n entries have a DMA address, n being what dma_map_sg() returned. What"
              + " the rest holds differs from one mapping path to the next.",
          "Behind an IOMMU that merged entries, the device gets descriptors with length 0 or with"
              + " addresses of an earlier mapping.",
          "Walk with the count that dma_map_sg() returned; with a struct sg_table, use"
              + " for_each_sgtable_dma_sg().",
          "Documentation/core-api/dma-api.rst, dma_map_sg(), 7.3");

  /// What `usb_request` and `urb` have beside `num_mapped_sgs`.
  private static final String USB_COUNT = "num_sgs";

  private static final Set<String> USB_STRUCTS = Set.of("usb_request", "urb");

  /// What goes over the entries as often as it is told.
  private static final Set<String> WALKERS =
      Set.of("for_each_sg", "scsi_for_each_sg", "dmaengine_prep_slave_sg", "device_prep_slave_sg");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Set<Expr> told = new HashSet<>();
    Map<String, List<ListUse>> walks = new HashMap<>();
    EntryCount counts = new EntryCount(facts);
    for (FoundCall map : facts.calls()) {
      boolean wanted =
          map.kind() == SiteKind.MAP
              && map.isList()
              && !facts.isSingle(map)
              && !comparesCounts(facts, map)
              && !replacesCount(map);
      Optional<Expr> given = map.argument(Parameter.COUNT);
      if (wanted && given.isPresent()) {
        for (ListUse use : facts.flow().uses().in(map.body())) {
          walk(facts, map, given.get(), use)
              .filter(told::add)
              .ifPresent(b -> report(map, use, b, Confidence.HIGH, findings));
        }
        for (ListUse use : walks.computeIfAbsent(map.place().file(), f -> walksNear(facts, f))) {
          Expr bound = bound(use).orElseThrow();
          if (use.body() != map.body()
              && isMember(facts, map, given.get(), use.body(), bound)
              && counts.mapped(use.body(), bound).isEmpty()
              && takesAddresses(facts, use)
              && !mapsItself(facts, use)
              && facts.meets(use, map)
              && !isOfOwnFile(facts, map, use)
              && told.add(bound)) {
            report(map, use, bound, Confidence.MODERATE, findings);
          }
          passed(facts, map, given.get(), use, bound)
              .filter(told::add)
              .ifPresent(c -> tellOfPassed(map, use, c, findings));
        }
      }
    }
    coreMapped(facts, findings);
    CpuSideWalks.find(RULE, facts, told, findings);
  }

  /// Walks over the outputs of lists that the USB core maps for its drivers.
  private static void coreMapped(DriverFacts facts, Findings findings) {
    facts.flow().driver().files().stream()
        .filter(f -> f.mentions(USB_COUNT))
        .flatMap(f -> f.functionsMentioning(Set.of(USB_COUNT)).stream())
        .flatMap(b -> facts.flow().uses().in(b).stream())
        .filter(u -> u.call().filter(k -> k.effect() == Effect.WALK).isPresent())
        .forEach(u ->
            bound(u)
                .filter(b -> isUsbCount(facts, u.body(), b))
                .filter(_ -> readsOutputs(facts, u) && takesAddresses(facts, u))
                .ifPresent(b ->
                    findings.add(
                        RULE,
                        u.body(),
                        b.span(),
                        Confidence.MODERATE,
                        "'%s' counts the entries before they were mapped; num_mapped_sgs counts"
                                .formatted(u.body().text(b))
                            + " those that have an address",
                        List.of())));
  }

  private static boolean isUsbCount(DriverFacts facts, Body body, Expr bound) {
    return facts.flow().flow().paths(body, bound).stream()
        .flatMap(p -> p.last().stream())
        .anyMatch(m -> m.field().equals(USB_COUNT) && USB_STRUCTS.contains(m.struct()));
  }

  /// The counted walks over outputs in the driver around a file.
  private static List<ListUse> walksNear(DriverFacts facts, String file) {
    return facts.flow().near(file).stream()
        .flatMap(f -> f.functionsMentioning(WALKERS).stream())
        .flatMap(b -> facts.flow().uses().in(b).stream())
        .filter(u -> bound(u).isPresent() && readsOutputs(facts, u))
        .toList();
  }

  /// Whether the function that walks also maps: then it is its own mapping that it walks.
  private static boolean mapsItself(DriverFacts facts, ListUse use) {
    return facts.calls().stream()
        .anyMatch(m ->
            m.kind() == SiteKind.MAP
                && m.body() == use.body()
                && m.isList()
                && facts.meets(use, m));
  }

  /// Whether a walk goes over what its own file maps with the same count, rather than over what a
  /// mapping of another file made.
  private static boolean isOfOwnFile(DriverFacts facts, FoundCall map, ListUse use) {
    String own = use.body().file().path();
    return !map.place().file().equals(own)
        && facts.calls().stream()
            .filter(m -> m.kind() == SiteKind.MAP && m.isList() && m.place().file().equals(own))
            .filter(m ->
                m.argument(Parameter.COUNT)
                    .filter(c -> isMember(facts, m, c, use.body(), bound(use).orElseThrow()))
                    .isPresent())
            .anyMatch(m -> facts.meets(use, m));
  }

  /// Whether a transfer is prepared or a loop takes the addresses of entries, rather than asking
  /// the CPU side's entries for a length of the wrong side.
  private static boolean takesAddresses(DriverFacts facts, ListUse use) {
    if (use.call().filter(k -> k.effect() == Effect.PREP).isPresent()) {
      return true;
    }
    return use.body().statements().stream()
        .filter(s -> s instanceof Stmt.Each(_, _, _, Span head, _) && head.equals(use.span()))
        .anyMatch(s ->
            facts.flow().uses().in(use.body()).stream()
                .anyMatch(u ->
                    u.readsOutput()
                        && s.span().contains(u.span())
                        && use.body().file().text(u.span()).contains("dma_address")));
  }

  /// Whether a bound is the very member of the driver's structure that was given to the mapping
  /// call.
  private static boolean isMember(
      DriverFacts facts, FoundCall map, Expr given, Body body, Expr bound) {
    Set<Path> a = facts.flow().flow().paths(map.body(), given);
    Set<Path> b = facts.flow().flow().paths(body, bound);
    return a.size() == 1
        && b.size() == 1
        && a.iterator().next().last().filter(WalksListWithDifferentEntryCount::isOwn).isPresent()
        && a.iterator().next().last().equals(b.iterator().next().last());
  }

  /// Whether a member keeps the count that the driver wanted: a table's `nents` may be either.
  private static boolean isOwn(MemberKey member) {
    return !member.struct().isEmpty()
        && !(member.struct().equals("sg_table") && member.field().equals("nents"));
  }

  private static Optional<Expr> bound(ListUse use) {
    return use.call()
        .filter(k -> k.effect() == Effect.WALK || k.effect() == Effect.PREP)
        .map(k -> k.index(Parameter.COUNT))
        .filter(i -> i.isPresent() && i.getAsInt() < use.args().size())
        .map(i -> use.args().get(i.getAsInt()));
  }

  private static void report(
      FoundCall map, ListUse use, Expr bound, Confidence confidence, Findings findings) {
    findings.add(
        RULE,
        use.body(),
        bound.span(),
        confidence,
        "'%s' entries were given to %s(); it may have made fewer DMA entries, and this walks them"
            .formatted(use.body().file().text(bound.span()), map.kernel().name()),
        List.of(
            new Note(
                map.place().file(),
                map.place().line(),
                "mapped here, in " + map.place().function() + "()")),
        result(map)
            .filter(_ -> use.body() == map.body())
            .map(r -> Fix.inside(use.body(), use.span(), new Fix.Change(bound.span(), r))));
  }

  /// Whether what held the count of entries gets another value behind the mapping, the count of
  /// what was mapped.
  private static boolean replacesCount(FoundCall map) {
    Optional<String> given =
        map.argument(Parameter.COUNT)
            .filter(c -> c instanceof Expr.Member)
            .map(c -> map.body().text(c));
    return map.body().definitions().stream()
        .filter(d -> d.span().start() > map.call().span().end())
        .anyMatch(d -> given.filter(map.body().text(d.target())::equals).isPresent());
  }

  /// Whether the driver refuses a list of which entries were merged.
  private static boolean comparesCounts(DriverFacts facts, FoundCall map) {
    String given =
        map.argument(Parameter.COUNT).map(c -> map.body().file().dense(c.span())).orElse("");
    String check = facts.bookkeeping(map).check();
    return !given.isEmpty() && check.contains(given);
  }

  /// The bound of a walk behind the mapping in its function.
  private static Optional<Expr> walk(DriverFacts facts, FoundCall map, Expr given, ListUse use) {
    return bound(use)
        .filter(_ -> use.span().start() > map.call().span().end())
        .filter(b -> isSameCount(facts, map, given, b))
        .filter(_ -> readsOutputs(facts, use) && facts.meets(use, map));
  }

  /// The count that the mapping function gives a function that walks the list with it.
  private static Optional<Expr> passed(
      DriverFacts facts, FoundCall map, Expr given, ListUse use, Expr bound) {
    Body walker = use.body();
    OptionalInt parameter =
        bound instanceof Expr.Name(String id, _)
                && walker.definitions(id).stream().allMatch(d -> use.span().contains(d.span()))
            ? walker.parameter(id)
            : OptionalInt.empty();
    return parameter.isEmpty() || walker == map.body()
        ? Optional.empty()
        : map.body().calls().stream()
            .filter(c -> c.span().start() > map.call().span().end())
            .filter(c -> c.args().size() > parameter.getAsInt())
            .filter(c -> isSameCount(facts, map, given, c.args().get(parameter.getAsInt())))
            .filter(c -> facts.flow().driver().targets(map.body(), c).contains(walker))
            .filter(_ -> facts.meets(use, map))
            .map(c -> c.args().get(parameter.getAsInt()))
            .findFirst();
  }

  private static void tellOfPassed(FoundCall map, ListUse use, Expr count, Findings findings) {
    findings.add(
        RULE,
        map.body(),
        count.span(),
        Confidence.HIGH,
        "'%s' entries were given to %s(); it may have made fewer DMA entries, and %s() walks them"
            .formatted(
                map.body().file().text(count.span()), map.kernel().name(), use.body().name()),
        List.of(
            new Note(map.place().file(), map.place().line(), "mapped here"),
            new Note(
                use.body().file().path(),
                use.line(),
                "walked here, in " + use.body().name() + "()")),
        result(map)
            .map(r -> Fix.inside(map.body(), count.span(), new Fix.Change(count.span(), r))));
  }

  /// The variable that has the result of the mapping call, and is set nowhere else.
  private static Optional<String> result(FoundCall map) {
    return map.body().definitions().stream()
        .filter(d -> d.value().filter(v -> v.span().equals(map.call().span())).isPresent())
        .flatMap(d -> d.target() instanceof Expr.Name(String id, _) ? Stream.of(id) : Stream.of())
        .filter(id -> map.body().declares(id))
        .filter(id ->
            map.body().definitions(id).stream()
                .noneMatch(d -> d.span().start() > map.call().span().end()))
        .findFirst();
  }

  private static boolean isSameCount(DriverFacts facts, FoundCall map, Expr given, Expr bound) {
    Set<Path> a = new LinkedHashSet<>(facts.flow().flow().paths(map.body(), given));
    Set<Path> b = facts.flow().flow().paths(map.body(), bound);
    boolean written =
        map.body().definitions().stream()
            .anyMatch(d ->
                d.span().start() >= map.call().span().start() - 200
                    && d.value().filter(v -> v.span().contains(map.call().span())).isPresent()
                    && text(map, d.target().span()).equals(text(map, bound.span())));
    return !written
        && text(map, given.span()).equals(text(map, bound.span()))
        && (isCounted(facts, bound) || (!b.isEmpty() && a.equals(b)));
  }

  /// Whether a bound asks how many entries there are on the CPU side: `sg_nents(src)`,
  /// `scsi_sg_count(cmd)`.
  private static boolean isCounted(DriverFacts facts, Expr bound) {
    return bound instanceof Expr.Call call
        && call.name()
            .flatMap(n -> facts.flow().api().call(n, call.args().size()))
            .filter(k -> k.effect() == Effect.COUNT || k.subject() == Subject.COUNT)
            .isPresent();
  }

  private static String text(FoundCall map, Span span) {
    return map.body().file().dense(span);
  }

  /// Whether the out sides are read: by what a transfer is prepared with, or in the loop's body,
  /// which nothing but the count may end.
  private static boolean readsOutputs(DriverFacts facts, ListUse use) {
    if (use.call().filter(k -> k.effect() == Effect.PREP).isPresent()) {
      return true;
    }
    return use.body().statements().stream()
        .flatMap(s -> s instanceof Stmt.Each loop ? Stream.of(loop) : Stream.empty())
        .filter(s -> s.headSpan().equals(use.span()))
        .anyMatch(s ->
            !mayEndEarly(use.body(), s)
                && (facts.flow().uses().in(use.body()).stream()
                        .anyMatch(u ->
                            u.readsOutput()
                                && u.effect() == Effect.ACCESS
                                && s.span().contains(u.span()))
                    || isReadByCalled(facts, use, s)));
  }

  /// Whether a `break` or `continue` of the loop itself decides about an entry.
  static boolean mayEndEarly(Body body, Stmt loop) {
    return body.statements().stream()
        .filter(i -> i instanceof Stmt.Break || i instanceof Stmt.Continue)
        .filter(i -> loop.span().contains(i.span()))
        .anyMatch(i ->
            body.loopAround(i.span().start())
                .filter(l -> !l.equals(loop.span()) && loop.span().contains(l))
                .isEmpty());
  }

  /// Whether a loop gives each entry to a function of the driver that reads its out side.
  private static boolean isReadByCalled(DriverFacts facts, ListUse use, Stmt.Each loop) {
    Body body = use.body();
    return body.calls().stream()
        .filter(c -> loop.body().span().contains(c.span()))
        .anyMatch(c ->
            IntStream.range(0, c.args().size())
                .filter(i -> isEntry(loop, c.args().get(i)))
                .anyMatch(i ->
                    facts.flow().driver().targets(body, c).stream()
                        .anyMatch(t -> readsParameter(facts, t, i))));
  }

  private static boolean isEntry(Stmt.Each loop, Expr given) {
    return given instanceof Expr.Name(String id, _)
        && loop.args().size() > 1
        && loop.args().get(1) instanceof Expr.Name(String entry, _)
        && entry.equals(id);
  }

  private static boolean readsParameter(DriverFacts facts, Body body, int parameter) {
    return facts.flow().uses().in(body).stream()
        .anyMatch(u ->
            u.readsOutput()
                && u.list() instanceof Expr.Name(String id, _)
                && body.parameter(id).equals(OptionalInt.of(parameter)));
  }
}
