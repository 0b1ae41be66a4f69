// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.Origin;
import org.sgdiet.analyzer.fact.Role;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.ListUse;

/// Reads of the out side of a crypto request's list where the request has only just been given to
/// the driver: in an operation of the algorithm, or in what that calls before anything that maps.
final class EarlyReads {

  private static final int DEPTH = 3;

  /// The operations that are given requests; drivers keep them in tables of their own too.
  private static final Set<String> OPERATIONS =
      Set.of("encrypt", "decrypt", "update", "final", "finup", "digest");

  private final DriverFacts facts;
  private final Set<String> mappers = new HashSet<>();

  private EarlyReads(DriverFacts facts, DriverFile file) {
    this.facts = facts;
    facts.calls().stream()
        .filter(c -> c.isList() && c.kind() == SiteKind.MAP)
        .forEach(c -> mappers.add(c.body().name()));
    for (int i = 0; i < DEPTH && !mappers.isEmpty(); i++) {
      Set<String> known = Set.copyOf(mappers);
      facts.flow().near(file.path()).forEach(f -> mappers.addAll(f.namesOfCallers(known)));
    }
  }

  /// All such reads of the drivers that map lists.
  static List<ListUse> of(DriverFacts facts) {
    List<ListUse> found = new ArrayList<>();
    facts.calls().stream()
        .filter(FoundCall::isList)
        .map(c -> c.place().file())
        .distinct()
        .flatMap(f -> facts.flow().driver().file(f).stream())
        .forEach(file -> {
          List<ListUse> uses =
              facts.flow().readersIn(file).stream()
                  .filter(u -> isOfUnmapped(facts, u) && !hasSites(facts, u.body()))
                  .toList();
          if (!uses.isEmpty()) {
            EarlyReads reads = new EarlyReads(facts, file);
            uses.stream().filter(u -> reads.isEarly(u.body())).forEach(found::add);
          }
        });
    return found;
  }

  /// Whether a use reads the out side of a list that comes unmapped, and its function writes none.
  static boolean isOfUnmapped(DriverFacts facts, ListUse use) {
    return use.readsOutput()
        && use.effect() == Effect.ACCESS
        && facts.flow().back(use).stream()
            .flatMap(p -> p.last().stream())
            .anyMatch(m ->
                facts
                    .flow()
                    .api()
                    .origin(m.struct(), m.field())
                    .filter(o -> o == Origin.CRYPTO_REQ)
                    .isPresent())
        && facts.flow().uses().in(use.body()).stream()
            .noneMatch(u -> u.writes() && u.side() == Role.OUTPUT);
  }

  private static boolean hasSites(DriverFacts facts, Body body) {
    return facts.calls().stream().anyMatch(c -> c.body() == body && c.isList());
  }

  /// Whether a function runs before anything maps: an operation of an algorithm, or called by such
  /// ones alone, each time before what maps.
  private boolean isEarly(Body body) {
    List<CallSite> callers = facts.flow().driver().callers(body);
    return isOperation(body)
        ? callers.isEmpty()
        : !callers.isEmpty()
            && callers.stream().allMatch(c -> isOperation(c.caller()) && mapsNothingBefore(c));
  }

  private boolean mapsNothingBefore(CallSite call) {
    boolean maps =
        facts.calls().stream()
            .filter(m -> m.body() == call.caller() && m.isList() && m.kind() == SiteKind.MAP)
            .anyMatch(m -> m.call().span().start() < call.call().span().start());
    return !maps
        && call.caller().calls().stream()
            .filter(c -> c.span().end() <= call.call().span().start())
            .flatMap(c -> c.name().stream())
            .noneMatch(mappers::contains);
  }

  private boolean isOperation(Body body) {
    return facts.flow().driver().tablesWith(body).stream()
        .anyMatch(t -> OPERATIONS.contains(t.field()));
  }
}
