// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Exits;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// Memory that the device writes to is freed, and unmapped only after that.
///
/// What the device only reads is left alone: the unmap has nothing to bring back, and drivers free
/// what was sent as soon as it was sent. Not so where the unmap reads in it what to unmap.
final class FreesMappedMemory implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-mapped-memory",
          "memory is freed while it is mapped for a device that writes to it",
          "The unmap ends the device's access, copies a bounce buffer back and invalidates cache"
              + " lines: all of that works on the memory, which has to be there still.",
          "Between the free and the unmap the device can write to memory that has another owner"
              + " already, and swiotlb copies the bounce buffer over that owner's data.",
          "Unmap first, free then.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall unmap : facts.calls()) {
      if (unmap.kind() == SiteKind.UNMAP && !unmap.isList()) {
        Optional<Expr.Call> free = freedBefore(unmap);
        if (free.filter(f -> isReadAfter(f, unmap)).isPresent()) {
          tellOfRead(free.get(), unmap, findings);
        } else if (free.isPresent() && isWrittenByDevice(facts, unmap)) {
          compare(facts, free.get(), unmap, findings);
        }
      }
    }
  }

  private static boolean isWrittenByDevice(DriverFacts facts, FoundCall unmap) {
    Set<String> directions = Directions.of(facts, unmap);
    return !directions.isEmpty() && !directions.contains("DMA_TO_DEVICE");
  }

  /// Whether the unmap takes its handle or its size from what was freed: `kfree_skb(skb);
  /// dma_unmap_single(dev, dma, skb->len, dir);`
  private static boolean isReadAfter(Expr.Call free, FoundCall unmap) {
    Body body = unmap.body();
    String freed = body.text(Expressions.plain(free.args().getFirst()));
    return unmap.call().args().stream()
        .anyMatch(a ->
            Parts.anyExpr(
                a,
                e ->
                    e instanceof Expr.Member(Expr base, boolean arrow, _, _, _)
                        && arrow
                        && body.text(base).equals(freed)));
  }

  private static void tellOfRead(Expr.Call free, FoundCall unmap, Findings findings) {
    findings.add(
        RULE,
        unmap.body(),
        free.span(),
        Confidence.HIGH,
        "'%s' is freed, and %s() reads in it what to unmap"
            .formatted(unmap.body().text(free.args().getFirst()), unmap.kernel().name()),
        List.of(new Note(unmap.place().file(), unmap.place().line(), "unmapped here")));
  }

  private static void compare(
      DriverFacts facts, Expr.Call free, FoundCall unmap, Findings findings) {
    List<FoundCall> maps =
        facts.calls().stream().filter(m -> m.kind() == SiteKind.MAP && !m.isList()).toList();
    List<FoundCall> undone =
        maps.stream().filter(m -> facts.belonging(m, SiteKind.UNMAP).contains(unmap)).toList();
    List<FoundCall> of =
        (undone.isEmpty() ? maps : undone)
            .stream().filter(m -> isOf(facts, m, free, unmap.body())).toList();
    if (!of.isEmpty() && (undone.isEmpty() || of.size() == undone.size())) {
      tell(free, unmap, of.getFirst(), !undone.isEmpty(), findings);
    }
  }

  private static void tell(
      Expr.Call free, FoundCall unmap, FoundCall map, boolean isKnown, Findings findings) {
    findings.add(
        RULE,
        unmap.body(),
        free.span(),
        isKnown ? Confidence.HIGH : Confidence.MODERATE,
        "'%s' is freed before %s() ends the device's access to it"
            .formatted(unmap.body().text(free.args().getFirst()), unmap.kernel().name()),
        List.of(
            new Note(map.place().file(), map.place().line(), "mapped here"),
            new Note(unmap.place().file(), unmap.place().line(), "unmapped here")));
  }

  /// The call that frees memory in the statements right before an unmap, in one block with it, when
  /// every run that comes to the unmap through it has freed what there was to free.
  private static Optional<Expr.Call> freedBefore(FoundCall unmap) {
    Body body = unmap.body();
    Span at = unmap.call().span();
    return body.calls().stream()
        .filter(c -> c.span().end() <= at.start() && isFree(c))
        .filter(c -> isOneWay(body, c, at))
        .filter(c -> isSameMemory(unmap, c))
        .reduce((_, last) -> last);
  }

  /// Whether a call gives the only reference up: a page may have others.
  private static boolean isFree(Expr.Call call) {
    return FreedMemory.frees(call)
        && call.name().filter(n -> !n.equals("put_page") && !n.contains("frag")).isPresent();
  }

  private static boolean isOneWay(Body body, Expr.Call free, Span unmap) {
    return body.statements().stream()
        .flatMap(
            s -> s instanceof Stmt.Block(List<Stmt> list, _) ? Stream.of(list) : Stream.empty())
        .anyMatch(list -> {
          Optional<Stmt> first = around(list, free.span());
          Optional<Stmt> second = around(list, unmap);
          return first.isPresent()
              && second.isPresent()
              && !first.equals(second)
              && goesOn(body, first.get(), free);
        });
  }

  private static Optional<Stmt> around(List<Stmt> list, Span span) {
    return list.stream().filter(s -> s.span().contains(span)).findFirst();
  }

  /// Whether a statement frees whenever there is something to free, and control then comes out of
  /// its end.
  private static boolean goesOn(Body body, Stmt stmt, Expr.Call free) {
    return switch (stmt) {
      case Stmt.Expression _ -> true;
      case Stmt.If(Expr condition, Stmt then, var otherwise, _) ->
          otherwise.isEmpty()
              && !Exits.leaves(then)
              && body.text(condition)
                  .replace("!=NULL", "")
                  .equals(body.text(free.args().getFirst()));
      default -> false;
    };
  }

  /// Whether nothing between gives the variable of the freed memory another value, or maps.
  private static boolean isSameMemory(FoundCall unmap, Expr.Call free) {
    Body body = unmap.body();
    int from = free.span().end();
    int to = unmap.call().span().start();
    boolean replaced =
        free.args().getFirst() instanceof Expr.Name(String id, _)
            && body.definitions(id).stream()
                .anyMatch(d -> d.span().start() >= from && d.span().end() <= to);
    return !replaced
        && body.calls().stream()
            .filter(c -> c.span().start() >= from && c.span().end() <= to)
            .flatMap(c -> c.name().stream())
            .noneMatch(n -> n.contains("map"))
        && body.statements().stream()
            .noneMatch(s ->
                (s instanceof Stmt.Return || s instanceof Stmt.Goto || s instanceof Stmt.Break)
                    && s.span().start() >= from
                    && s.span().end() <= to);
  }

  /// Whether what is freed in `body` is what a mapping call maps.
  private static boolean isOf(DriverFacts facts, FoundCall map, Expr.Call free, Body body) {
    Expr freed = Expressions.plain(free.args().getFirst());
    Optional<String> local = FreedMemory.buffer(map);
    if (map.body() == body
        && freed instanceof Expr.Name(String id, _)
        && FreedMemory.frees(free, id, map)
        && local.filter(id::equals).isPresent()) {
      return true;
    }
    int at = map.call().span().start();
    Set<MemberKey> mapped = new HashSet<>();
    local.ifPresent(l -> mapped.addAll(keys(facts, map.body(), l, at)));
    map.argument(Parameter.BUFFER)
        .or(() -> map.argument(Parameter.PAGE))
        .ifPresent(b -> mapped.addAll(keys(facts, map.body(), b, at)));
    return !mapped.isEmpty()
        && !Collections.disjoint(mapped, keys(facts, body, freed, free.span().start()));
  }

  /// The members in which a function keeps what a pointer holds at a place of the function.
  private static Set<MemberKey> keys(DriverFacts facts, Body body, Expr pointer, int at) {
    return switch (Expressions.plain(pointer)) {
      case Expr.Name(String id, _) -> keys(facts, body, id, at);
      case Expr.Member(Expr base, boolean arrow, String field, _, _)
          when arrow && field.equals("data") -> { // of a packet, or of a struct of the driver
        Set<MemberKey> keys = new HashSet<>(keys(facts, body, base, at));
        member(facts, body, pointer).ifPresent(keys::add);
        yield keys;
      }
      default -> member(facts, body, pointer).map(Set::of).orElse(Set.of());
    };
  }

  private static Set<MemberKey> keys(DriverFacts facts, Body body, String id, int at) {
    List<Definition> held = Reaching.at(body, id, at).definitions();
    Set<MemberKey> keys = new HashSet<>();
    held.stream()
        .flatMap(d -> d.value().flatMap(v -> member(facts, body, v)).stream())
        .findFirst()
        .ifPresent(keys::add);
    for (Definition d : body.definitions()) {
      boolean stores =
          d.value()
              .filter(v -> v instanceof Expr.Name(String value, _) && value.equals(id))
              .isPresent();
      if (stores && isHeldStill(held, Reaching.at(body, id, d.span().start()))) {
        member(facts, body, d.target()).ifPresent(keys::add);
      }
    }
    return keys;
  }

  /// Whether what reaches a later place may be what a variable held before.
  private static boolean isHeldStill(List<Definition> held, Reaching later) {
    return held.isEmpty() ? later.entry() : later.definitions().containsAll(held);
  }

  private static Optional<MemberKey> member(DriverFacts facts, Body body, Expr place) {
    return switch (Expressions.plain(place)) {
      case Expr.Index(Expr base, _, _) -> member(facts, body, base);
      case Expr.Member member ->
          Optional.of(facts.flow().driver().tags().key(body, member))
              .filter(k -> !k.struct().isEmpty());
      default -> Optional.empty();
    };
  }
}
