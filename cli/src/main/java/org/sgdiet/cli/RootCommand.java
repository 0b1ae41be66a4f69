// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `sgdiet` itself: the register of subcommands and the options that all of them share.
@Command(
    name = "sgdiet",
    description =
        "Finds, explains and rewrites struct scatterlist's double life as DMA input and output.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:clean",
      "1:findings",
      "2:usage or input error",
      "3:internal error",
      "4:incomplete analysis under --strict"
    })
final class RootCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      description = "Print the version and exit; with --verbose also the libraries in use.")
  private boolean version;

  @Option(names = "--verbose", description = "Say more.")
  private boolean verbose;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an internal error.")
  private boolean debug;

  RootCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Every subcommand, in the order in which `--help` lists them; a new command is one line here.
  static List<Callable<Integer>> subcommands(Terminal terminal) {
    return List.of();
  }

  @Override
  public Integer call() {
    if (version) {
      Version.print(terminal.out(), verbose);
      return ExitCode.CLEAN.code();
    }
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  boolean debug() {
    return debug;
  }
}
