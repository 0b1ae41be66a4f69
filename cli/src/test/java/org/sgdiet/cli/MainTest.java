// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.sgdiet.cli.terminal.Terminal;

class MainTest {
  @Test
  void versionIsOneLineOnStdout() {
    Result result = run("--version");
    assertThat(result.out()).matches("sgdiet \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void verboseVersionNamesWhatItRunsOn() {
    assertThat(run("--version", "--verbose").out())
        .startsWith("sgdiet ")
        .contains("\njava " + Runtime.version())
        .containsPattern("\ntree-sitter .* \\((system|prebuilt)\\), C grammar ");
  }

  @Test
  void helpGoesToStdout() {
    Result result = run("--help");
    assertThat(result.out()).startsWith("Usage: sgdiet ").contains("Exit codes:");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void noCommandIsAUsageError() {
    assertUsageError("no command given", run());
  }

  @Test
  void unknownOptionIsAUsageErrorInOneLine() {
    assertUsageError("unknown option: '--frobnicate'", run("--frobnicate"));
  }

  @Test
  void unknownCommandIsAUsageErrorInOneLine() {
    assertUsageError("unknown command 'frobnicate'", run("frobnicate"));
  }

  @Test
  void misspelledOptionIsToldWhatWasMeant() {
    assertUsageError("did you mean '--version'", run("--versoin"));
  }

  private static void assertUsageError(String part, Result result) {
    assertThat(result.err()).startsWith("sgdiet: ").contains(part).contains("'sgdiet --help'");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(2);
  }

  private record Result(int code, String out, String err) {}

  private static Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.mainWithoutExit(
            args,
            Terminal.plain(
                InputStream.nullInputStream(),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8)));
    return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
