// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// A buffer that a function allocates or is given to send, fails to map, and forgets.
final class LosesBufferWhenMappingFails implements Check {

  private static final Rule RULE =
      new Rule(
          "loses-buffer-when-mapping-fails",
          "the buffer that could not be mapped is never freed",
          "A mapping can fail, and then the function still owns the buffer that it allocated for"
              + " it.",
          "Memory is lost at each failure, and mappings fail most when memory is short.",
          "Free the buffer before the error exit.",
          "Documentation/core-api/dma-api-howto.rst, \"Handling Errors\", 7.3");

  private static final Pattern ALLOCATORS =
      Pattern.compile(
          "(k[mzc]alloc|kmalloc_array|kcalloc|kmemdup|kzalloc|krealloc)(_node|_obj|_objs|_flex)?"
              + "|(__)?(netdev|dev|napi)_alloc_skb(_ip_align)?|alloc_skb|alloc_pages?(_node)?"
              + "|(__)?dev_alloc_pages?|__get_free_pages?|get_zeroed_page|napi_alloc_frag(_align)?"
              + "|netdev_alloc_frag(_align)?");

  /// Calls that neither free a buffer nor take it.
  private static final Pattern LOOKS =
      Pattern.compile(
          "skb_(put|push|pull|reserve|headlen|tailroom|headroom|len|shinfo|queue_len|frag_\\w+"
              + "|get_queue_mapping|tx_timestamp|is_gso|transport_\\w+|network_\\w+|mac_\\w+)"
              + "|virt_to_(phys|page|head_page)|page_(address|to_phys)|mem(set|cpy)|ALIGN|PTR_ALIGN"
              + "|IS_ERR|PTR_ERR|offset_in_page|__skb_put|skb_tail_pointer|skb_end_pointer"
              + "|skb_end_offset|cpu_to_\\w+");

  private static final Pattern FREES =
      Pattern.compile("\\w*(free|drop|clean|clear|release|reclaim|recycle|consume|put)\\w*");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && !map.isList()) {
        FreedMemory.buffer(map).ifPresent(b -> lost(facts, map, b, findings));
      }
    }
  }

  private static void lost(DriverFacts facts, FoundCall map, String buffer, Findings findings) {
    Optional<Definition> allocation = allocation(map, buffer);
    boolean sent = allocation.isEmpty() && isSent(facts, map.body(), buffer);
    if (!sent && (allocation.isEmpty() || isKept(map, buffer, allocation.get()))) {
      return;
    }
    MapTest failure = MapTest.of(map).ofFailure();
    Set<Span> told = new LinkedHashSet<>();
    MapWays ways = new MapWays(facts, failure, new Buffer(map, buffer));
    for (Leaving leaving : ways.isTested() ? ways.leavings() : List.<Leaving>of()) {
      boolean counts =
          leaving.state().isMapped()
              && !leaving.state().given()
              && (leaving.told() == Answer.ERROR || !isReturned(map.body(), buffer));
      if (counts && (!sent || leaving.told() == Answer.FINE) && told.add(leaving.at())) {
        List<Note> notes = new ArrayList<>();
        allocation.ifPresent(a ->
            notes.add(
                new Note(map.place().file(), map.body().line(a.span().start()), "allocated here")));
        notes.add(new Note(map.place().file(), map.place().line(), "mapped here"));
        findings.add(
            RULE,
            map.body(),
            leaving.at(),
            Confidence.HIGH,
            sent
                ? "this tells that '%s' was sent when %s() failed, and does not free it"
                    .formatted(buffer, map.kernel().name())
                : "this forgets '%s' when %s() fails".formatted(buffer, map.kernel().name()),
            notes);
      }
    }
  }

  private static boolean isReturned(Body body, String buffer) {
    return body.returned().stream()
        .anyMatch(
            r -> Expressions.plain(r) instanceof Expr.Name(String id, _) && id.equals(buffer));
  }

  /// The allocation of the local that the mapped buffer stands in or behind.
  private static Optional<Definition> allocation(FoundCall map, String buffer) {
    return Optional.of(buffer)
        .filter(b -> map.body().declares(b) && map.body().parameter(b).isEmpty())
        .flatMap(b ->
            Reaching.at(map.body(), b, map.call().span().start()).definitions().stream()
                .findFirst())
        .filter(d -> d.span().end() <= map.call().span().start())
        .filter(d -> d.value().filter(LosesBufferWhenMappingFails::allocates).isPresent());
  }

  private static boolean allocates(Expr value) {
    return Expressions.plain(value) instanceof Expr.Call call
        && call.name().filter(n -> ALLOCATORS.matcher(n).matches()).isPresent();
  }

  /// Whether the buffer is the packet that the network core gives a driver to send: from then on it
  /// is the driver's, unless it is told to come again.
  private static boolean isSent(DriverFacts facts, Body body, String buffer) {
    return body.parameter(buffer).equals(OptionalInt.of(0))
        && facts.flow().driver().tablesWith(body).stream()
            .anyMatch(t -> t.field().equals("ndo_start_xmit"));
  }

  /// Whether the buffer got an owner before it was mapped.
  private static boolean isKept(FoundCall map, String buffer, Definition allocation) {
    Buffer events = new Buffer(map, buffer);
    return map.body().expressions().stream()
        .filter(e -> e.span().start() > allocation.span().end())
        .filter(e -> e.span().end() <= map.call().span().start())
        .anyMatch(e -> events.gives(e) || (e instanceof Expr.Call c && events.takes(c)));
  }

  /// What happens to a buffer: it is freed, or somebody takes it.
  private record Buffer(FoundCall map, String name) implements MapWays.Events {

    @Override
    public boolean undoes(Expr.Call call) {
      return takes(call)
          || (!call.span().contains(map.call().span())
              && call.span().start() > map.call().span().start()
              && call.name().filter(n -> FREES.matcher(n).matches()).isPresent());
    }

    boolean takes(Expr.Call call) {
      boolean looks =
          MapTest.isTest(call)
              || call.name()
                  .filter(n ->
                      LOOKS.matcher(n).matches()
                          || n.startsWith("dma_")
                          || n.endsWith("likely")
                          || KernelApi.isMessage(n))
                  .isPresent();
      return !looks
          && !call.span().contains(map.call().span())
          && call.args().stream().anyMatch(this::isMentioned);
    }

    @Override
    public boolean gives(Expr expr) {
      boolean[] found = {false};
      Parts.forEachExpr(
          expr, e -> found[0] |= e instanceof Expr.Assign(_, _, Expr value, _) && isBuffer(value));
      return found[0];
    }

    private boolean isMentioned(Expr value) {
      if (value instanceof Expr.Call) {
        return false; // looked at by itself
      }
      return isBuffer(value)
          || (!(value instanceof Expr.Member)
              && Parts.of(value).stream().anyMatch(this::isMentioned));
    }

    private boolean isBuffer(Expr expr) {
      return Expressions.plain(expr) instanceof Expr.Name(String id, _) && id.equals(name);
    }
  }
}
