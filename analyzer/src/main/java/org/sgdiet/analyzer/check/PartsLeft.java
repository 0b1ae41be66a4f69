// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.MapWays.State;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// A packet whose parts are mapped one by one, and given up when the next part cannot be mapped,
/// with nothing on the way that may unmap the parts before.
final class PartsLeft {

  private static final Pattern FREES_PACKET =
      Pattern.compile(
          "(dev_|ieee80211_)?(k?free|consume)_(tx)?skb\\w*|dev_kfree_skb\\w*|xdp_return_\\w+");

  private static final Pattern HOLDS_PAGE =
      Pattern.compile("get_page|page_ref_(add|inc)|(__)?skb_frag_ref|skb_page_ref");

  private static final int FARTHEST = 3;

  private PartsLeft() {}

  private static final List<String> PACKETS = List.of("sk_buff", "xdp_frame");

  static void find(Rule rule, DriverFacts facts, Findings findings) {
    boolean packets = facts.files().stream().anyMatch(f -> PACKETS.stream().anyMatch(f::mentions));
    for (FoundCall map : packets ? facts.calls() : List.<FoundCall>of()) {
      if (map.kind() == SiteKind.MAP
          && !map.isList()
          && Directions.of(facts, map).equals(Set.of("DMA_TO_DEVICE"))) {
        if (!map.body().inLoop(map.call().span().start())) {
          PacketLeft.find(rule, facts, map, findings);
        }
        for (FoundCall part : parts(map, facts)) {
          find(rule, facts, part, findings);
        }
      }
    }
  }

  /// The mapping itself, or the calls of a function that does nothing else, in a loop.
  private static List<FoundCall> parts(FoundCall map, DriverFacts facts) {
    if (map.body().inLoop(map.call().span().start())) {
      return List.of(map);
    }
    return map.body().returned().isEmpty()
        ? List.of()
        : facts.flow().driver().callers(map.body()).stream()
            .filter(c -> c.caller().inLoop(c.call().span().start()))
            .filter(c -> c.call().name().isPresent())
            .flatMap(c -> asMapping(c, map.body()).stream())
            .toList();
  }

  private static List<FoundCall> asMapping(CallSite site, Body body) {
    return site.caller() != body
        ? List.of(
            new FoundCall(
                site.caller(), site.call(), KernelCall.mapping(body.name(), returns(body))))
        : List.of();
  }

  private static Returns returns(Body body) {
    boolean tellsFalse =
        body.returned().stream()
            .anyMatch(
                r -> Expressions.plain(r) instanceof Expr.Name(String id, _) && id.equals("false"));
    return tellsFalse ? Returns.BOOL : Returns.ZERO_OR_ERRNO;
  }

  private static void find(Rule rule, DriverFacts facts, FoundCall part, Findings findings) {
    if (holdsPages(part.body()) || AnyUndo.isNamedBehind(part)) {
      return; // the usual case, and ways take long to find
    }
    MapWays ways = new MapWays(facts, MapTest.of(part), new AnyUndo(facts, part.body()));
    if (!ways.isTested()) {
      return;
    }
    Set<Span> told = new LinkedHashSet<>();
    List<Leaving> left = new ArrayList<>();
    for (Leaving l : ways.leavings()) {
      if (isFailedLater(l.state())
          && (l.told() == Answer.ERROR || isPacketFreed(ways, l))
          && told.add(l.at())) {
        left.add(l);
      }
    }
    boolean freed = left.stream().anyMatch(l -> isPacketFreed(ways, l));
    if (left.isEmpty() || !(freed || isGivenUp(facts, part.body(), 0))) {
      return;
    }
    for (Leaving l : left) {
      findings.add(
          rule,
          part.body(),
          l.at(),
          Confidence.MODERATE,
          "this leaves what earlier rounds of %s() mapped; nothing on the way unmaps it"
              .formatted(part.kernel().name()),
          List.of(new Note(part.place().file(), part.place().line(), "mapped here")));
    }
  }

  /// Whether each part holds its page: then it is sent and ends by itself.
  private static boolean holdsPages(Body body) {
    return body.calls().stream()
        .anyMatch(c -> c.name().filter(n -> HOLDS_PAGE.matcher(n).matches()).isPresent());
  }

  /// Whether a round of the loop has failed to map, and an earlier one has not.
  private static boolean isFailedLater(State state) {
    return state.standing() == Standing.FAILED && state.earlier();
  }

  /// Whether the packet is freed on a way on which a later part could not be mapped.
  private static boolean isPacketFreed(MapWays ways, Leaving leaving) {
    return ways.anyCall(
        s -> isFailedLater(s) && s.by().equals(leaving.state().by()), PartsLeft::freesPacket);
  }

  /// Whether a caller of a function that failed lets the packet go, and undoes nothing.
  static boolean isGivenUp(DriverFacts facts, Body body) {
    return isGivenUp(facts, body, 0);
  }

  private static boolean isGivenUp(DriverFacts facts, Body body, int calls) {
    return calls < FARTHEST
        && facts.flow().driver().callers(body).stream()
            .flatMap(c -> asMapping(c, body).stream())
            .anyMatch(c -> isGivenUpBy(facts, c, calls));
  }

  /// Whether a call frees a packet, or has a function of the driver free one.
  private static boolean freesPacket(DriverFacts facts, Body body, Expr.Call call) {
    return freesPacket(call)
        || facts.flow().driver().targets(body, call).stream()
            .anyMatch(t -> t.calls().stream().anyMatch(PartsLeft::freesPacket));
  }

  private static boolean freesPacket(Expr.Call call) {
    return call.name().filter(n -> FREES_PACKET.matcher(n).matches()).isPresent();
  }

  private static boolean isGivenUpBy(DriverFacts facts, FoundCall call, int calls) {
    MapWays ways =
        new MapWays(facts, MapTest.of(call).ofFailure(), new AnyUndo(facts, call.body()));
    boolean left = ways.leavings().stream().anyMatch(l -> l.state().isMapped());
    boolean freed =
        ways.anyCall(s -> s.standing() == Standing.MAPPED, c -> freesPacket(facts, call.body(), c));
    return left && (freed || isGivenUp(facts, call.body(), calls + 1));
  }
}
