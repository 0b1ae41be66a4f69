// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFormTest {
  private static final byte[] LATIN = "/* Andr\u00e9 */\nint a;\nint b;\n".getBytes(ISO_8859_1);
  private static final byte[] LATIN_AFTER =
      "/* Andr\u00e9 */\nint a;\nint c;\n".getBytes(ISO_8859_1);
  private static final byte[] PLAIN = "int f(void)\n{\n\treturn 1;\n}\n".getBytes(UTF_8);
  private static final byte[] OTHER_FILE = "int f(void)\n{\n\treturn 2;\n}\n".getBytes(UTF_8);
  private static final byte[] NEW_FILE = "int n;\nint m;\n".getBytes(UTF_8);

  @TempDir private Path temporary;

  private static MailPatch patch(String subject, FileChange... changes) {
    return new MailPatch(
        MailPatch.Kind.CONVERSION,
        "a.c",
        subject,
        "The size is 4 µs wide,\nwhich nobody reads.",
        List.of("EDITME: say what was tested"),
        List.of("Jürgen Example <j@example.org>", "list@example.org"),
        List.of(changes));
  }

  private static MailForm form() {
    return new MailForm(
        new Identity("Jörg Example", "joerg@example.org"),
        Optional.of(ZonedDateTime.parse("2026-05-04T03:02:01+02:00")),
        1,
        "sgdiet 1");
  }

  @Test
  void gitAmTakesTheSeries() throws IOException {
    GitSandbox git = GitSandbox.init(temporary);
    git.write("drivers/x/a.c", LATIN).commit("x: add a");
    List<MailPatch> patches =
        List.of(
            patch("x: rename b", new FileChange("drivers/x/a.c", Optional.of(LATIN), LATIN_AFTER)),
            patch("x: add n", new FileChange("drivers/x/n.c", Optional.empty(), NEW_FILE)));
    for (int i = 0; i < patches.size(); i++) {
      byte[] mail =
          form().patch(patches.get(i), i + 1, 2, List.of("base-commit: " + "1".repeat(40)));
      Path file = temporary.resolve("../" + temporary.getFileName() + "-" + i + ".patch");
      Files.write(file, mail);
      assertThat(git.run("am", file.toString())).doesNotContain("warning");
      Files.delete(file);
    }
    assertThat(Files.readAllBytes(temporary.resolve("drivers/x/a.c"))).isEqualTo(LATIN_AFTER);
    assertThat(Files.readAllBytes(temporary.resolve("drivers/x/n.c"))).isEqualTo(NEW_FILE);
    assertThat(git.run("log", "-2", "--format=%an|%ae|%aI|%s|%b"))
        .isEqualTo(
            """
            Jörg Example|joerg@example.org|2026-05-04T03:02:01+02:00|x: add n|The size is 4 µs wide,
            which nobody reads.

            Jörg Example|joerg@example.org|2026-05-04T03:02:01+02:00|x: rename b|The size is 4 µs wide,
            which nobody reads.

            """);
  }

  @Test
  void diffAndStatAreThoseOfGit() {
    GitSandbox git = GitSandbox.init(temporary);
    git.write("drivers/x/a.c", PLAIN).commit("x: add a");
    git.write("drivers/x/a.c", OTHER_FILE).write("drivers/x/n.c", NEW_FILE).commit("x: more");
    List<FileChange> changes =
        List.of(
            new FileChange("drivers/x/a.c", Optional.of(PLAIN), OTHER_FILE),
            new FileChange("drivers/x/n.c", Optional.empty(), NEW_FILE));
    assertThat(changes.get(0).diff())
        .isEqualTo(git.run("diff", "--abbrev=12", "HEAD~", "HEAD", "--", "drivers/x/a.c"));
    assertThat(changes.get(1).diff())
        .isEqualTo(git.run("diff", "--abbrev=12", "HEAD~", "HEAD", "--", "drivers/x/n.c"));
    assertThat(Diffstat.of(changes))
        .isEqualTo(git.run("diff", "--stat=72", "--summary", "HEAD~", "HEAD"));
  }

  @Test
  void onePatchAloneHasNoNumber() {
    String mail = new String(form().patch(patch("x: y"), 1, 1, List.of()), UTF_8);
    assertThat(mail).contains("\nSubject: [PATCH] x: y\n").endsWith("-- \nsgdiet 1\n\n");
    assertThat(mail).doesNotContain("Signed-off-by");
  }

  @Test
  void coverIsNumberedZero() {
    String mail =
        new String(form().cover("x: z", "Text.\n", List.of(), 12, List.of("a: b")), UTF_8);
    assertThat(mail).contains("\nSubject: [PATCH 00/12] x: z\n").contains("\n\na: b\n-- \n");
  }

  @Test
  void withoutABaseThereIsNoDate() {
    MailForm undated = new MailForm(new Identity("A", "a@example.org"), Optional.empty(), 2, "t");
    String mail = new String(undated.patch(patch("x: y"), 1, 1, List.of()), UTF_8);
    assertThat(mail).doesNotContain("\nDate:").contains("[PATCH v2]");
  }

  @Test
  void fileNamesAreThoseOfFormatPatch() {
    assertThat(patch("drm/acme: use dma_map_sgtable()").fileName(7))
        .isEqualTo("0007-drm-acme-use-dma_map_sgtable.patch");
    assertThat(patch("x: " + "word ".repeat(20)).fileName(1)).hasSizeLessThanOrEqualTo(64);
  }
}
