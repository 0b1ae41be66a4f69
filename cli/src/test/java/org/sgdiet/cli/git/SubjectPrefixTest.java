// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.git.SubjectPrefix.Seen;

class SubjectPrefixTest {

  private static String learned(String... subjects) {
    return SubjectPrefix.learned(Arrays.stream(subjects).map(s -> new Seen(s, 1)).toList())
        .map(prefix -> prefix.subject("map the buffer"))
        .orElse("none");
  }

  @Test
  void theUsualPrefixWins() {
    assertThat(
            learned(
                "mtd: rawnand: acme: fix the clock",
                "mtd: nand: convert all to x",
                "mtd: rawnand: acme: add a property"))
        .isEqualTo("mtd: rawnand: acme: map the buffer");
    assertThat(learned("crypto: sun8i-ce - fix it")).isEqualTo("crypto: sun8i-ce - map the buffer");
    assertThat(learned("drm/panfrost: Fix it")).isEqualTo("drm/panfrost: Map the buffer");
    assertThat(learned("KVM: s390: Fix it")).isEqualTo("KVM: s390: Map the buffer");
  }

  @Test
  void subjectsWithoutPrefixTeachNothing() {
    assertThat(learned("Import the tree", "Merge tag 'x: y' of z", "Revert \"a: b\""))
        .isEqualTo("none");
  }

  @Test
  void commitsThatTouchFewFilesWeighMore() {
    assertThat(
            SubjectPrefix.learned(
                    List.of(
                        new Seen("treewide: use x", 40),
                        new Seen("treewide: use y", 40),
                        new Seen("spi: acme: fix it", 1)))
                .map(SubjectPrefix::text))
        .contains("spi: acme: ");
  }

  @Test
  void withoutHistoryThePathSpeaks() {
    assertThat(SubjectPrefix.ofPath("drivers/tty/serial/acme_uart.c").text())
        .isEqualTo("tty: acme_uart: ");
    assertThat(SubjectPrefix.ofPath("drivers/gpu/drm/acme/acme_gem.c").text())
        .isEqualTo("drm: acme_gem: ");
    assertThat(SubjectPrefix.ofPath("drivers/spi/spi-acme.c").text()).isEqualTo("spi: acme: ");
  }

  @Test
  void aPrefixGivesWayToTheSummary() {
    SubjectPrefix prefix = new SubjectPrefix("net: ethernet: acme_frobnicator: ", true);
    assertThat(prefix.subject("map it")).isEqualTo("net: ethernet: acme_frobnicator: Map it");
    String summary = "map the single buffer without a scatterlist";
    assertThat(prefix.subject(summary))
        .hasSizeLessThanOrEqualTo(75)
        .isEqualTo("net: acme_frobnicator: Map the single buffer without a scatterlist");
    assertThat(prefix.subject(summary + " of its own"))
        .isEqualTo("acme_frobnicator: Map the single buffer without a scatterlist of its own");
  }

  @Test
  void theLogOfTheFileIsRead(@TempDir Path directory) {
    GitSandbox git = GitSandbox.init(directory);
    git.write("a/one.c", new byte[] {'1'}).write("b/two.c", new byte[] {'1'}).commit("Import");
    git.write("a/one.c", new byte[] {'2'}).commit("spi: one: Fix it");
    git.write("b/two.c", new byte[] {'2'}).commit("crypto: two - fix it");
    try (GitBase base = GitBase.open(directory, "HEAD")) {
      Map<String, SubjectPrefix> prefixes = History.prefixes(base, List.of("a/one.c", "b/two.c"));
      assertThat(prefixes)
          .containsEntry("a/one.c", new SubjectPrefix("spi: one: ", true))
          .containsEntry("b/two.c", new SubjectPrefix("crypto: two - ", false));
    }
  }
}
