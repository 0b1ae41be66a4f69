// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.MapWays.Standing;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// A packet that the network core gave a driver to send, and that its function hands to another one
/// to be mapped.
///
/// @param name the variable that holds the packet in the sending function
record SentPacket(CallSite site, String name) {

  /// Calls between the network core's function and the one that maps.
  private static final int DEEPEST = 3;

  /// Whether a variable is the packet that the network core gives a driver to send: from then on it
  /// is the driver's, unless it is told to come again.
  static boolean is(DriverFacts facts, Body body, String variable) {
    return body.parameter(variable).equals(OptionalInt.of(0))
        && facts.flow().driver().tablesWith(body).stream()
            .anyMatch(t -> t.field().equals("ndo_start_xmit"));
  }

  /// Whether a parameter is such a packet, given on through a few functions of the driver.
  static boolean reaches(DriverFacts facts, Body body, String variable) {
    return reaches(facts, body, variable, DEEPEST);
  }

  private static boolean reaches(DriverFacts facts, Body body, String variable, int deep) {
    OptionalInt at = body.parameter(variable);
    return is(facts, body, variable)
        || (at.isPresent() && isSender(body))
        || (at.isPresent()
            && deep > 0
            && facts.flow().driver().callers(body).stream()
                .filter(site -> site.caller() != body)
                .anyMatch(site -> reaches(facts, site, at.getAsInt(), deep - 1)));
  }

  private static boolean reaches(DriverFacts facts, CallSite site, int argument, int deep) {
    return site.call().args().size() > argument
        && site.call().args().get(argument) instanceof Expr.Name(String id, _)
        && reaches(facts, site.caller(), id, deep);
  }

  /// Whether the network core learns from a function what became of a packet to be sent: the table
  /// that names it may be in a file that maps nothing.
  private static boolean isSender(Body body) {
    return body.function().result() instanceof TypeSyntax.Named(String name)
        && name.equals("netdev_tx_t");
  }

  /// The packets that sending functions hand to `body` as its parameter `variable`.
  static List<SentPacket> handedTo(Body body, String variable, DriverFacts facts) {
    OptionalInt at = body.parameter(variable);
    List<SentPacket> packets = new ArrayList<>();
    for (CallSite site :
        at.isPresent() && isPacket(body.function().parameters().get(at.getAsInt()))
            ? facts.flow().driver().callers(body)
            : List.<CallSite>of()) {
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

  private static boolean isPacket(TypeSyntax.Parameter parameter) {
    return parameter.type() instanceof TypeSyntax.Pointer(TypeSyntax.Tagged(_, String tag))
        && tag.equals("sk_buff");
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
        site.caller(), site.call(), KernelCall.mapping(site.call().name().orElseThrow(), returns));
  }
}
