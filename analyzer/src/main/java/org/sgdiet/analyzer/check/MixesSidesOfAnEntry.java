// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;

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

  private static final Set<String> ADDRESS = Set.of("sg_dma_address", "dma_address");

  private static final String PREPARES = "device_prep_slave_sg";

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Set<Loop> told = new HashSet<>();
    List<Reader> readers = readers(facts);
    for (Reader reader : readers) {
      if (told.add(reader.loop())) {
        check(facts, reader.map(), reader.loop(), findings);
      }
    }
    givenMapped(facts, told, findings);
    DisplacedAddresses.find(RULE, facts, findings);
  }

  /// A loop that may read what a mapping made.
  private record Reader(FoundCall map, Loop loop) {
    boolean isElsewhere() {
      return map.body() != loop.body();
    }
  }

  /// The loops behind all mappings, those that read their own function's first: where they may read
  /// another's too, they do not.
  private static List<Reader> readers(DriverFacts facts) {
    return facts.calls().stream()
        .filter(m -> m.kind() == SiteKind.MAP && m.isList() && !facts.isSingle(m))
        .flatMap(m -> loops(facts, m).stream().map(l -> new Reader(m, l)))
        .sorted(Comparator.comparing(Reader::isElsewhere))
        .toList();
  }

  /// Loops over entries that no mapping of the driver was shown to have made, as where another
  /// subsystem maps.
  private static void givenMapped(DriverFacts facts, Set<Loop> told, Findings findings) {
    for (DriverFile file : facts.flow().driver().files()) {
      for (Body body : file.functionsMentioning(ADDRESS)) {
        if (body.file().text(body.function().span()).contains("length")) {
          List<ListUse> uses = entries(facts, body);
          for (ListUse address : uses) {
            Optional<Loop> loop =
                around(facts, body, address)
                    .map(l -> new Loop(body, l))
                    .filter(_ -> isAddress(body, address))
                    .filter(l -> !told.contains(l) && !unmapsEach(l) && isRead(uses, l));
            loop.flatMap(l -> lengthBeside(address, l, uses))
                .filter(_ -> !isOfDmaCore(facts, body) && !writesOutputs(facts, file))
                .filter(_ -> told.add(loop.get()))
                .ifPresent(u ->
                    findings.add(
                        RULE,
                        body,
                        u.span(),
                        Confidence.MODERATE,
                        "'%s' is a length of the CPU side, and the address next to it is of the"
                                .formatted(body.file().text(u.span()))
                            + " DMA side",
                        List.of()));
          }
        }
      }
    }
  }

  /// The loop around the address of an entry; all of a function that prepares a dmaengine transfer,
  /// which is given a list that its client has mapped.
  private static Optional<Span> around(DriverFacts facts, Body body, ListUse address) {
    boolean prepares =
        facts.flow().driver().tablesWith(body).stream().anyMatch(t -> t.field().equals(PREPARES));
    return prepares ? Optional.of(body.function().span()) : body.loopAround(address.span().start());
  }

  /// Whether a function or one that calls it is given a direction: it implements the DMA API, which
  /// works on both sides.
  static boolean isOfDmaCore(DriverFacts facts, Body body) {
    return Stream.concat(
            Stream.of(body), facts.flow().driver().callers(body).stream().map(CallSite::caller))
        .flatMap(b -> b.function().parameters().stream())
        .anyMatch(p ->
            p.type() instanceof TypeSyntax.Tagged(_, String tag)
                && tag.equals("dma_data_direction"));
  }

  /// Whether a driver writes the DMA side of entries by hand, for lists that are never mapped.
  static boolean writesOutputs(DriverFacts facts, DriverFile file) {
    return facts.flow().near(file.path()).stream()
        .flatMap(f -> f.functionsMentioning(ADDRESS).stream())
        .flatMap(b -> facts.flow().uses().in(b).stream())
        .anyMatch(u -> u.writes() && u.side() == Role.OUTPUT);
  }

  private static List<ListUse> entries(DriverFacts facts, Body body) {
    return facts.flow().uses().in(body).stream().filter(u -> u.effect() == Effect.ACCESS).toList();
  }

  /// Whether a loop writes no out side, and reads no length of it.
  private static boolean isRead(List<ListUse> uses, Loop loop) {
    return uses.stream()
        .filter(u -> loop.span().contains(u.span()) && u.side() == Role.OUTPUT)
        .allMatch(u -> !u.writes());
  }

  private static Optional<ListUse> lengthBeside(ListUse address, Loop loop, List<ListUse> uses) {
    return uses.stream()
        .filter(u -> loop.span().contains(u.span()) && !u.writes())
        .filter(u -> isLength(loop.body(), u) && isName(u.list(), address.list()))
        .findFirst();
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
    List<ListUse> addresses =
        uses.stream().filter(u -> isAddress(body, u) && facts.meets(u, map)).toList();
    boolean lengths = uses.stream().anyMatch(u -> u.side() == Role.OUTPUT && !isAddress(body, u));
    Optional<ListUse> mixed =
        uses.stream()
            .filter(u -> isLength(body, u))
            .filter(u -> !lengths || addresses.stream().anyMatch(a -> areOfOne(body, a, u)))
            .findFirst();
    if (!addresses.isEmpty() && mixed.isPresent() && !unmapsEach(loop)) {
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

  /// Whether an address and a length are written to one descriptor, so that other lengths that a
  /// loop reads do not matter.
  private static boolean areOfOne(Body body, ListUse address, ListUse length) {
    Optional<String> descriptor = descriptor(body, length);
    return descriptor.isPresent() && descriptor(body, address).equals(descriptor);
  }

  private static Optional<String> descriptor(Body body, ListUse use) {
    return body.definitions().stream()
        .filter(d -> d.value().filter(v -> v.span().contains(use.span())).isPresent())
        .flatMap(d ->
            d.target() instanceof Expr.Member m ? Stream.of(body.text(m.base())) : Stream.empty())
        .findFirst();
  }

  /// Whether a loop unmaps or frees its entries one by one, as a list has it whose out sides were
  /// written by hand.
  private static boolean unmapsEach(Loop loop) {
    return loop.body().calls().stream()
        .filter(c -> loop.span().contains(c.span()))
        .anyMatch(c ->
            c.name()
                .filter(n -> n.startsWith("dma_unmap_") || n.startsWith("dma_free_"))
                .isPresent());
  }

  static boolean isAddress(Body body, ListUse use) {
    return use.side() == Role.OUTPUT && body.file().text(use.span()).contains("dma_address");
  }

  /// A length that goes somewhere else than into a message or a comparison.
  private static boolean isLength(Body body, ListUse use) {
    return use.side() == Role.INPUT
        && body.file().text(use.span()).matches("(?s).*(->|\\.)\\s*length")
        && !use.isTold()
        && body.expressions().stream().noneMatch(e -> compares(e, use.span()));
  }

  private static boolean compares(Expr expr, Span part) {
    return expr instanceof Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
        && operator.compares()
        && (Expressions.plain(left).span().equals(part)
            || Expressions.plain(right).span().equals(part));
  }

  private static boolean isName(Expr a, Expr b) {
    return a instanceof Expr.Name(String x, _)
        && b instanceof Expr.Name(String y, _)
        && x.equals(y);
  }
}
