// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.sgdiet.cli.terminal.Terminal;

/// Runs a command of a test in this process.
public final class Sgdiet {
  /// The small tree of the project's own drivers.
  public static final Path TREE = Path.of(System.getProperty("sgdiet.testdata"), "tree");

  private Sgdiet() {}

  /// What a command left behind.
  public record Result(int code, String out, String err) {}

  /// Runs `sgdiet args`.
  public static Result run(Object... args) {
    return runOn("", args);
  }

  /// Runs `sgdiet args` with `in` on stdin.
  public static Result runOn(String in, Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.mainWithoutExit(
            words,
            Terminal.plain(
                new ByteArrayInputStream(in.getBytes(UTF_8)),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8)));
    return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
