// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.BadInputException;

class EarlierPostingTest {

  @TempDir private Path directory;

  private static MailPatch patch(String name, String before, String after) {
    return new MailPatch(
        MailPatch.Kind.CONVERSION,
        "d/" + name + ".c",
        "d: " + name + ": map it",
        "Why.",
        List.of(),
        List.of(),
        List.of(
            new FileChange(
                "d/" + name + ".c",
                Optional.of(before.getBytes(ISO_8859_1)),
                after.getBytes(ISO_8859_1))));
  }

  private static SeriesMails mails(
      int version, Optional<EarlierPosting> earlier, MailPatch... patches) {
    return new SeriesMails(
        new SeriesPlan(List.of(patches), List.of()),
        List.of(patches).stream().map(_ -> "D").toList(),
        Optional.empty(),
        version,
        earlier,
        "sgdiet 1",
        "Generated.",
        "EDITME: say what was tried");
  }

  private String mail(String directoryName, String start) throws IOException {
    try (var files = Files.list(directory.resolve(directoryName))) {
      Path file =
          files.filter(f -> f.getFileName().toString().startsWith(start)).findFirst().orElseThrow();
      return Files.readString(file, UTF_8);
    }
  }

  private static String changeId(String mail) {
    return Pattern.compile("(?m)^change-id: (.*)$")
        .matcher(mail)
        .results()
        .map(m -> m.group(1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNextVersionSaysWhatChanged() throws IOException {
    MailPatch same = patch("same", "one\n", "ONE\n");
    mails(
            1,
            Optional.empty(),
            same,
            patch("other", "one\ntwo\n", "one\nTWO\n"),
            patch("gone", "a\n", "b\n"))
        .files()
        .write(directory.resolve("v1"));
    EarlierPosting first = EarlierPosting.read(directory.resolve("v1"));
    assertThat(first.version()).isEqualTo(1);
    mails(
            2,
            Optional.of(first),
            patch("added", "x\n", "y\n"),
            same,
            patch("other", "one\ntwo\n", "one\n2\n"))
        .files()
        .write(directory.resolve("v2"));
    assertThat(mail("v2", "0000"))
        .contains(
            "Subject: [PATCH v2 0/3]",
            """

            Changes since v1:
            - patch 1 is new
            - EDITME: patch 3 has another diff; say what and why
            - dropped: d: gone: map it

            """);
    assertThat(mail("v2", "0001")).contains("---\nChanges since v1: new.\n");
    assertThat(mail("v2", "0002")).contains("---\nChanges since v1: none.\n");
    assertThat(mail("v2", "0003"))
        .contains("---\nChanges since v1: EDITME: the diff is another; say what and why\n");
    assertThat(changeId(mail("v2", "0000"))).isEqualTo(changeId(mail("v1", "0000")));
    assertThat(EarlierPosting.read(directory.resolve("v2")).version()).isEqualTo(2);
  }

  @Test
  void aSinglePatchKeepsItsChangeIdBelowTheDiff() throws IOException {
    MailPatch one = patch("one", "a\n", "b\n");
    mails(1, Optional.empty(), one).files().write(directory.resolve("v1"));
    EarlierPosting first = EarlierPosting.read(directory.resolve("v1"));
    mails(2, Optional.of(first), one, patch("two", "a\n", "b\n"))
        .files()
        .write(directory.resolve("v2"));
    assertThat(mail("v2", "0001")).contains("Changes since v1: none.");
    assertThat(mail("v2", "0002")).contains("Changes since v1: new.").doesNotContain("change-id");
    assertThat(changeId(mail("v2", "0001"))).isEqualTo(changeId(mail("v1", "0001")));
  }

  @Test
  void aNewSubjectOrOtherLineNumbersAreNoChange() throws IOException {
    mails(1, Optional.empty(), patch("one", "a\nb\n", "a\nB\n"))
        .files()
        .write(directory.resolve("v1"));
    Path mail = directory.resolve("v1/0001-d-one-map-it.patch");
    Files.writeString(
        mail,
        Files.readString(mail)
            .replace("d: one: map it", "d: one: map its\n only buffer")
            .replace("@@ -1,2 +1,2 @@", "@@ -7,2 +7,2 @@"));
    EarlierPosting first = EarlierPosting.read(directory.resolve("v1"));
    assertThat(first.note(patch("one", "a\nb\n", "a\nB\n"))).isEqualTo("Changes since v1: none.");
    assertThat(first.notes(List.of(patch("one", "a\nb\n", "a\nB\n"))))
        .isEqualTo("Changes since v1:\n- none in the diffs");
    assertThat(first.notes(List.of())).contains("- dropped: d: one: map its only buffer");
  }

  @Test
  void aDirectoryWithoutMailsIsRefused() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> EarlierPosting.read(directory))
        .withMessageContaining("no .patch file in it");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> EarlierPosting.read(directory.resolve("none")))
        .withMessageContaining("no such directory");
  }
}
