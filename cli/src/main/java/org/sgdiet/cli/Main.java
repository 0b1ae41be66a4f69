// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sgdiet.cli.config.Settings;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The process: arguments in, exit code out.
public final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /// Runs one command in this process, with its streams and settings.
  static int run(String[] args) {
    Map<String, String> environment = System.getenv();
    return mainWithoutExit(
        args, Terminal.ofProcess(environment), () -> Settings.of(directory(args), environment));
  }

  /// Where settings are looked for: here, or where `-C` says.
  private static Path directory(String[] args) {
    int at = List.of(args).indexOf("-C");
    return Path.of(at >= 0 && at + 1 < args.length ? args[at + 1] : "");
  }

  /// Runs one command without settings and returns its exit code.
  public static int mainWithoutExit(String[] args, Terminal terminal) {
    return mainWithoutExit(args, terminal, Settings::none);
  }

  /// Runs one command and returns its exit code; nothing but the terminal's streams is touched.
  public static int mainWithoutExit(String[] args, Terminal terminal, Supplier<Settings> settings) {
    boolean debug = List.of(args).contains("--debug");
    try {
      return commandLine(args, terminal, settings, debug).execute(args);
    } catch (BadInputException e) {
      return Failure.of(e, debug, terminal.err());
    } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
      return Failure.of(e, debug, terminal.err());
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private static CommandLine commandLine(
      String[] args, Terminal terminal, Supplier<Settings> settings, boolean debug) {
    return RootCommand.commandLine(args, terminal, settings)
        .setOut(Failure.writer(terminal.out()))
        .setErr(Failure.writer(terminal.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, given) -> Failure.usage(e, terminal.err()))
        .setExecutionExceptionHandler((e, line, given) -> Failure.of(e, debug, terminal.err()));
  }
}
