// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.kbuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.git.FileChange;
import org.sgdiet.cli.git.MailPatch;

/// Patched files compiled as kbuild recorded it; the compiler is a script that warns of what the
/// input says.
class BuildDirectoryTest {
  private static final String RECORDED =
      """
      savedcmd_d/a.o := sh ./cc -Wp,-MMD,d/.a.o.d -I./include -DX='"a b"' -c -o d/a.o d/a.c ; ./objtool d/a.o

      source_d/a.o := d/a.c
      """;

  @TempDir private Path build;

  @BeforeEach
  void configures() throws IOException {
    Files.createDirectories(build.resolve("d"));
    Files.createDirectories(build.resolve("include"));
    Files.writeString(build.resolve(".config"), "");
    Files.writeString(build.resolve("d/a.c"), "WARN old\n");
    Files.writeString(build.resolve("d/.a.o.cmd"), RECORDED);
    Files.writeString(
        build.resolve("cc"),
        """
        for input; do :; done
        sed -n "s|^WARN |$input:1:1: warning: |p" "$input"
        ! grep -q ^FAIL "$input"
        """);
  }

  private BuildDirectory.Steps compile(String... after) {
    Optional<byte[]> before = Optional.of("WARN old\n".getBytes(UTF_8));
    return compile(
        List.of(after).stream()
            .map(text -> new FileChange("d/a.c", before, text.getBytes(UTF_8)))
            .toList());
  }

  private BuildDirectory.Steps compile(List<FileChange> changes) {
    List<MailPatch> patches =
        changes.stream()
            .map(change ->
                new MailPatch(
                    MailPatch.Kind.CONVERSION,
                    "a.c",
                    "s",
                    "l",
                    List.of(),
                    List.of(),
                    List.of(change)))
            .toList();
    return BuildDirectory.of(build).compile(patches, "");
  }

  @Test
  void aFileThatAPatchBringsIsCompiledAsItsNeighboursAre() {
    FileChange fresh = new FileChange("d/fresh.c", Optional.empty(), "WARN new\n".getBytes(UTF_8));
    BuildDirectory.Steps steps = compile(List.of(fresh));
    assertThat(steps.compiled()).isEqualTo(1);
    assertThat(steps.faults()).containsExactly("patch 1: d/fresh.c: warning: new");
  }

  @Test
  void aFileWithoutAnyNeighbourIsNamedAsNotCompiled() {
    FileChange fresh = new FileChange("e/fresh.c", Optional.empty(), new byte[0]);
    assertThat(compile(List.of(fresh)).describe())
        .endsWith("; not in that configuration: e/fresh.c.");
  }

  @Test
  void theRecordedCommandLosesItsInputAndOutput() {
    assertThat(CompileCommand.parse(RECORDED))
        .contains(new CompileCommand("sh ./cc -I./include -DX='\"a b\"'", "d/a.c"));
    assertThat(CompileCommand.parse(RECORDED.replace("savedcmd_", "cmd_"))).isPresent();
    assertThat(CompileCommand.parse("something else")).isEmpty();
  }

  @Test
  void whatTheFileBeforeWarnsOfIsNoFault() {
    BuildDirectory.Steps steps = compile("WARN old\nx\n", "x\n");
    assertThat(steps.compiled()).isEqualTo(2);
    assertThat(steps.faults()).isEmpty();
    assertThat(steps.describe()).contains("no new warning.");
  }

  @Test
  void aNewWarningAndAFailureNameTheirPatch() {
    assertThat(compile("WARN old\n", "WARN old\nWARN new\n").faults())
        .containsExactly("patch 2: d/a.c: warning: new");
    assertThat(compile("FAIL\n").faults()).containsExactly("patch 1: d/a.c: does not compile");
  }

  @Test
  void aDirectoryWithoutConfigurationIsOneLine() throws IOException {
    Files.delete(build.resolve(".config"));
    assertThatThrownBy(() -> BuildDirectory.of(build))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no kernel is configured here");
  }
}
