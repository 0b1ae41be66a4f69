// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.Sgdiet;
import org.sgdiet.cli.report.Json;
import tools.jackson.databind.JsonNode;

class EmulateCommandTest {
  private static final String TWO_PAGES =
      """
      {"id":3,"max_seg":65536,"bmask":4294967295,"mask_bits":64,"min_align":0,"untrusted":0,\
      "dir":1,"attrs":0,"pools":[33554432,4332716032],"el":[[0,512,0,4096],[0,514,0,100]]}
      """;

  @Test
  void aCaseGivesOneObjectOnOneLine() {
    Sgdiet.Result direct = Sgdiet.runOn(TWO_PAGES, "emulate", "-");
    assertThat(direct.err()).isEmpty();
    assertThat(direct.code()).isZero();
    assertThat(direct.out().lines()).hasSize(1);
    JsonNode answer = Json.LINE.readTree(direct.out());
    assertThat(answer.propertyNames()).containsExactly("id", "sg", "sgt", "phys", "iova");
    assertThat(answer.at("/sg/ret").asInt()).isEqualTo(2);
    assertThat(answer.at("/iova/try").asInt()).isZero();
  }

  @Test
  void theProfileDecides() {
    Sgdiet.Result merged = Sgdiet.runOn(TWO_PAGES, "emulate", "-", "--profile", "iommu");
    assertThat(Json.LINE.readTree(merged.out()).at("/sg/seg").toString()).isEqualTo("[[0,4196]]");
  }

  @Test
  void anUnknownProfileNamesThoseThereAre() {
    Sgdiet.Result result = Sgdiet.runOn(TWO_PAGES, "emulate", "-", "--profile", "iomu");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("sgdiet: 'iomu': no such profile; one of direct, ")
        .contains("iommu-untrusted");
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void malformedLinesAreNamedAndTheOthersRun(@TempDir Path directory) throws IOException {
    Path cases = directory.resolve("cases.jsonl");
    String bad = "{\"id\":1,\"dir\":1,\"el\":[[0,1,0]]}\n";
    Files.writeString(cases, TWO_PAGES + "{\"id\":\n" + bad + "[1]\n\n" + TWO_PAGES);
    Sgdiet.Result result = Sgdiet.run("emulate", cases);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out().lines()).hasSize(2);
    assertThat(result.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("sgdiet: " + cases + ":2: not a JSON object: "),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "sgdiet: "
                            + cases
                            + ":3: field 'el[0]': expected [pool, page, offset, length]"),
            line -> assertThat(line).startsWith("sgdiet: " + cases + ":4: not a JSON object: "));
  }

  @Test
  void aCaseIsExplainedAndDrawn(@TempDir Path directory) throws IOException {
    Path svg = directory.resolve("case.svg");
    Sgdiet.Result result =
        Sgdiet.runOn(
            TWO_PAGES + TWO_PAGES.replace("\"id\":3", "\"id\":4"),
            "emulate",
            "-",
            "--profile",
            "iommu",
            "--explain",
            "--case",
            "4",
            "--picture",
            svg.toString());
    assertThat(result.out())
        .startsWith("case 4\ndma_map_sg_attrs: 2 entries, 4196 bytes, TO_DEVICE\n")
        .contains("  rule 31 __finalise_sg: entry 1 joins: 4096 + 100 bytes\n")
        .doesNotContain("case 3");
    assertThat(Files.readString(svg)).startsWith("<svg ").contains("dma_map_sg returns 1");
  }

  @Test
  void anElementOutsideOfMemoryIsNamed() {
    String far = "{\"id\":1,\"pools\":[281474976710656],\"el\":[[0,0,0,8192]]}\n";
    assertThat(Sgdiet.runOn(far, "emulate", "-").err())
        .isEqualTo(
            "sgdiet: -:1: field 'el[0]': expected memory of the profile at 0x1000000000000\n");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(Sgdiet.run("emulate", "gone.jsonl").err())
        .isEqualTo("sgdiet: gone.jsonl: no such file, or unreadable; give a file of cases\n");
  }

  @Test
  void helpFitsAScreen() {
    assertThat(Sgdiet.run("emulate", "--help").out().lines()).hasSizeLessThan(24);
  }
}
