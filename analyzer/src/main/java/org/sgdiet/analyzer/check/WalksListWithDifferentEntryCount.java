// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.syntax.Expr;

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
              && !MappedCounts.isCompared(facts, map)
              && !MappedCounts.isReplaced(map);
      if (map.kind() == SiteKind.MAP && map.kernel().subject() == Subject.COMMAND) {
        walkCommand(facts, map, told, findings);
      }
      Optional<Expr> given = map.argument(Parameter.COUNT);
      if (wanted && given.isPresent()) {
        for (ListUse use : facts.flow().uses().in(map.body())) {
          walk(facts, map, given.get(), use)
              .filter(told::add)
              .ifPresent(b -> report(map, use, b, Confidence.HIGH, findings));
        }
        for (ListUse use :
            walks.computeIfAbsent(map.place().file(), f -> CountedWalks.near(facts, f))) {
          Expr bound = CountedWalks.bound(use).orElseThrow();
          if (use.body() != map.body()
              && MappedCounts.isSameMember(facts, map, given.get(), use.body(), bound)
              && counts.mapped(use.body(), bound).isEmpty()
              && CountedWalks.takesAddresses(facts, use)
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
            CountedWalks.bound(u)
                .filter(b -> isUsbCount(facts, u.body(), b))
                .filter(_ ->
                    CountedWalks.readsOutputs(facts, u) && CountedWalks.takesAddresses(facts, u))
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

  /// Walks over the outputs of a command's list, bounded by what counts the entries it came with.
  private static void walkCommand(
      DriverFacts facts, FoundCall map, Set<Expr> told, Findings findings) {
    Optional<String> command = map.subject().map(s -> map.body().text(s));
    for (ListUse use : facts.flow().uses().in(map.body())) {
      CountedWalks.bound(use)
          .filter(_ -> use.span().start() > map.call().span().end())
          .filter(b ->
              b instanceof Expr.Call count
                  && count.name().filter("scsi_sg_count"::equals).isPresent()
                  && count.args().size() == 1
                  && command.filter(map.body().text(count.args().getFirst())::equals).isPresent())
          .filter(_ -> CountedWalks.readsOutputs(facts, use))
          .filter(told::add)
          .ifPresent(b -> report(map, use, b, Confidence.HIGH, findings));
    }
  }

  private static boolean isUsbCount(DriverFacts facts, Body body, Expr bound) {
    return facts.flow().flow().paths(body, bound).stream()
        .flatMap(p -> p.last().stream())
        .anyMatch(m -> m.field().equals(USB_COUNT) && USB_STRUCTS.contains(m.struct()));
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
                    .filter(c ->
                        MappedCounts.isSameMember(
                            facts, m, c, use.body(), CountedWalks.bound(use).orElseThrow()))
                    .isPresent())
            .anyMatch(m -> facts.meets(use, m));
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

  /// The bound of a walk behind the mapping in its function.
  private static Optional<Expr> walk(DriverFacts facts, FoundCall map, Expr given, ListUse use) {
    return CountedWalks.bound(use)
        .filter(_ -> use.span().start() > map.call().span().end())
        .filter(b -> MappedCounts.isSame(facts, map, given, b))
        .filter(_ -> CountedWalks.readsOutputs(facts, use) && facts.meets(use, map));
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
            .filter(c -> MappedCounts.isSame(facts, map, given, c.args().get(parameter.getAsInt())))
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
}
