// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgdiet.runtime.api.Profile;
import org.sgdiet.runtime.api.Profiles;
import org.xml.sax.InputSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Cases that are none, that are extreme, and that are explained and drawn.
final class CaseReaderTest {
  private static final Profile IOMMU = Profiles.named("iommu").orElseThrow();

  private static CaseReader.Read read(String json) {
    return CaseReader.read(
        new JsonMapper().readValue(json, new TypeReference<Map<String, Object>>() {}));
  }

  private static MappingCase good(String json) {
    return switch (read(json)) {
      case CaseReader.Good(var mappingCase) -> mappingCase;
      case CaseReader.Bad bad -> throw new AssertionError(bad);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; id",
        "{\"id\":1}; el",
        "{\"id\":1,\"el\":[[0,0,0]]}; el[0]",
        "{\"id\":1,\"el\":[[0,0,0,4096],[2,0,0,1]]}; el[1][0]",
        "{\"id\":1,\"el\":[[0,0,0,4294967296]]}; el[0][3]",
        "{\"id\":1,\"el\":[[0,0,-1,1]]}; el[0][2]",
        "{\"id\":1,\"el\":[],\"dir\":3}; dir",
        "{\"id\":1,\"el\":[],\"bmask\":4096}; bmask",
        "{\"id\":1,\"el\":[],\"mask_bits\":0}; mask_bits",
        "{\"id\":1,\"el\":[],\"mask_bits\":65}; mask_bits",
        "{\"id\":1,\"el\":[],\"attrs\":18446744073709551616}; attrs",
        "{\"id\":1,\"el\":[],\"pools\":7}; pools",
        "{\"id\":\"1\",\"el\":[]}; id",
      })
  void aBadFieldIsNamed(String json, String field) {
    assertThat(read(json))
        .isInstanceOfSatisfying(
            CaseReader.Bad.class, bad -> assertThat(bad.field()).isEqualTo(field));
  }

  @Test
  void everyProfileAnswersExtremeCases() {
    for (Profile profile : Profiles.all()) {
      for (String el :
          List.of(
              "[]",
              "[[0,0,0,0]]",
              "[[0,0,8,0],[0,1,0,0]]",
              "[[0,0,0,1073741824]]",
              "[[0,0,0,4096],[0,0,0,4096]]")) {
        CaseResult result = CaseRunner.run(profile, good("{\"id\":5,\"dir\":1,\"el\":" + el + "}"));
        assertThat(result.fields()).containsEntry("id", 5L);
        assertThat(result.sg().isPresent() || result.bug().isPresent()).isTrue();
      }
    }
  }

  @Test
  void aMillionElementsAreOneCase() {
    MappingCase.Element page = new MappingCase.Element(0, 3, 0, 4096);
    MappingCase many =
        new MappingCase(
            1,
            65536,
            0xffff_ffffL,
            64,
            0,
            false,
            org.sgdiet.runtime.path.Direction.TO_DEVICE,
            0,
            List.of(0x240_0000L),
            Collections.nCopies(1_000_000, page));
    CaseResult result = CaseRunner.run(IOMMU, many);
    assertThat(result.sg().orElseThrow().ret()).isEqualTo(62500);
    assertThat(result.iova().orElseThrow().linked()).isEqualTo(1_000_000);
  }

  @Test
  void anElementOutsideOfMemoryIsRefused() {
    MappingCase far = good("{\"id\":1,\"pools\":[18446744073709547520],\"el\":[[0,0,0,8192]]}");
    assertThat(CaseRunner.refusal(IOMMU, far).orElseThrow().field()).isEqualTo("el[0]");
    assertThat(CaseRunner.refusal(IOMMU, good("{\"id\":1,\"el\":[[0,0,0,4096]]}"))).isEmpty();
  }

  @Test
  void anExplanationNamesTheRules() {
    MappingCase two = good("{\"id\":1,\"dir\":1,\"el\":[[0,5,0,4096],[0,9,0,100],[0,2,8,8]]}");
    assertThat(CaseExplanation.of(IOMMU, two))
        .contains(
            "dma_map_sg_attrs: 3 entries, 4204 bytes, TO_DEVICE",
            "  rule 31 __finalise_sg: entry 1 joins: 4096 + 100 bytes",
            "  rule 33 __finalise_sg: entry 2 cannot join: the one before it ended inside a granule",
            "  returns 2");
  }

  @Test
  void aPictureIsAnSvgDocument() throws Exception {
    MappingCase two = good("{\"id\":1,\"dir\":1,\"el\":[[0,5,0,4096],[0,9,0,100],[0,2,8,8]]}");
    String svg = CasePicture.of(IOMMU, two);
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1 + 3 + 2 + 2);
  }
}
