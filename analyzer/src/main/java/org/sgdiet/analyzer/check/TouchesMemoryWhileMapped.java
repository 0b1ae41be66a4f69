// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// The CPU writes to a buffer after it was mapped, or reads what the device wrote before it is
/// synced or unmapped.
final class TouchesMemoryWhileMapped implements Check {

  private static final Rule RULE =
      new Rule(
          "touches-memory-while-mapped",
          "the CPU works on a buffer that belongs to the device",
          "From the mapping call to the unmap the buffer is the device's. A sync for the CPU lends"
              + " it back, a sync for the device returns it.",
          "What the CPU writes stays in its cache, or is written past the bounce buffer that the"
              + " device reads: the device gets the old data. What it reads before the sync is what"
              + " stood there before the transfer.",
          "Fill the buffer before it is mapped, read it after dma_unmap_*() or"
              + " dma_sync_*_for_cpu().",
          "Documentation/core-api/dma-api-howto.rst, \"Using Streaming DMA mappings\", 7.3");

  private static final Set<String> WRITERS =
      Set.of(
          "memcpy",
          "memset",
          "memmove",
          "strcpy",
          "strscpy",
          "memzero_explicit",
          "copy_from_user",
          "memcpy_fromio",
          "get_random_bytes");

  private static final Set<String> READERS =
      Set.of("memcpy", "memmove", "memcmp", "memcpy_toio", "print_hex_dump_debug");

