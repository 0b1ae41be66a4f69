// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
