// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;

/// The calls that map, unmap and sync handles of one [Home]: where one of them is unlike all the
/// others, it is the one that is wrong.
final class Peers {

  private final Map<Home, List<FoundCall>> byHome = new HashMap<>();
  private final IdentityHashMap<FoundCall, Set<Home>> homes = new IdentityHashMap<>();

  private Peers(DriverFacts facts) {
    for (FoundCall call : facts.calls()) {
      if (call.kind() != SiteKind.BUILD) {
        Set<Home> own = Home.of(facts, call);
        homes.put(call, own);
        own.forEach(h -> byHome.computeIfAbsent(h, _ -> new ArrayList<>()).add(call));
      }
    }
    byHome.keySet().removeIf(h -> isFilledElse(facts, h, byHome.getOrDefault(h, List.of())));
  }

  /// Whether a handle that another mapping made is brought to a home, as that of a received page
  /// which is sent.
  private static boolean isFilledElse(DriverFacts facts, Home home, List<FoundCall> calls) {
    return facts.flow().provenance().stores(home.handle()).stream()
        .flatMap(s -> facts.flow().flow().paths(s.body(), s.value()).stream())
        .flatMap(p -> p.last().stream())
        .filter(m -> !m.equals(home.handle()))
        .flatMap(m -> facts.flow().provenance().stores(m).stream())
        .flatMap(s -> facts.flow().flow().paths(s.body(), s.value()).stream())
        .anyMatch(p ->
            facts.calls().stream()
                .anyMatch(c -> c.kind() == SiteKind.MAP && c.made(p) && !calls.contains(c)));
  }

  /// Whether an unmapping call on handles of the same member, wherever those are held, satisfies a
  /// condition.
  boolean anyAlike(FoundCall call, Predicate<FoundCall> condition) {
    return homes.getOrDefault(call, Set.of()).stream()
        .map(Home::handle)
        .anyMatch(h ->
            homes.entrySet().stream()
                .filter(e -> e.getKey().kind() == SiteKind.UNMAP)
                .filter(e -> e.getValue().stream().anyMatch(o -> o.handle().equals(h)))
                .anyMatch(e -> condition.test(e.getKey())));
  }

  /// The calls of some drivers.
  static Peers of(DriverFacts facts) {
    return facts.once(Peers.class, () -> new Peers(facts));
  }

  /// The other calls on the handles that a call works on; none when it works on handles of two
  /// kinds.
  List<FoundCall> of(FoundCall call) {
    Set<Home> own = homes.getOrDefault(call, Set.of());
    return own.size() == 1
        ? byHome.getOrDefault(own.iterator().next(), List.of()).stream()
            .filter(c -> !c.equals(call))
            .toList()
        : List.of();
  }
}
