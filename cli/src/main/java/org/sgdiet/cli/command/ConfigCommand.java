// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.concurrent.Callable;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.config.Setting;
import org.sgdiet.cli.config.Settings;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists the settings that hold here.
@Command(
    name = "config",
    description = "Lists the settings that hold in this directory.",
    footer = {
      "",
      "Read in this order, the last one holds: .sgdiet in the repository's root,",
      "~/.config/sgdiet/config, git config sgdiet.COMMAND.OPTION, SGDIET_COMMAND_OPTION.",
      "",
      "Example: git config sgdiet.review.execute 4; sgdiet config --show-origin"
    })
public final class ConfigCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Settings settings;

  @Option(names = "--show-origin", description = "Say of each setting where it was read.")
  private boolean showOrigin;

  @Option(names = "--known", description = "List what can be set instead.")
  private boolean known;

  /// A command on this terminal, with what is set.
  public ConfigCommand(Terminal terminal, Settings settings) {
    this.terminal = terminal;
    this.settings = settings;
  }

  @Override
  public Integer call() {
    if (known) {
      Settings.known().forEach(terminal.out()::println);
      return ExitCode.CLEAN.code();
    }
    for (Setting s : settings.all()) {
      String origin = showOrigin ? s.origin() + "\t" : "";
      terminal.out().println(origin + s.key() + "=" + s.value());
    }
    return ExitCode.CLEAN.code();
  }
}
