// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.call.Mention;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// Tells whose mapping a function reads or undoes when several functions map the same kind of list:
/// that of the mapping function that calls it, or of the one that it is called beside. Two commands
/// of one driver meet in the members of their requests, and yet neither works on what the other
/// mapped.
final class NearerMappings {

  /// How many calls above a mapping function one is looked for that calls the user as well.
  private static final int FARTHEST_TOGETHER = 2;

  /// How many calls above a user of the list that one is looked for.
  private static final int FARTHEST_ABOVE = 3;

  private static final Set<String> DIRECTIONS =
      Set.of("DMA_TO_DEVICE", "DMA_FROM_DEVICE", "DMA_BIDIRECTIONAL");

  private final DriverFlow facts;
  private final InPlace inPlace;
  private final Map<String, List<FoundCall>> byFile;
  private final Function<FoundCall, List<Path>> back;
  private final IdentityHashMap<Object, Above> above = new IdentityHashMap<>();
  private final IdentityHashMap<FoundCall, Map<Body, Set<Span>>> aboveMaps =
      new IdentityHashMap<>();

  /// @param byFile every site of the driver's directory, by file
  /// @param back where the list that a call works on comes from
  NearerMappings(
      DriverFlow facts, Map<String, List<FoundCall>> byFile, Function<FoundCall, List<Path>> back) {
    this.facts = facts;
    this.inPlace = new InPlace(facts);
    this.byFile = byFile;
    this.back = back;
  }

  /// A place that works on a list.
  ///
  /// @param later whether it may come when the mapping function has long returned, in a function
  ///   that was passed on to be called then
  /// @param direction the constant that it names as the direction of the mapping
  private record User(
      Body body, Span span, List<Path> back, boolean later, Optional<String> direction) {

    /// Whether a mapping was made for another direction than the one that is named.
    boolean isForAnother(FoundCall map) {
      return direction.isPresent()
          && named(map).filter(d -> !d.equals(direction.get())).isPresent();
    }
  }

  private static Optional<String> named(FoundCall call) {
    return call.argument(Parameter.DIRECTION)
        .flatMap(d ->
            d instanceof Expr.Name(String id, _) && DIRECTIONS.contains(id)
                ? Optional.of(id)
                : Optional.empty());
  }

  /// What stands above a user.
  ///
  /// @param mappings those of functions that map the list and then get to the user by calls, or
  ///   that are called beside it
  /// @param near functions a few calls above the user, with no such mapping on the way
  /// @param modules the files of the mappings of such a list in the module of the user
  private record Above(List<FoundCall> mappings, Set<Body> near, Set<String> modules) {}

  /// Whether `use` reads what another mapping made, and not what `map` did.
  boolean isNearerTo(FoundCall map, ListUse use) {
    return isNearerTo(
        map,
        above.computeIfAbsent(
            use,
            _ ->
                above(new User(use.body(), use.span(), facts.back(use), false, Optional.empty()))));
  }

  /// Whether a list that is handed on in `body` is what another mapping made, and not what `map`
  /// did.
  boolean isNearerTo(FoundCall map, Body body, Expr list) {
    return isNearerTo(
        map,
        above.computeIfAbsent(
            list,
            _ ->
                above(
                    new User(
                        body,
                        list.span(),
                        facts.provenance().of(body, list),
                        false,
                        Optional.empty()))));
  }

  /// Whether `undo` undoes what another mapping made, and not what `map` did.
  boolean isNearerTo(FoundCall map, FoundCall undo) {
    Body body = undo.body();
    Span at = undo.call().span();
    User user = new User(body, at, back.apply(undo), true, named(undo));
    return isNearerTo(map, above.computeIfAbsent(undo, _ -> above(user)))
        || isOnOtherWay(map, body, at)
        || (user.isForAnother(map) && hasOwn(user, undo));
  }

  /// Whether a mapping of the direction that an undoing names may be its own, by the branches that
  /// the two stand in: else it is that direction which may be wrong.
  private boolean hasOwn(User user, FoundCall undo) {
    return maps(user).stream()
        .anyMatch(m ->
            undo.subject()
                .filter(s -> inPlace.contradicts(m, user.body(), user.span(), s))
                .isEmpty());
  }

  /// Whether no way through the mapping function, or through one that calls it, comes by both the
  /// mapping and a place in that function.
  boolean isOnOtherWay(FoundCall map, Body body, Span at) {
    Set<Span> mapped = above(map).getOrDefault(body, Set.of());
    return !mapped.isEmpty()
        && mapped.stream().noneMatch(m -> facts.leads(body, m, at) || facts.leads(body, at, m));
  }

  private boolean isNearerTo(FoundCall map, Above found) {
    return isOfAnotherModule(map, found.modules)
        || (!found.mappings.isEmpty()
            && found.mappings.stream().noneMatch(m -> isMadeBy(m, map))
            && !isBeside(map, found.near));
  }

