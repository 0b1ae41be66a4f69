// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Prints the completion of commands, options and their values.
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh.",
    footer = {
      "",
      "Example: source <(sgdiet completion)",
      "In zsh, before it: autoload -U +X compinit bashcompinit && compinit && bashcompinit"
    })
public final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<CommandLine> whole;

  /// A command on this terminal.
  ///
  /// @param whole the command line with every subcommand
  public CompletionCommand(Terminal terminal, Supplier<CommandLine> whole) {
    this.terminal = terminal;
    this.whole = whole;
  }

  @Override
  public Integer call() {
    terminal.out().print(AutoComplete.bash("sgdiet", whole.get()));
    return ExitCode.CLEAN.code();
  }
}
