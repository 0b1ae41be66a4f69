// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;

/// Tells whose outputs a reader reads when several functions map the same kind of list: those of
/// the mapping function that calls it, or of the one that it is called beside. Two commands of one
/// driver meet in the members of their requests, and yet neither reads what the other mapped.
final class NearerMappings {

  /// How many calls above a mapping function one is looked for that calls the reader as well.
  private static final int FARTHEST_TOGETHER = 2;

  /// How many calls above a reader that one is looked for.
  private static final int FARTHEST_ABOVE = 3;

  private final DriverFlow facts;
  private final Map<String, List<FoundCall>> byFile;
  private final Function<FoundCall, List<Path>> back;
  private final IdentityHashMap<ListUse, Above> above = new IdentityHashMap<>();

  /// @param byFile every site of the driver's directory, by file
  /// @param back where the list that a call works on comes from
  NearerMappings(
      DriverFlow facts, Map<String, List<FoundCall>> byFile, Function<FoundCall, List<Path>> back) {
    this.facts = facts;
    this.byFile = byFile;
    this.back = back;
  }

  /// What stands above a reader.
  ///
  /// @param mappings those of functions that map the list and then get to the reader by calls, or
  ///   that are called beside it
  /// @param near functions a few calls above the reader, with no such mapping on the way
  private record Above(List<FoundCall> mappings, Set<Body> near) {}

  /// Whether `use` reads what another mapping made, and not what `map` did.
  boolean isNearerTo(FoundCall map, ListUse use) {
    Above found = above.computeIfAbsent(use, this::above);
    return !found.mappings.isEmpty()
        && found.mappings.stream().noneMatch(m -> isMadeBy(m, map))
        && !isBeside(map, found.near);
  }

  /// Whether a function maps in one branch and reads in the other.
  static boolean isOnOtherBranch(FoundCall map, ListUse use) {
    return map.body() == use.body()
        && map.body().areApart(map.call().span(), use.span())
        && map.body().loops().stream()
            .noneMatch(l -> l.contains(map.call().span()) && l.contains(use.span()));
  }

  private boolean isBeside(FoundCall map, Set<Body> near) {
    return callers(map.body()).stream().anyMatch(near::contains);
  }

  /// Whether a mapping is one of the function that `map` stands in, or a call of that function.
  private boolean isMadeBy(FoundCall mapping, FoundCall map) {
    return mapping.body() == map.body()
        || facts.driver().targets(mapping.body(), mapping.call()).contains(map.body())
        || mapping.call().name().filter(map.body().name()::equals).isPresent();
  }

  private Above above(ListUse use) {
    List<FoundCall> maps = maps(use);
    List<FoundCall> mappings = new ArrayList<>();
    Set<Body> near = new LinkedHashSet<>();
    Set<Body> seen = new LinkedHashSet<>(Set.of(use.body()));
    Set<Body> edge = Set.of(use.body());
    for (int calls = 0; calls <= Consumptions.FARTHEST_HELPER; calls++) {
      Set<Body> next = new LinkedHashSet<>();
      for (Body body : edge) {
        List<FoundCall> own =
            maps.stream().filter(m -> m.body() == body && isBefore(m, use)).toList();
        mappings.addAll(own);
        if (own.isEmpty()) {
          if (calls <= FARTHEST_ABOVE) {
            near.add(body);
          }
          facts.driver().callers(body).forEach(c -> next.add(c.caller()));
        }
      }
      next.removeIf(b -> !seen.add(b));
      edge = next;
    }
    maps.stream().filter(m -> isBeside(m, near)).forEach(mappings::add);
    return new Above(mappings, near);
  }

  private List<FoundCall> maps(ListUse use) {
    List<FoundCall> maps = new ArrayList<>();
    for (DriverFile file : facts.near(use.body().file().path())) {
      byFile.getOrDefault(file.path(), List.of()).stream()
          .filter(m -> m.kernel().effect() == Effect.MAP && m.isList())
          .filter(m -> facts.meets(use, back.apply(m)))
          .forEach(maps::add);
    }
    return maps;
  }

  /// Whether control comes from a mapping to a use of the same function; a use elsewhere is in what
  /// the function calls.
  private static boolean isBefore(FoundCall map, ListUse use) {
    int mapped = map.call().span().start();
    int used = use.span().start();
    return map.body() != use.body()
        || mapped < used
        || map.body().loops().stream().anyMatch(l -> l.contains(mapped) && l.contains(used));
  }

  private Set<Body> callers(Body body) {
    Set<Body> found = new LinkedHashSet<>(Set.of(body));
    Set<Body> edge = found;
    for (int calls = 0; calls < FARTHEST_TOGETHER; calls++) {
      Set<Body> next = new LinkedHashSet<>();
      edge.forEach(b -> facts.driver().callers(b).forEach(c -> next.add(c.caller())));
      next.removeIf(b -> !found.add(b));
      edge = next;
    }
    return found;
  }
}
