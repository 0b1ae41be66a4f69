// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.sgdiet.cli.Sgdiet;
import org.sgdiet.cli.report.Json;
import tools.jackson.databind.JsonNode;

/// What `rewrite` counts and refuses.
class RewriteCommandTest {

  @Test
  void theTableCountsWhatTheJsonLists() {
    JsonNode json = json();
    Sgdiet.Result table =
        Sgdiet.run("rewrite", Sgdiet.TREE, "--dialect", "upstream", "--format", "table");
    List<String> lines = table.out().lines().toList();
    assertThat(lines.getFirst().split(" +"))
        .containsExactly(
            "dialect",
            "recipe",
            "count",
            "of",
            "proved",
            "dearer",
            "not-executable",
            "differs",
            "assist",
            "refuse");
    assertThat(lines.get(lines.size() - 2).split(" +"))
        .containsExactly(
            "upstream",
            "all",
            "rewrites",
            count(json, "proposals", "verdict", "proved"),
            "0",
            count(json, "proposals", "verdict", "not-executable"),
            count(json, "proposals", "verdict", "differs"),
            "0",
            "0");
    assertThat(lines.getLast().split(" +"))
        .containsExactly(
            "upstream",
            "all",
            "sites",
            String.valueOf(
                StreamSupport.stream(json.get("proposals").spliterator(), false)
                    .flatMap(p -> StreamSupport.stream(p.get("sites").spliterator(), false))
                    .map(JsonNode::asString)
                    .distinct()
                    .count()),
            "0",
            "0",
            "0",
            count(json, "refusals", "kind", "assist"),
            count(json, "refusals", "kind", "refuse"));
  }

  /// acme_nand_xfer() keeps the mapped count and what it waits for in one `ret`.
  @Test
  void noRewriteOfTheShippedTreeIsWrong() {
    JsonNode json = json();
    assertThat(count(json, "proposals", "verdict", "differs")).isEqualTo("0");
    assertThat(count(json, "proposals", "verdict", "proved")).isEqualTo("8");
  }

  @Test
  void thePageShowsEachDiffWithItsEvidence() {
    String page = Sgdiet.run("rewrite", Sgdiet.TREE, "--format", "html").out();
    assertThat(page)
        .contains(">proved</span>", " runs on ", "IOTLB syncs", "<span class=\"ins\">+")
        .contains("<h2 id=\"refusals\">Why not</h2>")
        .doesNotContain("<script", "style=\"");
  }

  @Test
  void aTableIsNotWritten() {
    Sgdiet.Result result = Sgdiet.run("rewrite", Sgdiet.TREE, "--format", "table", "--write");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("a table only counts");
  }

  private static JsonNode json() {
    Sgdiet.Result result = Sgdiet.run("rewrite", Sgdiet.TREE, "--format", "json");
    assertThat(result.code()).isZero();
    return Json.LINE.readTree(result.out());
  }

  private static String count(JsonNode json, String list, String field, String word) {
    return String.valueOf(
        StreamSupport.stream(json.get(list).spliterator(), false)
            .filter(e -> e.get(field).asString().equals(word))
            .count());
  }
}
