// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.syntax.Expr;

/// A packet that the network core gave a driver to send, and that its function hands to another one
/// to be mapped.
///
/// @param name the variable that holds the packet in the sending function
record SentPacket(CallSite site, String name) {

  /// Whether a variable is the packet that the network core gives a driver to send: from then on it
  /// is the driver's, unless it is told to come again.
  static boolean is(DriverFacts facts, Body body, String variable) {
    return body.parameter(variable).equals(OptionalInt.of(0))
        && facts.flow().driver().tablesWith(body).stream()
            .anyMatch(t -> t.field().equals("ndo_start_xmit"));
  }

  /// The packets that sending functions hand to `body` as its parameter `variable`.
  static List<SentPacket> handedTo(Body body, String variable, DriverFacts facts) {
    OptionalInt at = body.parameter(variable);
    List<SentPacket> packets = new ArrayList<>();
    for (CallSite site :
        at.isPresent() ? facts.flow().driver().callers(body) : List.<CallSite>of()) {
      if (site.caller() != body
          && site.call().name().filter(body.name()::equals).isPresent()
          && site.call().args().size() > at.getAsInt()
          && site.call().args().get(at.getAsInt()) instanceof Expr.Name(String id, _)
          && is(facts, site.caller(), id)) {
        packets.add(new SentPacket(site, id));
      }
    }
    return packets;
  }

  /// What a function that maps a packet returns, when its failure can be told and always leaves the
  /// packet to the caller.
  ///
  /// @param ways what becomes of the packet when the mapping fails
  static Optional<Returns> answer(Body body, MapWays ways) {
    List<Leaving> failed =
        ways.leavings().stream()
            .filter(l -> l.state().isMapped() || l.state().standing() == Standing.UNDONE)
            .toList();
    List<Leaving> good =
        ways.leavings().stream().filter(l -> l.state().standing() == Standing.FAILED).toList();
    boolean left =
        !failed.isEmpty()
            && failed.stream().allMatch(l -> l.state().isMapped() && !l.state().given());
    if (!left || good.isEmpty()) {
      return Optional.empty();
    }
    if (all(failed, Answer.ERROR) && none(good, Answer.ERROR)) {
      return body.returned().stream().anyMatch(SentPacket::isFalse)
          ? Optional.of(Returns.BOOL)
          : Optional.of(Returns.ZERO_OR_ERRNO);
    }
    return all(failed, Answer.FINE) && all(good, Answer.UNKNOWN)
        ? Optional.of(Returns.COUNT_OR_ZERO)
        : Optional.empty();
  }

  private static boolean isFalse(Expr value) {
    return Expressions.plain(value) instanceof Expr.Name(String id, _)
        && (id.equals("false") || id.equals("NULL"));
  }

  private static boolean all(List<Leaving> leavings, Answer answer) {
    return leavings.stream().allMatch(l -> l.told() == answer);
  }

  private static boolean none(List<Leaving> leavings, Answer answer) {
    return leavings.stream().noneMatch(l -> l.told() == answer);
  }

  /// The call of the function that maps, as a mapping call.
  FoundCall call(Returns returns) {
    return new FoundCall(
        site.caller(),
        site.call(),
        new KernelCall(
            Effect.MAP,
            Subject.LIST,
            returns,
            site.call().name().orElseThrow(),
            List.of(),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
