// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.cli.Sgdiet;
import org.sgdiet.cli.report.Json;
import tools.jackson.databind.JsonNode;

/// Findings as `scan`, `check` and `explain` show them.
class FindingCommandsTest {
  private static final Pattern EXPECTED = Pattern.compile("//~ ([a-z-]+): (.*)");
  private static final String MISUSE = "drivers/crypto/acme/acme_hash.c";
  private static final String RULE = "frees-sg-list-with-different-entry-count";

  /// The marks of the shipped tree, `file:line rule`, of the rules that there are.
  private static List<String> marks() throws IOException {
    List<String> marks = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Sgdiet.TREE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".c")).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
          Matcher mark = EXPECTED.matcher(lines.get(i));
          if (mark.find() && Rules.named(mark.group(1)).isPresent()) {
            marks.add("%s:%d %s".formatted(Sgdiet.TREE.relativize(file), i + 1, mark.group(1)));
          }
        }
      }
    }
    return marks;
  }

  @Test
  void theShippedTreeHasTheMarkedFindingsAndNoOther() throws IOException {
    Sgdiet.Result result = Sgdiet.run("scan", Sgdiet.TREE, "--format", "json");
    assertThat(result.code()).isEqualTo(1);
    List<String> found =
        StreamSupport.stream(Json.LINE.readTree(result.out()).get("findings").spliterator(), false)
            .map(f ->
                "%s:%d %s"
                    .formatted(
                        f.get("file").asString(), f.get("line").asInt(), f.get("rule").asString()))
            .toList();
    assertThat(marks()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(found).containsExactlyElementsOf(marks());
  }

  /// A run shows three of the four misuses; the fourth is none that a finding of a run is close to.
  @Test
  void aWitnessIsNamedWhereARunShowsTheMisuseAndProvesTheFix() {
    Sgdiet.Result result = Sgdiet.run("scan", Sgdiet.TREE, "--witness", "--format", "json");
    assertThat(result.code()).isEqualTo(1);
    List<JsonNode> findings =
        StreamSupport.stream(Json.LINE.readTree(result.out()).get("findings").spliterator(), false)
            .toList();
    assertThat(findings.stream().filter(f -> f.get("notes").toString().contains("seen when")))
        .hasSize(3);
    JsonNode hash =
        findings.stream().filter(f -> f.get("file").asString().equals(MISUSE)).findFirst().get();
    assertThat(hash.at("/notes/1/message").asString())
        .endsWith("no fault: 'sgdiet verify TREE " + MISUSE + ":acme_hash_update' replays it");
    assertThat(hash.at("/fix/kind").asString()).isEqualTo("proved");
    assertThat(hash.at("/fix/edits/0/replacement").asString()).isEqualTo("nents");
    Sgdiet.Result replayed = Sgdiet.run("verify", Sgdiet.TREE, MISUSE + ":acme_hash_update");
    assertThat(replayed.code()).isEqualTo(1);
    assertThat(replayed.out()).contains("[" + RULE + "]");
    assertThat(Sgdiet.run("scan", Sgdiet.TREE, "--format", "json").out())
        .doesNotContain("seen when", "\"proved\"");
  }

  @Test
  void checkPrintsTheNameThatItWasGiven() {
    Path file = Sgdiet.TREE.resolve(MISUSE);
    Sgdiet.Result result = Sgdiet.run("check", file);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith(file + ":43:")
        .contains(" warning: ")
        .contains("[" + RULE + "]\n" + file + ":33: note: ");
    assertThat(Sgdiet.run("check", Sgdiet.TREE.resolve("drivers/mmc/host/acme_sd.c")).code())
        .isZero();
  }

  @Test
  void checkPassesOverTheFlagsOfTheKernelsBuild() {
    Path file = Sgdiet.TREE.resolve(MISUSE);
    Sgdiet.Result result =
        Sgdiet.run(
            "check",
            "-D__linux__",
            "-Wbitwise",
            "-nostdinc",
            "-include",
            "./include/linux/kconfig.h",
            "--param",
            "x=0",
            "-Wp,-MMD,a.d",
            file);
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("[" + RULE + "]");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void checkGoesOnBehindAMissingFile() {
    Sgdiet.Result result = Sgdiet.run("check", "gone.c", Sgdiet.TREE.resolve(MISUSE));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("sgdiet: gone.c: no such file; give C files\n");
    assertThat(result.out()).contains("[" + RULE + "]");
  }

  @Test
  void explainKnowsRulesAndRecipes() {
    assertThat(Sgdiet.run("explain", RULE).out()).contains("Why:", "What is seen:", "Fix:");
    assertThat(Sgdiet.run("explain", "R1").out()).contains("R1 one-own-entry", "What it writes:");
    assertThat(Sgdiet.run("explain").out()).contains(RULE + ": ", "R0 ");
    Sgdiet.Result unknown = Sgdiet.run("explain", "nothing");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith("sgdiet: 'nothing': no such rule or recipe; 'sgdiet explain' lists them");
    assertThat(Sgdiet.run("explain", "frees-twi").err()).contains("did you mean 'frees-twice'?");
  }
}
