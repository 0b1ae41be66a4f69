// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Where a driver keeps handles of one kind: the member that holds one, and the member that holds
/// the structures it stands in, as the buffers of a receive ring.
///
/// @param outer the member in which the structure of `holder` lies, as the ring for each way; empty
///   when it is not seen or a pointer, since two of those may lead to one
/// @param holder empty when the structure is not seen to lie in another
record Home(Optional<MemberKey> outer, Optional<MemberKey> holder, MemberKey handle) {

  /// Whether two homes may be one: the same members, and not in two members of one structure.
  boolean isLike(Home other) {
    return handle.equals(other.handle)
        && holder.equals(other.holder)
        && (outer.isEmpty()
            || other.outer.isEmpty()
            || !outer.get().struct().equals(other.outer.get().struct())
            || outer.equals(other.outer));
  }

  /// The homes that a call takes its handle from or that a mapping call's handle is put in; empty
  /// when one of them is not known.
  static Set<Home> of(DriverFacts facts, FoundCall call) {
    return homes(facts, call.body().file().path(), places(facts, call));
  }

  /// The members that may hold the handle of a call, which are those of its homes; they are found
  /// without looking for callers, but where the function is given the handle itself.
  static Set<MemberKey> handles(DriverFacts facts, FoundCall call) {
    Set<Path> places = places(facts, call);
    return places.stream().anyMatch(p -> p.members().isEmpty())
        ? of(facts, call).stream().map(Home::handle).collect(Collectors.toSet())
        : places.stream().flatMap(p -> p.last().stream()).collect(Collectors.toSet());
  }

  private static Set<Path> places(DriverFacts facts, FoundCall call) {
    if (call.isList()) {
      return Set.of();
    }
    return call.kind() == SiteKind.MAP ? kept(facts, call) : taken(facts, call);
  }

  /// The places that the handle of an undoing or syncing call may be taken from; none where the
  /// function has put something there that no mapping made.
  private static Set<Path> taken(DriverFacts facts, FoundCall call) {
    Optional<String> handle = call.subject().map(s -> call.body().text(s));
    boolean filled =
        call.body().definitions().stream()
            .filter(d -> d.span().end() <= call.call().span().start())
            .filter(d -> !(d.target() instanceof Expr.Name))
            .filter(d -> handle.filter(call.body().text(d.target())::equals).isPresent())
            .anyMatch(d -> d.value().filter(v -> !isMapped(facts, call.body(), v)).isPresent());
    return filled ? Set.of() : call.values(facts.flow().flow());
  }

  private static boolean isMapped(DriverFacts facts, Body body, Expr value) {
    return facts.flow().flow().paths(body, value).stream()
        .anyMatch(p -> facts.calls().stream().anyMatch(m -> m.body() == body && m.made(p)));
  }

  /// The places that the handle of a mapping is stored in.
  private static Set<Path> kept(DriverFacts facts, FoundCall map) {
    Set<Path> places = new HashSet<>();
    map.body().definitions().stream()
        .filter(d -> d.how() == How.ASSIGNED && !(d.target() instanceof Expr.Name))
        .filter(d -> d.value().filter(Home::mayHold).isPresent())
        .filter(d ->
            d.value()
                .filter(v -> facts.flow().flow().paths(map.body(), v).stream().anyMatch(map::made))
                .isPresent())
        .forEach(d ->
            facts.flow().flow().paths(map.body(), d.target()).stream()
                .filter(p -> !map.made(p))
                .forEach(places::add));
    return places;
  }

  /// Whether a value may be a handle: most of what a function stores are numbers and addresses.
  private static boolean mayHold(Expr value) {
    return switch (Expressions.plain(value)) {
      case Expr.NumberLiteral _, Expr.CharLiteral _, Expr.StringLiteral _, Expr.SizeOf _ -> false;
      case Expr.Unary(UnaryOperator operator, _, _) -> operator != UnaryOperator.ADDRESS_OF;
      default -> true;
    };
  }

  private static Set<Home> homes(DriverFacts facts, String from, Set<Path> places) {
    Set<Home> homes = new HashSet<>();
    for (Path place : places) {
      Set<Path> seen = new HashSet<>();
      if (place.members().size() < 2) {
        facts.flow().provenance().seenByCallers(Set.of(place)).stream()
            .filter(p -> p.members().size() > 1)
            .forEach(seen::add);
      }
      if (seen.isEmpty()) {
        seen.add(place);
      }
      seen.stream().flatMap(p -> of(facts, from, p.members()).stream()).forEach(homes::add);
    }
    return homes;
  }

  private static Optional<Home> of(DriverFacts facts, String from, List<MemberKey> members) {
    if (members.isEmpty() || members.getLast().struct().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Home(
            before(members, 3).filter(m -> isEmbedded(facts, from, m)),
            before(members, 2),
            members.getLast()));
  }

  private static Optional<MemberKey> before(List<MemberKey> members, int fromEnd) {
    return members.size() < fromEnd
        ? Optional.empty()
        : Optional.of(members.get(members.size() - fromEnd)).filter(m -> !m.struct().isEmpty());
  }

  /// Whether what a member leads to lies in its structure, as a file sees that.
  static boolean isEmbedded(DriverFacts facts, String from, MemberKey member) {
    return facts
        .flow()
        .driver()
        .tags()
        .field(member.struct(), member.field(), from)
        .filter(t -> !(t instanceof TypeSyntax.Pointer))
        .isPresent();
  }
}
