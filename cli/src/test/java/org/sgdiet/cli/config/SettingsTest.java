// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.Main;
import org.sgdiet.cli.Sgdiet;
import org.sgdiet.cli.git.GitSandbox;
import org.sgdiet.cli.terminal.Terminal;

/// Which of several settings holds, and what a wrong one is told as.
class SettingsTest {
  @TempDir private Path directory;
  @TempDir private Path home;

  private Settings settings(String... environment) {
    Map<String, String> all =
        environment.length == 0
            ? Map.of("XDG_CONFIG_HOME", home.toString())
            : Map.of("XDG_CONFIG_HOME", home.toString(), environment[0], environment[1]);
    return Settings.of(directory, all);
  }

  private void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String described(Settings settings) {
    return settings
        .find("review", "--execute")
        .map(s -> s.value() + " " + s.origin())
        .orElse("none");
  }

  @Test
  void theLaterPlaceHolds() throws IOException {
    GitSandbox git = GitSandbox.init(directory);
    assertThat(described(settings())).isEqualTo("none");
    write(directory.resolve(".sgdiet"), "[review]\n  execute = 1\n");
    assertThat(described(settings())).isEqualTo("1 .sgdiet");
    write(home.resolve("sgdiet/config"), "[review]\n  execute = 2\n");
    assertThat(described(settings())).isEqualTo("2 config of the user");
    git.run("config", "sgdiet.review.execute", "3");
    assertThat(described(settings())).isEqualTo("3 git config");
    assertThat(described(settings("SGDIET_REVIEW_EXECUTE", "4")))
        .isEqualTo("4 environment SGDIET_REVIEW_EXECUTE");
  }

  @Test
  void aRepositoryCannotNameWhereToWrite() throws IOException {
    write(directory.resolve(".sgdiet"), "[rewrite]\n  write = true\n");
    assertThatThrownBy(this::settings)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(".sgdiet: 'rewrite.write' is no setting; there are check.strict");
  }

  @Test
  void aFileThatIsNoConfigIsOneLine() throws IOException {
    write(directory.resolve(".sgdiet"), "[review\nexecute");
    assertThatThrownBy(this::settings)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(".sgdiet: not in the form of a git config file")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aSettingIsTheDefaultOfItsOption() throws IOException {
    write(directory.resolve(".sgdiet"), "[scan]\n  format = org\n");
    assertThat(run("scan", Sgdiet.TREE.toString())).startsWith("1 ").contains("* TODO [[view:");
    assertThat(run("scan", Sgdiet.TREE.toString(), "--format", "json")).contains("sgdiet/scan/1");
    assertThat(run("config", "--show-origin")).isEqualTo("0 .sgdiet\tscan.format=org\n");
  }

  @Test
  void aWrongValueSaysWhereItWasSet() throws IOException {
    write(directory.resolve(".sgdiet"), "[scan]\n  format = pdf\n");
    assertThat(run("scan", Sgdiet.TREE.toString()))
        .startsWith("2 sgdiet: invalid value for option '--format'")
        .contains("'pdf' (.sgdiet); see 'sgdiet scan --help'");
  }

  private String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, false, UTF_8);
    Terminal terminal = Terminal.plain(new ByteArrayInputStream(new byte[0]), stream, stream);
    int code = Main.mainWithoutExit(args, terminal, this::settings);
    return code + " " + out.toString(UTF_8);
  }
}