  /// One access of the CPU.
  ///
  /// @param member whether it is to one member of a structure, rather than to a buffer
  private record Touch(Span span, boolean writes, boolean member) {}

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      Set<String> directions = map.kind() == SiteKind.MAP ? Directions.of(map) : Set.of();
      Optional<Expr> buffer = map.argument(Parameter.BUFFER).map(Expressions::plain);
      if (directions.size() == 1 && buffer.isPresent()) {
        List<Touch> wrong =
            touches(map.body(), buffer.get())
                .filter(t -> t.span().start() > map.call().span().end())
                .filter(
                    t -> isWrong(map, directions, t) && !isReturned(map, t) && !isBeyond(map, t))
                .toList();
        if (!wrong.isEmpty()) {
          DeviceOwned.of(facts, map)
              .flatMap(w -> wrong.stream().filter(t -> w.contains(t.span())).findFirst())
              .ifPresent(t -> report(map, t, findings));
        }
      }
    }
  }

  private static void report(FoundCall map, Touch touch, Findings findings) {
    findings.add(
        RULE,
        map.body(),
        touch.span(),
        isCertain(map, touch) ? Confidence.HIGH : Confidence.MODERATE,
        touch.writes()
            ? "'%s' is written after %s() gave the buffer to the device"
                .formatted(map.body().file().text(touch.span()), map.kernel().name())
            : "'%s' is read before the buffer is unmapped or synced for the CPU"
                .formatted(map.body().file().text(touch.span())),
        List.of(new Note(map.place().file(), map.place().line(), "mapped here")));
  }

  /// Whether an access is one that the direction forbids. What the device does not write may be
  /// read, and so may, for all that is known, what it has not been waited for.
  private static boolean isWrong(FoundCall map, Set<String> directions, Touch touch) {
    return touch.writes()
        || (directions.contains("DMA_FROM_DEVICE")
            && map.body().calls().stream()
                .filter(c ->
                    c.span().start() > map.call().span().end()
                        && c.span().end() <= touch.span().start())
                .flatMap(c -> c.name().stream())
                .anyMatch(n -> n.matches("wait_for_.*|wait_event.*|.*_poll_timeout.*")));
  }

  /// Whether a later sync gives the device what was written after all.
  private static boolean isReturned(FoundCall map, Touch touch) {
    return map.body().calls().stream()
        .filter(c -> c.span().start() > touch.span().end())
        .flatMap(c -> c.name().stream())
        .anyMatch(n -> n.contains("sync") && n.endsWith("for_device"));
  }

  /// Whether every run touches the memory, and the memory is known to be mapped: a structure may be
  /// larger than the part of it that the device gets.
  private static boolean isCertain(FoundCall map, Touch touch) {
    boolean always =
        map.body().statements().stream()
            .noneMatch(s ->
                (s instanceof Stmt.If || s instanceof Stmt.Switch)
                    && s.span().contains(touch.span())
                    && !s.span().contains(map.call().span()));
    return always && (!touch.member() || hasWholeSize(map));
  }

  private static boolean hasWholeSize(FoundCall map) {
    return map.argument(Parameter.SIZE).filter(Expr.SizeOf.class::isInstance).isPresent();
  }

  /// Whether a touch is none: a member of a structure of which the device gets a fixed first part.
  private static boolean isBeyond(FoundCall map, Touch touch) {
    return touch.member()
        && map.argument(Parameter.SIZE)
            .filter(s -> map.body().text(s).matches("[A-Z0-9_]+"))
            .isPresent();
  }

  /// The places where a function reads or writes the memory that `buffer` names.
  private static Stream<Touch> touches(Body body, Expr buffer) {
    return Stream.concat(
        body.definitions().stream()
            .filter(d -> d.how() != Definition.How.PASSED_BY_ADDRESS)
            .filter(d -> isInside(body, d.target(), buffer))
            .map(d -> new Touch(d.target().span(), true, d.target() instanceof Expr.Member)),
        Stream.concat(
            body.calls().stream().flatMap(c -> copied(body, c, buffer)),
            body.expressions().stream()
                .filter(e -> isInside(body, e, buffer) && isRead(body, e))
                .map(e -> new Touch(e.span(), false, e instanceof Expr.Member))));
  }

  private static Stream<Touch> copied(Body body, Expr.Call call, Expr buffer) {
    String name = call.name().orElse("");
    boolean writes =
        WRITERS.contains(name)
            && !call.args().isEmpty()
            && points(body, call.args().get(0), buffer);
    boolean reads =
        READERS.contains(name)
            && call.args().size() > 1
            && points(body, call.args().get(1), buffer);
    return Stream.concat(
        writes ? Stream.of(new Touch(call.span(), true, false)) : Stream.empty(),
        reads ? Stream.of(new Touch(call.span(), false, false)) : Stream.empty());
  }

  /// Whether a pointer is the buffer's.
  private static boolean points(Body body, Expr pointer, Expr buffer) {
    return body.text(Expressions.plain(pointer)).equals(body.text(buffer));
  }

  /// Whether a place lies in the memory of the buffer: `*p`, `p[i]`, `p->m`, or `x.m` of a buffer
  /// `&x`.
  private static boolean isInside(Body body, Expr place, Expr buffer) {
    return switch (place) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _) ->
          operator == UnaryOperator.DEREFERENCE && points(body, operand, buffer);
      case Expr.Index(Expr base, _, _) ->
          points(body, base, buffer) || isInside(body, base, buffer);
      case Expr.Member(Expr base, boolean arrow, _, _, _) ->
          arrow
              ? points(body, base, buffer)
              : isTaken(body, base, buffer) || isInside(body, base, buffer);
      default -> false;
    };
  }

  private static boolean isTaken(Body body, Expr place, Expr buffer) {
    return buffer instanceof Expr.Unary(UnaryOperator operator, Expr operand, _)
        && operator == UnaryOperator.ADDRESS_OF
        && body.text(operand).equals(body.text(place));
  }

  /// Whether the value of a place is used: not what is set, its size or its address.
  private static boolean isRead(Body body, Expr place) {
    boolean part =
        body.expressions().stream()
            .filter(e -> !e.equals(place) && e.span().contains(place.span()))
            .anyMatch(e ->
                e instanceof Expr.SizeOf
                    || (e instanceof Expr.Unary(UnaryOperator operator, _, _)
                        && operator == UnaryOperator.ADDRESS_OF)
                    || (e instanceof Expr.Member && Parts.of(e).contains(place))
                    || (e instanceof Expr.Index && Parts.of(e).getFirst().equals(place)));
    return !part
        && body.definitions().stream().noneMatch(d -> d.target().span().contains(place.span()));
  }
}
