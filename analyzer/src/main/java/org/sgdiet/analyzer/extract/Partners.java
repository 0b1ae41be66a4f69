// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.extract.Extraction.Partner;
import org.sgdiet.analyzer.fact.Argument;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.SourceTree;

/// The functions that undo the mappings of another function: those with an unmapping call for what
/// it maps, as the facts of the tree have it.
public final class Partners {

  private static final Set<String> DIRECTIONS =
      Set.of("DMA_TO_DEVICE", "DMA_FROM_DEVICE", "DMA_BIDIRECTIONAL");

  private final Map<String, List<Site>> maps;
  private final Set<String> mappers;

  private Partners(Collection<Site> sites) {
    this.maps =
        sites.stream()
            .filter(s -> s.kind() == SiteKind.MAP)
            .collect(
                Collectors.groupingBy(
                    s -> key(s.file(), s.function()), LinkedHashMap::new, Collectors.toList()));
    this.mappers = new HashSet<>(maps.keySet());
  }

  /// The partners among the sites of a scan.
  public static Partners of(Collection<Site> sites) {
    return new Partners(sites);
  }

  /// The partners in a small tree, which is scanned for them.
  public static Partners in(SourceTree tree) {
    return of(new Scan(tree, KernelApi.builtIn()).ofSites().run().sites());
  }

  /// The functions that undo what `function` of `file` maps and does not map itself, the likeliest
  /// first: those shown to unmap what was mapped before those that may, and those for more of its
  /// mappings before those for fewer.
  List<Partner> of(String file, String function) {
    List<Site> mapped = maps.getOrDefault(key(file, function), List.of());
    return Stream.of(
            ranked(mapped.stream().flatMap(s -> others(s.certain(), s))),
            ranked(mapped.stream().flatMap(s -> others(s.unmaps(), s))))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /// Whether a function maps something itself.
  boolean isMapper(Partner p) {
    return mappers.contains(key(p.path(), p.function()));
  }

  /// Those of `partners` that may undo mappings of more than one direction, as the facts have it:
  /// transmit and receive rings often share their structures.
  Set<Partner> ofSeveralDirections(List<Partner> partners) {
    return partners.stream()
        .filter(p ->
            maps.values().stream()
                    .flatMap(List::stream)
                    .filter(s -> s.unmaps().stream().anyMatch(u -> isAt(p, u)))
                    .map(Partners::direction)
                    .distinct()
                    .limit(2)
                    .count()
                > 1)
        .collect(Collectors.toSet());
  }

  private static boolean isAt(Partner p, Place place) {
    return place.file().equals(p.path()) && place.function().equals(p.function());
  }

  /// The argument that names a direction; empty where the call has none or a variable.
  private static String direction(Site map) {
    return map.args().stream()
        .map(Argument::text)
        .filter(DIRECTIONS::contains)
        .findFirst()
        .orElse("");
  }

  private Stream<Partner> others(List<Place> unmaps, Site map) {
    return unmaps.stream()
        .filter(p -> !mappers.contains(key(p.file(), p.function())))
        .filter(p -> !p.function().equals(map.function()) || !p.file().equals(map.file()))
        .map(p -> new Partner(p.file(), p.function()))
        .distinct();
  }

  private static List<Partner> ranked(Stream<Partner> partners) {
    Map<Partner, Long> times =
        partners.collect(Collectors.groupingBy(p -> p, LinkedHashMap::new, Collectors.counting()));
    return times.entrySet().stream()
        .sorted(Map.Entry.<Partner, Long>comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String key(String file, String function) {
    return file + ":" + function;
  }
}