  /// Whether the module of a user maps such lists itself, and is not the one of `map`.
  private boolean isOfAnotherModule(FoundCall map, Set<String> modules) {
    String file = map.body().file().path();
    return !DriverFile.isHeader(file)
        && !modules.isEmpty()
        && modules.stream().noneMatch(m -> facts.driver().sameModule(m, file));
  }

  private boolean isBeside(FoundCall map, Set<Body> near) {
    return above(map).keySet().stream().anyMatch(near::contains);
  }

  /// Whether a mapping is one of the function that `map` stands in, or a call of that function.
  private boolean isMadeBy(FoundCall mapping, FoundCall map) {
    return mapping.body() == map.body()
        || facts.driver().targets(mapping.body(), mapping.call()).contains(map.body())
        || mapping.call().name().filter(map.body().name()::equals).isPresent();
  }

  private Above above(User use) {
    List<FoundCall> maps = maps(use);
    List<FoundCall> mappings = new ArrayList<>();
    Set<Body> near = new LinkedHashSet<>();
    Set<Body> seen = new LinkedHashSet<>(Set.of(use.body()));
    Map<Body, Set<Span>> edge = Map.of(use.body(), Set.of(use.span()));
    for (int calls = 0; calls <= Readers.FARTHEST_HELPER; calls++) {
      Map<Body, Set<Span>> next = new LinkedHashMap<>();
      for (Map.Entry<Body, Set<Span>> at : edge.entrySet()) {
        Body body = at.getKey();
        List<FoundCall> own =
            maps.stream().filter(m -> mapsBefore(body, m, at.getValue())).toList();
        mappings.addAll(own);
        if (own.isEmpty()) {
          if (calls <= FARTHEST_ABOVE) {
            near.add(body);
          }
          addCallers(body, next);
          if (use.later()) {
            addRegistrations(body, next);
          }
        }
      }
      next.keySet().removeIf(b -> !seen.add(b));
      edge = next;
    }
    maps.stream().filter(m -> isBeside(m, near)).forEach(mappings::add);
    String file = use.body().file().path();
    Set<String> modules =
        maps.stream()
            .map(m -> m.body().file().path())
            .filter(m -> facts.driver().sameModule(m, file))
            .collect(Collectors.toSet());
    return new Above(mappings, near, modules);
  }

  /// Whether a function maps the list, itself or in what it calls, before it comes to the places
  /// that lead to a user.
  private boolean mapsBefore(Body body, FoundCall map, Set<Span> places) {
    return above(map).getOrDefault(body, Set.of()).stream()
        .anyMatch(m -> places.stream().anyMatch(p -> !p.equals(m) && facts.leads(body, m, p)));
  }

  private void addCallers(Body body, Map<Body, Set<Span>> into) {
    for (CallSite site : facts.driver().callers(body)) {
      into.computeIfAbsent(site.caller(), _ -> new LinkedHashSet<>()).add(site.call().span());
    }
  }

  /// Adds the functions that pass `body` on to be called later.
  private void addRegistrations(Body body, Map<Body, Set<Span>> into) {
    for (Body by : facts.driver().functions(Mention.VALUE, body.name())) {
      if (!by.declares(body.name()) && (by.file() == body.file() || !body.function().isStatic())) {
        by.expressions().stream()
            .filter(e -> e instanceof Expr.Name(String id, _) && id.equals(body.name()))
            .forEach(e -> into.computeIfAbsent(by, _ -> new LinkedHashSet<>()).add(e.span()));
      }
    }
  }

  private List<FoundCall> maps(User use) {
    List<FoundCall> maps = new ArrayList<>();
    for (DriverFile file : facts.near(use.body().file().path())) {
      byFile.getOrDefault(file.path(), List.of()).stream()
          .filter(m -> m.kernel().effect() == Effect.MAP && m.isList() && !use.isForAnother(m))
          .filter(m -> facts.provenance().meet(use.back(), back.apply(m)))
          .forEach(maps::add);
    }
    return maps;
  }

  /// The mapping function and the functions a few calls above it, with the places where they get to
  /// the mapping.
  private Map<Body, Set<Span>> above(FoundCall map) {
    Map<Body, Set<Span>> known = aboveMaps.get(map);
    if (known == null) {
      known = new LinkedHashMap<>(Map.of(map.body(), Set.of(map.call().span())));
      Map<Body, Set<Span>> edge = known;
      for (int calls = 0; calls < FARTHEST_TOGETHER; calls++) {
        Map<Body, Set<Span>> next = new LinkedHashMap<>();
        edge.keySet().forEach(b -> addCallers(b, next));
        next.keySet().removeAll(known.keySet());
        known.putAll(next);
        edge = next;
      }
      aboveMaps.put(map, known);
    }
    return known;
  }
}
