// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;

/// The calls that map, unmap and sync handles of one [Home]: where one of them is unlike all the
/// others, it is the one that is wrong.
final class Peers {

  private final DriverFacts facts;
  private final Map<MemberKey, List<FoundCall>> byHandle = new HashMap<>();
  private final IdentityHashMap<FoundCall, Set<MemberKey>> handles = new IdentityHashMap<>();
  private final IdentityHashMap<FoundCall, Set<Home>> homes = new IdentityHashMap<>();

  private Peers(DriverFacts facts) {
    this.facts = facts;
    for (FoundCall call : facts.calls()) {
      if (call.kind() != SiteKind.BUILD) {
        Set<MemberKey> own = Home.handles(facts, call);
        handles.put(call, own);
        own.forEach(h -> byHandle.computeIfAbsent(h, _ -> new ArrayList<>()).add(call));
      }
    }
  }

  /// Whether any call on handles of the same member, wherever those are held, satisfies a
  /// condition.
  boolean anyAlike(FoundCall call, Predicate<FoundCall> condition) {
    return handles.getOrDefault(call, Set.of()).stream()
        .flatMap(h -> byHandle.getOrDefault(h, List.of()).stream())
        .anyMatch(condition);
  }

  /// The calls of some drivers.
  static Peers of(DriverFacts facts) {
    return facts.once(Peers.class, () -> new Peers(facts));
  }

  /// The other calls on the handles that a call works on; none when it works on handles of two
  /// kinds.
  List<FoundCall> of(FoundCall call) {
    Set<Home> own = homes(call);
    if (own.size() != 1) {
      return List.of();
    }
    Home home = own.iterator().next();
    List<FoundCall> all =
        byHandle.getOrDefault(home.handle(), List.of()).stream()
            .filter(c -> homes(c).stream().anyMatch(home::isLike))
            .toList();
    return isFilledElse(home, all) || isFilledByOther(home)
        ? List.of()
        : all.stream().filter(c -> !c.equals(call)).toList();
  }

  /// Whether a handle that another mapping made is brought to a home, as that of a received page
  /// which is sent.
  private boolean isFilledElse(Home home, List<FoundCall> calls) {
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

  /// Whether a function of the driver maps, and gives the handle back to be kept there.
  private boolean isFilledByOther(Home home) {
    return facts.flow().provenance().stores(home.handle()).stream()
        .flatMap(s -> facts.flow().provenance().of(s.body(), s.value()).stream())
        .anyMatch(p ->
            facts.calls().stream()
                .filter(c -> c.kind() == SiteKind.MAP && c.made(p))
                .anyMatch(c -> handles.getOrDefault(c, Set.of()).isEmpty()));
  }

  private Set<Home> homes(FoundCall call) {
    return homes.computeIfAbsent(call, c -> Home.of(facts, c));
  }
}
