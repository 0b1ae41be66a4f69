// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.fact.MapFacts;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.Scan;
import tools.jackson.databind.JsonNode;

/// The facts against a census of a kernel that was made by other means.
///
/// `-Dcensus=FILE` names a JSON object with `map_sites`, `unmap_sites` and `sync_sites`: arrays of
/// objects with `file`, `line` and `api`, and for mappings also `origin`, `consumption` and
/// `unmaps` (`file`, `line`), in the words of the reports.
@Tag("kernel")
class CensusTest {

  private final Map<String, Map<String, Integer>> confusion = new TreeMap<>();
  private final Map<String, int[]> hits = new TreeMap<>();

  @Test
  void theFactsAgreeWithTheCensus() throws IOException {
    String file = System.getProperty("census", "");
    assumeThat(file).as("-Dcensus=FILE").isNotEmpty();
    JsonNode census = Json.LINE.readTree(Files.readString(Path.of(file)));
    List<JsonNode> labels = new ArrayList<>();
    List.of("map_sites", "unmap_sites", "sync_sites").forEach(k -> labels.addAll(list(census, k)));
    Set<String> files = new HashSet<>();
    Set<String> calls = new HashSet<>();
    Set<String> labelled = new HashSet<>();
    for (JsonNode label : labels) {
      files.add(word(label, "file"));
      calls.add(word(label, "api"));
      labelled.add(key(label));
    }
    DirectoryTree tree = DirectoryTree.of(Path.of(System.getProperty("kernel.tree", "")));
    List<Site> sites = new Scan(tree, KernelApi.builtIn(), files::contains).run().sites();
    Map<String, Site> found = new TreeMap<>();
    sites.stream().filter(s -> calls.contains(s.call())).forEach(s -> found.put(key(s), s));
    labels.forEach(l -> hit("calls", key(l), found.containsKey(key(l))));
    list(census, "map_sites")
        .forEach(l -> Optional.ofNullable(found.get(key(l))).ifPresent(s -> compare(l, s)));
    print();
    assertThat(found.keySet()).as("calls that the census does not have").isSubsetOf(labelled);
    assertThat(percent("calls")).isGreaterThanOrEqualTo(99.5);
    assertThat(percent("origin")).isGreaterThanOrEqualTo(97);
    assertThat(percent("consumption")).isGreaterThanOrEqualTo(90);
    assertThat(percent("unmaps")).isGreaterThanOrEqualTo(97);
  }

  private void compare(JsonNode label, Site site) {
    MapFacts facts = site.map().orElseThrow();
    agree("origin", label, word(label, "origin"), facts.origin().word());
    agree(
        "consumption",
        label,
        word(label, "consumption").replaceAll("\\(.*", ""),
        facts.consumption().word().replaceAll("\\(.*", ""));
    for (JsonNode unmap : list(label, "unmaps")) {
      String place = word(unmap, "file") + ":" + unmap.path("line").asInt();
      hit(
          "unmaps",
          key(label) + " " + place,
          site.unmaps().stream().anyMatch(p -> place(p).equals(place)));
    }
  }

  private void agree(String field, JsonNode label, String expected, String actual) {
    confusion
        .computeIfAbsent(field + "  " + expected + " -> " + actual, _ -> new TreeMap<>())
        .merge(key(label), 1, Integer::sum);
    hit(field, key(label) + " " + expected + " -> " + actual, expected.equals(actual));
  }

  private void hit(String field, String what, boolean hit) {
    int[] count = hits.computeIfAbsent(field, _ -> new int[2]);
    count[0] += hit ? 1 : 0;
    count[1]++;
    if (!hit) {
      System.out.println(field + ": " + what);
    }
  }

  private double percent(String field) {
    int[] count = hits.getOrDefault(field, new int[] {0, 1});
    return 100.0 * count[0] / count[1];
  }

  private void print() {
    confusion.forEach((pair, places) -> System.out.printf("%4d  %s%n", places.size(), pair));
    hits.forEach((field, n) ->
        System.out.printf("%s: %d of %d, %.1f %%%n", field, n[0], n[1], percent(field)));
  }

  private static List<JsonNode> list(JsonNode node, String field) {
    return StreamSupport.stream(node.path(field).spliterator(), false).toList();
  }

  private static String word(JsonNode node, String field) {
    return node.path(field).asString();
  }

  private static String key(JsonNode label) {
    return word(label, "file") + ":" + label.path("line").asInt() + " " + word(label, "api");
  }

  private static String key(Site site) {
    return place(site.place()) + " " + site.call();
  }

  private static String place(Place place) {
    return place.file() + ":" + place.line();
  }
}
