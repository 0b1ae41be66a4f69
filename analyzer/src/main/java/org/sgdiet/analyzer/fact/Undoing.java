// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// Finds the calls that undo or sync a mapping: those whose list, handle or state may be the mapped
/// one, in the same function, in a completion or cleanup function, or in another file of the
/// driver.
final class Undoing {

  private final DriverFlow facts;
  private final Map<String, List<FoundCall>> byFile;
  private final IdentityHashMap<FoundCall, List<Path>> back = new IdentityHashMap<>();

  /// @param byFile every site of the driver's directory, by file
  Undoing(DriverFlow facts, Map<String, List<FoundCall>> byFile) {
    this.facts = facts;
    this.byFile = byFile;
  }

  /// The places of the calls of a kind that belong to `map`, sorted.
  List<Place> of(FoundCall map, SiteKind kind) {
    return calls(map, kind).stream().map(FoundCall::place).distinct().sorted().toList();
  }

  /// The calls of a kind that belong to `map`, in the order of the driver's files.
  List<FoundCall> calls(FoundCall map, SiteKind kind) {
    List<FoundCall> calls = new ArrayList<>();
    for (DriverFile file : facts.near(map.body().file().path())) {
      for (FoundCall other : byFile.getOrDefault(file.path(), List.of())) {
        if (other.kind() == kind && family(other) == family(map) && belongs(map, other)) {
          calls.add(other);
        }
      }
    }
    return calls;
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
      case STATE ->
          map.values(facts.flow()).stream()
              .anyMatch(p -> other.values(facts.flow()).stream().anyMatch(p::meets));
    };
  }

  /// Whether a buffer's handle is stored where the other call reads it.
  private boolean sameHandle(FoundCall map, FoundCall other) {
    Set<Path> read = other.values(facts.flow());
    return target(map).map(t -> facts.flow().paths(map.body(), t)).orElse(Set.of()).stream()
            .anyMatch(p -> read.stream().anyMatch(r -> r.meets(p) || cameFrom(r, map)))
        || read.stream().anyMatch(r -> cameFrom(r, map));
  }

  private static boolean cameFrom(Path path, FoundCall map) {
    return path.root() instanceof Root.Result(Body body, Span call, String _)
        && body == map.body()
        && call.equals(map.call().span());
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
