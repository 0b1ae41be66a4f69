// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// An unmapping or syncing call and every mapping call that it may work on.
///
/// @param maps at least one
record Undo(FoundCall call, List<FoundCall> maps) {

  /// The unmapping calls of the drivers for which a mapping call is known, in no set order.
  static List<Undo> of(DriverFacts facts) {
    return of(facts, SiteKind.UNMAP);
  }

  /// The unmapping or syncing calls of the drivers for which a mapping call is known.
  static List<Undo> of(DriverFacts facts, SiteKind kind) {
    IdentityHashMap<FoundCall, List<FoundCall>> maps = new IdentityHashMap<>();
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP) {
        for (FoundCall undo : facts.belonging(map, kind)) {
          if (reaches(map, undo)) {
            maps.computeIfAbsent(undo, _ -> new ArrayList<>()).add(map);
          }
        }
      }
    }
    return facts.calls().stream()
        .filter(maps::containsKey)
        .map(c -> new Undo(c, maps.getOrDefault(c, List.of())).ofSameBranch())
        .toList();
  }

  /// The same with those mappings alone that do not stand in the other branch of an `if` which asks
  /// what one around the call asks.
  private Undo ofSameBranch() {
    if (maps.size() == 1 || ifs(call).findAny().isEmpty()) {
      return this;
    }
    List<FoundCall> same = maps.stream().filter(m -> !isOfOtherBranch(m)).toList();
    return same.isEmpty() ? this : new Undo(call, same);
  }

  private boolean isOfOtherBranch(FoundCall map) {
    return ifs(call)
        .anyMatch(i ->
            ifs(map)
                .anyMatch(o ->
                    !(call.body().equals(map.body()) && i.span().equals(o.span()))
                        && isThen(i, call) != isThen(o, map)
                        && call.body().text(i.condition()).equals(map.body().text(o.condition()))));
  }

  private static Stream<Stmt.If> ifs(FoundCall call) {
    return call.body().statements().stream()
        .filter(s -> s instanceof Stmt.If && s.span().contains(call.call().span()))
        .map(Stmt.If.class::cast)
        .filter(s -> !s.condition().span().contains(call.call().span()));
  }

  private static boolean isThen(Stmt.If branch, FoundCall call) {
    return branch.then().span().contains(call.call().span());
  }

  /// Whether the handle of a mapping is still where an undoing of the same function takes it from:
  /// nothing else was written there on the lines between.
  private static boolean reaches(FoundCall map, FoundCall undo) {
    if (map.isList() || map.body() != undo.body()) {
      return true;
    }
    Optional<String> handle = undo.subject().map(h -> undo.body().text(h));
    return undo.body().definitions().stream()
        .filter(d -> d.span().end() <= undo.call().span().start())
        .filter(d -> handle.filter(undo.body().text(d.target())::equals).isPresent())
        .reduce((_, last) -> last)
        .flatMap(Definition::value)
        .map(v -> v instanceof Expr.Name || v.span().contains(map.call().span()))
        .orElse(true);
  }

  /// Whether all the mappings are of the function of the call.
  boolean isLocal() {
    return maps.stream().allMatch(m -> m.body() == call.body());
  }

  /// Whether all the mappings are of other functions.
  boolean isAcross() {
    return maps.stream().noneMatch(m -> m.body() == call.body());
  }

  /// The only mapping call that is undone, when it stands before the undoing in one function.
  Optional<FoundCall> ownMap() {
    return maps.size() == 1
            && maps.getFirst().body() == call.body()
            && maps.getFirst().call().span().end() <= call.call().span().start()
        ? Optional.of(maps.getFirst())
        : Optional.empty();
  }

  /// The same with those of its mappings alone that have the direction it is given, where that is
  /// known of all: a descriptor that serves both rings of a driver keeps the handles of both.
  Undo goingTheSameWay(DriverFacts facts) {
    if (maps.size() == 1) {
      return this;
    }
    Set<String> given = Directions.of(facts, call);
    List<FoundCall> same =
        maps.stream().filter(m -> !Collections.disjoint(Directions.of(facts, m), given)).toList();
    boolean isKnown = maps.stream().noneMatch(m -> Directions.of(facts, m).isEmpty());
    return isKnown && !same.isEmpty() ? new Undo(call, same) : this;
  }

  /// Where the argument of a kind stands, the whole call when there is none.
  Span at(Parameter kind) {
    return call.argument(kind).map(Expr::span).orElse(call.call().span());
  }

  /// The way from the first of the mappings to here.
  List<Note> notes(DriverFacts facts) {
    return Chain.of(facts, maps.getFirst(), call);
  }
}
