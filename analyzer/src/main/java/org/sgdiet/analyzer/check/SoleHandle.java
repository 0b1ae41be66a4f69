// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Provenance.Stored;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.syntax.Expr;

/// A member in which nothing but the handles of certain mappings is ever kept, so that what undoes
/// the member's handle undoes them. A member of a structure that serves both rings of a driver is
/// stored by both, and told apart by the member that holds the ring.
final class SoleHandle {

  private final DriverFacts facts;
  private final Undo undone;
  private final Set<Path> handles;

  private SoleHandle(DriverFacts facts, Undo undone) {
    this.facts = facts;
    this.undone = undone;
    this.handles = handles();
  }

  /// Where the handle is taken from, as the callers tell where they do.
  private Set<Path> handles() {
    Set<Path> here = undone.call().values(facts.flow().flow());
    if (here.stream().anyMatch(p -> p.last().filter(m -> !isAllSeen(m)).isPresent())) {
      return here; // callers tell where the structure is, not what else is stored in it
    }
    Set<Path> there =
        facts.flow().provenance().seenByCallers(here).stream()
            .filter(p -> !isGiven(p))
            .collect(Collectors.toSet());
    return there.isEmpty() ? here : there;
  }

  /// An undoing with the mappings alone that its handle can be of; empty when it may be of one that
  /// is not known.
  static Optional<Undo> of(DriverFacts facts, Undo undone) {
    return facts
        .once(
            undone.call(),
            Narrowed.class,
            () -> new Narrowed(new SoleHandle(facts, undone).narrowed()))
        .undo();
  }

  /// What was found out about an undoing call.
  private record Narrowed(Optional<Undo> undo) {}

  /// Whether the callers of a function tell more about a value.
  private boolean isGiven(Path path) {
    return path.root() instanceof Root.Parameter parameter
        && !facts.flow().flow().arguments(parameter).isEmpty();
  }

  private Optional<Undo> narrowed() {
    boolean known =
        !handles.isEmpty()
            && handles.stream().allMatch(p -> p.last().filter(this::isAllSeen).isPresent())
            && handles.stream().allMatch(p -> stores(p).allMatch(this::isOfThese));
    List<FoundCall> maps =
        known ? undone.maps().stream().filter(this::isKeptHere).toList() : List.of();
    return maps.isEmpty() ? Optional.empty() : Optional.of(new Undo(undone.call(), maps));
  }

  /// Whether all that is stored in a member is seen: its structure is not one that other drivers
  /// store in too, as they do in lists, or that the header of another directory defines, and
  /// nothing is given its address.
  private boolean isAllSeen(MemberKey member) {
    return !member.struct().isEmpty()
        && !member.struct().equals("scatterlist")
        && !facts.flow().provenance().isPassed(member)
        && (facts.flow().driver().defines(member.struct()) || isLent(member));
  }

  /// Whether a member is of a structure of the kernel that a driver fills, and does not undo as a
  /// service to others.
  private boolean isLent(MemberKey member) {
    Driver driver = facts.flow().driver();
    Body body = undone.call().body();
    String from = body.file().path();
    return driver.isKernels(member.struct(), from)
        && driver
            .file(from)
            .filter(f ->
                f.functionsMentioning(List.of(body.name())).stream()
                    .anyMatch(b -> f.exports(b.name())))
            .isEmpty();
  }

  /// What is stored where a handle is taken from: not the array that holds it, no mark that there
  /// is none, and nothing in the same member of a structure that lies elsewhere.
  private Stream<Stored> stores(Path handle) {
    return handle.last().stream()
        .flatMap(m -> facts.flow().provenance().stores(m).stream())
        .filter(s -> isNear(s.body()) && !(s.value() instanceof Expr.NumberLiteral) && !isArray(s))
        .filter(s -> places(s.body(), s.value()).noneMatch(p -> isElsewhere(p, handle)));
  }

  private boolean isNear(Body body) {
    return facts.flow().driver().linked(undone.call().body().file().path(), body.file().path());
  }

  /// Whether a pointer to handles is stored, rather than one of them.
  private boolean isArray(Stored stored) {
    boolean element = undone.call().subject().filter(Expr.Index.class::isInstance).isPresent();
    return element
        && stored.body().definitions().stream()
            .filter(d -> d.value().filter(stored.value()::equals).isPresent())
            .map(Definition::target)
            .noneMatch(Expr.Index.class::isInstance);
  }

  private Stream<Path> places(Body body, Expr value) {
    return body.definitions().stream()
        .filter(d -> d.value().filter(value::equals).isPresent())
        .flatMap(d -> facts.flow().flow().paths(body, d.target()).stream())
        .filter(p -> p.last().isPresent());
  }

  /// Whether a stored value is the handle of one of the mappings, or what a member of the kind
  /// held.
  private boolean isOfThese(Stored stored) {
    if (undone.maps().stream().anyMatch(m -> isIn(m, stored.body(), stored.value()))) {
      return true;
    }
    List<Path> from = facts.flow().provenance().of(stored.body(), stored.value());
    return !from.isEmpty()
        && from.stream().anyMatch(p -> isOfOne(p) || p.last().filter(this::isHandle).isPresent())
        && from.stream()
            .allMatch(p ->
                p.members().isEmpty()
                    ? p.root() instanceof Root.Parameter || isOfOne(p)
                    : p.last().filter(this::isStored).isPresent());
  }

  private boolean isOfOne(Path path) {
    return undone.maps().stream().anyMatch(m -> m.made(path));
  }

  private boolean isHandle(MemberKey member) {
    return handles.stream().anyMatch(h -> h.last().filter(member::equals).isPresent());
  }

  private boolean isStored(MemberKey member) {
    return isHandle(member) || !facts.flow().provenance().stores(member).isEmpty();
  }

  /// Whether what a mapping made is stored where one of the handles is taken from.
  private boolean isKeptHere(FoundCall map) {
    return handles.stream()
        .flatMap(this::stores)
        .anyMatch(s ->
            isIn(map, s.body(), s.value())
                || facts.flow().provenance().of(s.body(), s.value()).stream().anyMatch(map::made));
  }

  private static boolean isIn(FoundCall map, Body body, Expr value) {
    return map.body() == body && value.span().contains(map.call().span());
  }

  /// Whether two paths end in the same members of two structures that two members of a third hold,
  /// or that lie in structures of two kinds.
  private boolean isElsewhere(Path a, Path b) {
    int both = Math.min(a.members().size(), b.members().size());
    for (int k = 2; k <= both; k++) {
      MemberKey outer = a.members().get(a.members().size() - k);
      MemberKey other = b.members().get(b.members().size() - k);
      if (!outer.equals(other)) {
        return (k == 2 && outer.struct().equals(other.struct()))
            || (isEmbedded(outer) && isEmbedded(other));
      }
    }
    return false;
  }

  private boolean isEmbedded(MemberKey member) {
    return Home.isEmbedded(facts, undone.call().body().file().path(), member);
  }
}
