// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.Expr;

/// Finds the calls that undo or sync a mapping: those whose list, handle or state may be the mapped
/// one, in the same function, in a completion or cleanup function, or in another file of the
/// driver.
final class Undoing {

  private final DriverFlow facts;
  private final Map<String, List<FoundCall>> byFile;
  private final Apart apart;
  private final NearerMappings nearer;
  private final IdentityHashMap<FoundCall, List<Path>> back = new IdentityHashMap<>();
  private final IdentityHashMap<FoundCall, Boolean> ownUndone = new IdentityHashMap<>();

  /// @param byFile every site of the driver's directory, by file
  Undoing(DriverFlow facts, Map<String, List<FoundCall>> byFile) {
    this.facts = facts;
    this.byFile = byFile;
    this.apart = new Apart(facts);
    this.nearer = new NearerMappings(facts, byFile, this::back);
  }

  /// The calls of a kind that belong to `map`, in the order of the driver's files.
  List<FoundCall> calls(FoundCall map, SiteKind kind) {
    List<FoundCall> calls = new ArrayList<>();
    for (DriverFile file : facts.near(map.body().file().path())) {
      others(map, kind, file.path())
          .filter(o -> belongs(map, o) && !(o.body() != map.body() && undoesItsOwn(o)))
          .filter(o -> family(map) != Family.LIST || !isApart(map, o))
          .forEach(calls::add);
    }
    return family(map) == Family.LIST ? nearest(map, calls) : calls;
  }

  private boolean isApart(FoundCall map, FoundCall other) {
    return other
        .subject()
        .filter(s -> apart.is(map, other.body(), other.call().span(), s))
        .isPresent();
  }

  /// Those of some calls that belong to `map` rather than to another mapping of such a list; all of
  /// them where each is nearer to another one: a mapping is made to be undone.
  private List<FoundCall> nearest(FoundCall map, List<FoundCall> calls) {
    List<FoundCall> own = calls.stream().filter(o -> !nearer.isNearerTo(map, o)).toList();
    return own.isEmpty() ? calls : own;
  }

  /// Whose list a place works on.
  NearerMappings nearer() {
    return nearer;
  }

  /// The unmaps that may undo `map`: those of its list, whatever mapping they were written for, and
  /// those of the same file whose list has the same name or is another list of the same structure.
  /// What a reader would look at.
  List<Place> likely(FoundCall map) {
    return Stream.concat(
            facts.near(map.body().file().path()).stream()
                .flatMap(f -> others(map, SiteKind.UNMAP, f.path()))
                .filter(o -> belongs(map, o))
                .map(FoundCall::place),
            others(map, SiteKind.UNMAP, map.body().file().path())
                .filter(o -> family(map) == Family.LIST && likely(map, o))
                .map(FoundCall::place))
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<FoundCall> others(FoundCall map, SiteKind kind, String file) {
    return byFile.getOrDefault(file, List.of()).stream()
        .filter(o -> o.kind() == kind && family(o) == family(map));
  }

  /// Whether a call stands behind a mapping of the same list in its own function: then it is that
  /// one it undoes, and not one of another function.
  private boolean undoesItsOwn(FoundCall other) {
    Boolean known = ownUndone.get(other);
    if (known == null) {
      known =
          byFile.getOrDefault(other.body().file().path(), List.of()).stream()
              .anyMatch(m ->
                  m.kind() == SiteKind.MAP
                      && m.body() == other.body()
                      && m.call().span().start() < other.call().span().start()
                      && family(m) == family(other)
                      && belongs(m, other));
      ownUndone.put(other, known);
    }
    return known;
  }

  private boolean likely(FoundCall map, FoundCall other) {
    Optional<String> name = map.subject().flatMap(Undoing::lastName);
    return (name.isPresent() && name.equals(other.subject().flatMap(Undoing::lastName)))
        || structs(map).stream().anyMatch(structs(other)::contains);
  }

  /// The structs of other subsystems that the list is a member of.
  private Set<String> structs(FoundCall found) {
    Set<String> structs = new LinkedHashSet<>();
    for (Path path : back(found)) {
      path.last()
          .filter(m -> facts.api().origin(m.struct(), m.field()).isPresent())
          .ifPresent(m -> structs.add(m.struct()));
    }
    return structs;
  }

  /// The name a list goes by, the member of a table that holds it apart.
  private static Optional<String> lastName(Expr list) {
    return switch (list) {
      case Expr.Name(String id, _) -> Optional.of(id);
      case Expr.Member(Expr base, _, String field, _, _) ->
          field.equals("sgl") ? lastName(base) : Optional.of(field);
      case Expr.Unary(_, Expr operand, _) -> lastName(operand);
      case Expr.Index(Expr base, _, _) -> lastName(base);
      default -> Optional.empty();
    };
  }

  /// Where the list that a call works on comes from, nearest first.
  List<Path> back(FoundCall found) {
    List<Path> known = back.get(found);
    if (known == null) {
      known = facts.provenance().back(found.values(facts.flow()), found.body());
      back.put(found, known);
    }
    return known;
  }

  private boolean belongs(FoundCall map, FoundCall other) {
    return switch (family(map)) {
      case LIST -> facts.provenance().meet(back(map), back(other));
      case HANDLE -> sameHandle(map, other);
      case STATE -> facts.provenance().meet(state(map), state(other));
    };
  }

  /// Where the state of a staged mapping comes from; the request when a call names no state.
  private List<Path> state(FoundCall found) {
    return found
        .argument(Parameter.STATE)
        .map(s -> facts.provenance().of(found.body(), s))
        .orElseGet(() -> back(found));
  }

  /// Whether a buffer's handle is stored where the other call reads it, or gets there.
  private boolean sameHandle(FoundCall map, FoundCall other) {
    Set<Path> read = other.values(facts.flow());
    return target(map).map(t -> facts.flow().paths(map.body(), t)).orElse(Set.of()).stream()
            .anyMatch(p -> read.stream().anyMatch(p::meets))
        || back(other).stream().anyMatch(map::made);
  }

  private static Optional<Expr> target(FoundCall map) {
    return map.body().definitions().stream()
        .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
        .map(Definition::target)
        .findFirst();
  }

  private enum Family {
    LIST,
    HANDLE,
    STATE
  }

  private static Family family(FoundCall found) {
    Subject subject = found.kernel().subject();
    return switch (subject) {
      case LIST, TABLE, COMMAND, ENTRY, VEC, INPUT, OUTPUT, COUNT, SIZE, DIRECTION -> Family.LIST;
      case SINGLE, PAGE, PHYS, RESOURCE, HANDLE -> Family.HANDLE;
      case IOVA, REQUEST -> Family.STATE;
    };
  }
}
