// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.syntax.Expr;

/// A packet to be sent that is mapped for the device to write, or an empty one that is mapped for
/// the device to read.
final class MapsPacketForWrongDirection implements Check {

  private static final Rule RULE =
      new Rule(
          "maps-packet-for-wrong-direction",
          "a packet is mapped for the direction it does not go",
          "What ndo_start_xmit() is given is read by the device: DMA_TO_DEVICE. What was allocated"
              + " to receive into is written by it: DMA_FROM_DEVICE.",
          "An IOMMU lets the device write DMA_FROM_DEVICE memory and not read it, and the other way"
              + " round: the transfer faults. Where caches are not coherent, what is sent is stale and"
              + " what is received is lost.",
          "Map with the direction in which the packet goes, and unmap with the same.",
          "Documentation/core-api/dma-api-howto.rst, \"DMA Direction\", 7.3");

  /// The memory of a packet that stands in the variable of the first or second group.
  private static final Pattern PACKET =
      Pattern.compile("(\\w+)->data\\b.*|skb_tail_pointer\\(\\s*(\\w+)\\s*\\)", Pattern.DOTALL);

  private static final Pattern ALLOCATES =
      Pattern.compile("(__)?(netdev|napi|dev)_alloc_skb(_ip_align)?");

  /// What is done to an empty packet without writing to it.
  private static final Pattern LOOKS =
      Pattern.compile("skb_(reserve|tailroom|headroom|tail_pointer|end_pointer)|virt_to_\\w+");

  private static final Pattern RECEIVES =
      Pattern.compile("eth_type_trans|napi_gro_(receive|frags)|netif_receive_skb|netif_rx");

  private static final Pattern SENDS =
      Pattern.compile(
          "(napi|dev)_consume_skb\\w*|netdev_(tx_)?(completed|sent)_queue|netif_\\w*wake_\\w*queue"
              + "|xdp_\\w+|\\w*_xmit\\w*|\\w*tx\\w*");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP) {
        packet(map).ifPresent(variable -> run(facts, map, variable, findings));
      } else if (map.kind() == SiteKind.UNMAP && !map.isList() && isReceived(map)) {
        add(map, "the packet was received", List.of(), findings);
      }
    }
  }

  /// Whether a function hands packets up and ends none that was sent, and unmaps as for one.
  private static boolean isReceived(FoundCall unmap) {
    if (!Directions.of(unmap).equals(Set.of("DMA_TO_DEVICE"))) {
      return false;
    }
    List<String> calls = unmap.body().calls().stream().flatMap(c -> c.name().stream()).toList();
    return calls.stream().anyMatch(n -> RECEIVES.matcher(n).matches())
        && calls.stream().noneMatch(n -> SENDS.matcher(n).matches());
  }

  private static void run(DriverFacts facts, FoundCall map, String variable, Findings findings) {
    Set<String> directions = Directions.of(map);
    if (directions.equals(Set.of("DMA_FROM_DEVICE"))
        && SentPacket.reaches(facts, map.body(), variable)) {
      add(map, "'" + variable + "' is a packet to be sent", List.of(), findings);
    } else if (directions.equals(Set.of("DMA_TO_DEVICE"))) {
      emptied(map, variable)
          .ifPresent(made ->
              add(
                  map,
                  "nothing was written to '" + variable + "'",
                  List.of(
                      new Note(
                          map.place().file(),
                          map.body().file().line(made.span().start()),
                          "allocated here")),
                  findings));
    }
  }

  private static void add(FoundCall map, String why, List<Note> notes, Findings findings) {
    map.argument(Parameter.DIRECTION)
        .ifPresent(d ->
            findings.add(
                RULE,
                map.body(),
                d.span(),
                Confidence.MODERATE,
                "%s, and %s() gets %s for it"
                    .formatted(why, map.kernel().name(), map.body().text(d)),
                notes));
  }

  /// The variable whose packet's memory is mapped.
  private static Optional<String> packet(FoundCall map) {
    return map.argument(Parameter.BUFFER)
        .map(b -> PACKET.matcher(map.body().text(Expressions.plain(b))))
        .filter(Matcher::matches)
        .map(m -> Optional.ofNullable(m.group(1)).orElseGet(() -> m.group(2)));
  }

  /// The call that allocates the packet, when nobody else has had it before it is mapped.
  private static Optional<Expr.Call> emptied(FoundCall map, String variable) {
    Body body = map.body();
    int end = map.call().span().start();
    Optional<Definition> last =
        body.definitions().stream()
            .filter(d -> d.span().end() <= end && body.text(d.target()).equals(variable))
            .reduce((_, later) -> later);
    Optional<Expr.Call> made =
        last.flatMap(Definition::value)
            .map(Expressions::plain)
            .flatMap(v -> v instanceof Expr.Call c ? Optional.of(c) : Optional.empty())
            .filter(c -> c.name().filter(n -> ALLOCATES.matcher(n).matches()).isPresent());
    return made.filter(m ->
        body.calls().stream()
            .filter(c -> m.span().end() <= c.span().start() && c.span().end() <= end)
            .filter(c -> c.args().stream().anyMatch(a -> body.text(a).matches(variable + "\\b.*")))
            .allMatch(c -> c.name().filter(n -> LOOKS.matcher(n).matches()).isPresent()));
  }
}
