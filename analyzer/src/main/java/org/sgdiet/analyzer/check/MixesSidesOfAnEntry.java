// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// A loop that takes the address of an entry from the out side and its length from the in side.
final class MixesSidesOfAnEntry implements Check {

  private static final Rule RULE =
      new Rule(
          "mixes-sides-of-an-entry",
          "the DMA address of an entry is used with the length of its CPU side",
          "After mapping, entry i of the DMA side need not be entry i of the CPU side: merged"
              + " entries move up, and sg->length stays where it was.",
          "Behind an IOMMU that merged entries the device transfers less than the DMA entry holds:"
              + " the rest of the data is never sent, or stays as it was in memory.",
          "Read sg_dma_len() wherever sg_dma_address() is read.",
          "Documentation/core-api/dma-api.rst, dma_map_sg(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Set<Loop> told = new HashSet<>();
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && map.isList() && !facts.isSingle(map)) {
        for (Loop loop : loops(facts, map)) {
          if (told.add(loop)) {
            check(facts, map, loop, findings);
          }
        }
      }
    }
  }

  private record Loop(Body body, Span span) {}

  /// The loops that read the addresses that a mapping made, behind it or in other functions, and
  /// the functions that do so for the one entry that a loop of the driver gives them.
  private static List<Loop> loops(DriverFacts facts, FoundCall map) {
    List<Loop> loops = new ArrayList<>();
    for (ListUse use : facts.flow().readersNear(map.place().file())) {
      if (isAddress(use.body(), use) && facts.meets(use, map)) {
        Body body = use.body();
        body.loopAround(use.span().start())
            .map(l -> new Loop(body, l))
            .or(() ->
                Optional.of(new Loop(body, body.function().span()))
                    .filter(_ -> body != map.body() && isGivenEachEntry(facts, use)))
            .filter(l -> body != map.body() || l.span().start() > map.call().span().end())
            .ifPresent(loops::add);
      }
    }
    return loops;
  }

  /// Whether an entry is a parameter of the function, which is called from a loop.
  private static boolean isGivenEachEntry(DriverFacts facts, ListUse use) {
    return use.list() instanceof Expr.Name(String id, _)
        && use.body().parameter(id).isPresent()
        && use.body().definitions(id).isEmpty()
        && facts.flow().driver().callers(use.body()).stream()
            .anyMatch(c -> c.caller().inLoop(c.call().span().start()));
  }

  private static void check(DriverFacts facts, FoundCall map, Loop loop, Findings findings) {
    Body body = loop.body();
    List<ListUse> uses =
        facts.flow().uses().in(body).stream()
            .filter(
                u -> u.effect() == Effect.ACCESS && !u.writes() && loop.span().contains(u.span()))
            .toList();
    boolean addresses = uses.stream().anyMatch(u -> isAddress(body, u) && facts.meets(u, map));
    boolean lengths = uses.stream().anyMatch(u -> u.side() == Role.OUTPUT && !isAddress(body, u));
    Optional<ListUse> mixed = uses.stream().filter(u -> isLength(body, u)).findFirst();
    if (addresses && !lengths && mixed.isPresent() && !unmapsEach(loop)) {
      boolean sameEntry = uses.stream().allMatch(u -> isName(u.list(), mixed.get().list()));
      findings.add(
          RULE,
          body,
          mixed.get().span(),
          sameEntry && body == map.body() ? Confidence.HIGH : Confidence.MODERATE,
          "'%s' is a length of the CPU side, and the address next to it is of the DMA side"
              .formatted(body.file().text(mixed.get().span())),
          List.of(
              new Note(
                  map.place().file(),
                  map.place().line(),
                  "mapped here, in " + map.place().function() + "()")));
    }
  }

  /// Whether a loop unmaps its entries one by one, as a list has it whose out sides were written by
  /// hand.
  private static boolean unmapsEach(Loop loop) {
    return loop.body().calls().stream()
        .filter(c -> loop.span().contains(c.span()))
        .anyMatch(c -> c.name().filter(n -> n.startsWith("dma_unmap_")).isPresent());
  }

  private static boolean isAddress(Body body, ListUse use) {
    return use.side() == Role.OUTPUT && body.file().text(use.span()).contains("dma_address");
  }

  /// A length that goes somewhere else than into a message.
  private static boolean isLength(Body body, ListUse use) {
    return use.side() == Role.INPUT
        && body.file().text(use.span()).matches("(?s).*(->|\\.)\\s*length")
        && !use.isTold();
  }

  private static boolean isName(Expr a, Expr b) {
    return a instanceof Expr.Name(String x, _)
        && b instanceof Expr.Name(String y, _)
        && x.equals(y);
  }
}
