// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sgdiet.cli.terminal.Paint;
import tools.jackson.databind.JsonNode;

class ScanFormatsTest {

  private static String written(Consumer<PrintStream> report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, UTF_8);
    report.accept(out);
    out.flush();
    return bytes.toString(UTF_8);
  }

  @Test
  void jsonHasTheContractsFieldsInOrder() {
    JsonNode report =
        Json.LINE.readTree(
            written(out -> JsonReport.write(ScanReports.small(), "tree", Optional.empty(), out)));
    assertThat(report.propertyNames())
        .containsExactly("schema", "tree", "sites", "findings", "unsupported", "skipped");
    assertThat(report.at("/schema").asString()).isEqualTo("sgdiet/scan/1");
    assertThat(report.at("/sites/0").toString())
        .isEqualTo(
            """
            {"file":"a b.c","line":3,"column":5,"function":"start","call":"dma_map_sg",\
            "role":"both","origin":"mmc_data","consumption":"descriptor_loop(same_function)",\
            "recipe":"R5","verdict":"assist","reason":"two arrays keyed by host_cookie",\
            "unmaps":[{"file":"a b.c","line":9,"function":"done"}],\
            "certain":[{"file":"a b.c","line":9,"function":"done"}],"syncs":[],\
            "readers":[{"use":"descriptor_loop","file":"a b.c","line":5,"function":"start"}],\
            "framework":null,"users":[]}\
            """);
    assertThat(report.at("/findings/0").toString())
        .isEqualTo(
            """
            {"rule":"failed-to-check-map-error","file":"c.c","line":7,"column":2,"function":"f",\
            "message":"the handle 'dma' is used unchecked","confidence":"high",\
            "fingerprint":"0123abcd","notes":[{"file":"c.c","line":9,"message":"used here"}],\
            "fix":{"kind":"needs-review","text":"f(x)",\
            "edits":[{"offset":32,"length":1,"replacement":"x"}]}}\
            """);
    assertThat(report.at("/unsupported/0").toString())
        .isEqualTo("{\"file\":\"c.c\",\"line\":20,\"endLine\":31,\"reason\":\"asm\"}");
  }

  @Test
  void anUnmapCarriesWhatIsKnownOfItsMapping() {
    JsonNode sites =
        Json.LINE
            .readTree(
                written(
                    out -> JsonReport.write(ScanReports.small(), "tree", Optional.empty(), out)))
            .at("/sites");
    assertThat(sites.at("/1/verdict").asString()).isEqualTo("assist");
    assertThat(sites.at("/2/verdict").isNull()).isTrue();
  }

  @Test
  void textIsInTheFormOfGcc() {
    assertThat(written(out -> TextReport.write(ScanReports.small(), new Paint(false), out)))
        .isEqualTo(
            """
            a b.c:3:5: note: dma_map_sg() in start(): list from mmc_data, read by \
            descriptor_loop(same_function); MMC data with own descriptors: \
            two arrays keyed by host_cookie [R5 assist]
            c.c:7:2: warning: the handle 'dma' is used unchecked [failed-to-check-map-error]
            c.c:9: note: used here
            c.c:7: note: write instead: f(x) [needs-review]
            c.c:20: note: not analysed up to line 31: asm
            2 files read: 3 mapping calls, 1 of a list (0 mechanical, 1 assist, 0 refuse); \
            1 finding; 1 span not analysed; 1 file skipped
            """);
  }

  @Test
  void coloursAreEscapesAroundTheSameWords() {
    String painted = written(out -> TextReport.write(ScanReports.small(), new Paint(true), out));
    String plain = written(out -> TextReport.write(ScanReports.small(), new Paint(false), out));
    assertThat(painted).contains("\033[1;35m warning: \033[0m");
    assertThat(painted.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  @Test
  void orgCountsColumnsFromZero() {
    assertThat(written(out -> OrgReport.write(ScanReports.small(), out)))
        .contains("* TODO [[view:c.c::face=ovl-face1::linb=7::colb=1::cole=1][the handle")
        .contains("* TODO [[view:a b.c::face=ovl-face1::linb=3::colb=4::cole=4][dma_map_sg: R5");
  }

  @Test
  void sarifNamesRulePlaceAndFingerprint() {
    JsonNode run =
        Json.LINE
            .readTree(written(out -> SarifReport.write(ScanReports.small().findings(), "1.0", out)))
            .at("/runs/0");
    assertThat(run.at("/tool/driver/rules/0/id").asString()).isEqualTo("failed-to-check-map-error");
    assertThat(run.at("/results/0").toString())
        .isEqualTo(
            """
            {"ruleId":"failed-to-check-map-error","level":"error",\
            "message":{"text":"the handle 'dma' is used unchecked"},"locations":[{\
            "physicalLocation":{"artifactLocation":{"uri":"c.c","uriBaseId":"%SRCROOT%"},\
            "region":{"startLine":7,"startColumn":2}},\
            "logicalLocations":[{"name":"f","kind":"function"}]}],"relatedLocations":[{\
            "physicalLocation":{"artifactLocation":{"uri":"c.c","uriBaseId":"%SRCROOT%"},\
            "region":{"startLine":9}},"message":{"text":"used here"}}],\
            "partialFingerprints":{"primaryLocationLineHash":"0123abcd"},\
            "fixes":[{"description":{"text":"write 'f(x)' (needs-review)"},"artifactChanges":[{\
            "artifactLocation":{"uri":"c.c","uriBaseId":"%SRCROOT%"},"replacements":[{\
            "deletedRegion":{"byteOffset":32,"byteLength":1},\
            "insertedContent":{"text":"x"}}]}]}]}\
            """);
  }

  @Test
  void htmlIsOnePageThatAsksForNothing() {
    String page = written(out -> ScanPage.write(ScanReports.small(), "a<b", out));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("default-src 'none'")
        .contains("Scatterlist mappings in a&lt;b")
        .contains("<article id=\"0123abcd\">")
        .contains("two arrays keyed by host_cookie")
        .contains("<code>mmc_data</code></td>", ">descriptor loop</th>")
        .contains("aria-label=\"1 assist\"")
        .contains("<dt>undone</dt><dd><code>done</code> <span class=\"place\">line 9</span></dd>")
        .doesNotContain("<script", "http://", "https://", "style=\"");
  }
}
