// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.report.ManPage;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Prints the manual.
@Command(
    name = "man",
    description = "Prints the manual page of sgdiet or of one of its commands.",
    footer = {"", "Example: sgdiet man review | man -l -"})
public final class ManCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<CommandLine> whole;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "A command of sgdiet.")
  private Optional<String> name = Optional.empty();

  /// A command on this terminal.
  ///
  /// @param whole the command line with every subcommand
  public ManCommand(Terminal terminal, Supplier<CommandLine> whole) {
    this.terminal = terminal;
    this.whole = whole;
  }

  @Override
  public Integer call() {
    CommandLine all = whole.get();
    if (name.isPresent() && !all.getSubcommands().containsKey(name.get())) {
      throw new BadInputException(
          "man: '%s' is no command; there are %s"
              .formatted(name.get(), String.join(", ", all.getSubcommands().keySet())));
    }
    CommandLine one = name.map(all.getSubcommands()::get).orElse(all);
    terminal.out().print(ManPage.of(one.getCommandSpec()));
    return ExitCode.CLEAN.code();
  }
}
