// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgdiet.runtime.api.Profiles;
import org.sgdiet.runtime.campaign.Campaign;
import org.sgdiet.runtime.campaign.Shapes;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.ProgramParser;

class MutationAuditTest {

  private static final Campaign SMALL =
      new Campaign(
          List.of(
              Profiles.named("direct").orElseThrow(),
              Profiles.named("x86-intel-strict").orElseThrow(),
              Profiles.named("swiotlb-force").orElseThrow()),
          List.of(Shapes.ONE_PAGE, Shapes.SCATTERED, Shapes.UNALIGNED, Shapes.HIGH, Shapes.MANY));

  private static Program program(String name) throws IOException {
    try (InputStream in = MutationAuditTest.class.getResourceAsStream("/programs/" + name)) {
      assertThat(in).as(name).isNotNull();
      return ProgramParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// program, number of mutants
  @ParameterizedTest
  @CsvSource({"list-descriptors.txt, 20", "single-buffer.txt, 7", "batch.txt, 6"})
  void noMistakeSurvives(String name, int mutants) throws IOException {
    MutationAudit audit = MutationAudit.of(program(name), SMALL);
    assertThat(
            audit.survivors().stream()
                .map(m -> m.mutation().id() + " at " + m.at().line())
                .collect(Collectors.toList()))
        .isEmpty();
    assertThat(audit.notExecutable()).isEmpty();
    assertThat(audit.killed()).hasSize(mutants);
  }
}
