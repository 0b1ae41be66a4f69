// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.DriverFile;
import org.sgdiet.analyzer.model.flow.Path;

/// Whether all unmaps of a driver are known to be of this or that mapping, so that one which none
/// was shown to undo is undone by none.
final class KnownUnmaps {

  /// What is undone by calls of one name.
  private enum Kind {
    LIST,
    RESOURCE,
    BUFFER
  }

  private KnownUnmaps() {}

  /// Whether each unmap in the driver that could undo `map` by its kind was shown to belong to it
  /// or to another mapping.
  static boolean cover(DriverFacts facts, FoundCall map) {
    return areOfOthers(others(facts, map), facts, map);
  }

  private record Functions(Set<String> names) {}

  /// The functions each of whose unmaps was shown to belong to some mapping, and that call nothing
  /// else which may make one: they undo those mappings and no others.
  static Set<String> functions(DriverFacts facts) {
    return facts.once(Functions.class, () -> new Functions(find(facts))).names();
  }

  private static Set<String> find(DriverFacts facts) {
    Set<FoundCall> known =
        facts.calls().stream()
            .filter(m -> m.kind() == SiteKind.MAP)
            .flatMap(m -> facts.belonging(m, SiteKind.UNMAP).stream())
            .collect(
                Collectors.toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
    Map<Body, List<FoundCall>> unmaps =
        facts.calls().stream()
            .filter(u -> u.kind() == SiteKind.UNMAP)
            .collect(Collectors.groupingBy(FoundCall::body));
    return unmaps.entrySet().stream()
        .filter(e -> known.containsAll(e.getValue()))
        .map(Map.Entry::getKey)
        .filter(b ->
            b.calls().stream()
                .flatMap(c -> c.name().stream())
                .filter(n -> n.contains("unmap"))
                .allMatch(facts.flow().api()::knows))
        .map(Body::name)
        .collect(Collectors.toSet());
  }

  /// The same, where besides no unmap of another mapping takes its handle from a structure like the
  /// one that keeps the handle of `map`: members of a union, and what a function of the driver
  /// stores, are not told apart.
  static boolean coverApart(DriverFacts facts, FoundCall map) {
    List<FoundCall> others = others(facts, map);
    return areOfOthers(others, facts, map)
        && (others.isEmpty() || (isApart(others, facts, map) && !isPassed(facts, map)));
  }

  private static boolean isApart(List<FoundCall> others, DriverFacts facts, FoundCall map) {
    Body body = map.body();
    Set<String> kept =
        body.definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .flatMap(d -> facts.flow().flow().paths(body, d.target()).stream())
            .flatMap(KnownUnmaps::structs)
            .collect(Collectors.toSet());
    return others.stream()
        .flatMap(u -> u.values(facts.flow().flow()).stream())
        .flatMap(KnownUnmaps::structs)
        .noneMatch(kept::contains);
  }

  private static Stream<String> structs(Path path) {
    return path.members().stream().map(MemberKey::struct).filter(s -> !s.isEmpty());
  }

  /// Whether a function of the driver is given the handle.
  private static boolean isPassed(DriverFacts facts, FoundCall map) {
    Body body = map.body();
    Set<String> handles =
        body.definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .map(d -> body.text(d.target()))
            .collect(Collectors.toSet());
    return body.calls().stream()
        .filter(c -> c.args().stream().anyMatch(a -> handles.contains(body.text(a))))
        .anyMatch(c -> !facts.flow().driver().targets(body, c).isEmpty());
  }

  /// The unmaps in the driver that could undo `map` by their kind, and were not shown to.
  private static List<FoundCall> others(DriverFacts facts, FoundCall map) {
    Set<String> paths =
        facts.flow().near(map.body().file().path()).stream()
            .map(DriverFile::path)
            .collect(Collectors.toSet());
    List<FoundCall> own = facts.belonging(map, SiteKind.UNMAP);
    return facts.calls().stream()
        .filter(u -> u.kind() == SiteKind.UNMAP && kind(u) == kind(map))
        .filter(u -> paths.contains(u.body().file().path()) && !own.contains(u))
        .toList();
  }

  private static Kind kind(FoundCall call) {
    boolean resource = call.kernel().name().endsWith("_resource");
    return call.isList() ? Kind.LIST : resource ? Kind.RESOURCE : Kind.BUFFER;
  }

  private static boolean areOfOthers(List<FoundCall> unmaps, DriverFacts facts, FoundCall map) {
    return unmaps.stream().allMatch(u -> isOfAnother(facts, map, u));
  }

  private static boolean isOfAnother(DriverFacts facts, FoundCall map, FoundCall unmap) {
    return facts.calls().stream()
        .anyMatch(m ->
            m.kind() == SiteKind.MAP
                && !m.equals(map)
                && facts.belonging(m, SiteKind.UNMAP).contains(unmap));
  }
}
