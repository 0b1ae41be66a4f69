// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import java.util.List;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The process: arguments in, exit code out.
public final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    int code = mainWithoutExit(args, Terminal.ofProcess(System.getenv()));
    System.exit(code);
  }

  /// Runs one command and returns its exit code; nothing but the terminal's streams is touched.
  public static int mainWithoutExit(String[] args, Terminal terminal) {
    boolean debug = List.of(args).contains("--debug");
    try {
      return commandLine(args, terminal, debug).execute(args);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
      return Failure.of(e, debug, terminal.err());
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private static CommandLine commandLine(String[] args, Terminal terminal, boolean debug) {
    return RootCommand.commandLine(args, terminal)
        .setOut(Failure.writer(terminal.out()))
        .setErr(Failure.writer(terminal.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, given) -> Failure.usage(e, terminal.err()))
        .setExecutionExceptionHandler((e, line, given) -> Failure.of(e, debug, terminal.err()));
  }
}
