// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.sgdiet.cli.command.CheckCommand;
import org.sgdiet.cli.command.CompletionCommand;
import org.sgdiet.cli.command.ConfigCommand;
import org.sgdiet.cli.command.EmulateCommand;
import org.sgdiet.cli.command.ExplainCommand;
import org.sgdiet.cli.command.ManCommand;
import org.sgdiet.cli.command.MergeCommand;
import org.sgdiet.cli.command.ReviewCommand;
import org.sgdiet.cli.command.RewriteCommand;
import org.sgdiet.cli.command.ScanCommand;
import org.sgdiet.cli.command.SeriesCommand;
import org.sgdiet.cli.command.VerifyCommand;
import org.sgdiet.cli.config.SettingDefaults;
import org.sgdiet.cli.config.Settings;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/// `sgdiet` itself: the register of subcommands and the options that all of them share.
///
/// Subcommands are made of annotations, whose reading is most of what a short command costs; the
/// root is not, and makes only the one that is asked for.
final class RootCommand implements Callable<Integer> {
  /// Every subcommand, in the order in which `--help` lists them; a new command is one line here.
  private static final List<Subcommand> SUBCOMMANDS =
      List.of(
          new Subcommand("scan", (t, _) -> new ScanCommand(t)),
          new Subcommand("merge", (t, _) -> new MergeCommand(t)),
          new Subcommand("check", (t, _) -> new CheckCommand(t)),
          new Subcommand("explain", (t, _) -> new ExplainCommand(t)),
          new Subcommand("rewrite", (t, _) -> new RewriteCommand(t)),
          new Subcommand("verify", (t, _) -> new VerifyCommand(t)),
          new Subcommand("emulate", (t, _) -> new EmulateCommand(t)),
          new Subcommand("series", (t, _) -> new SeriesCommand(t)),
          new Subcommand("review", (t, _) -> new ReviewCommand(t)),
          new Subcommand("config", ConfigCommand::new),
          new Subcommand("completion", (t, s) -> new CompletionCommand(t, () -> whole(t, s))),
          new Subcommand("man", (t, s) -> new ManCommand(t, () -> whole(t, s))));

  private record Subcommand(String name, BiFunction<Terminal, Settings, Callable<Integer>> make) {}

  private final Terminal terminal;
  private final CommandLine line;

  private RootCommand(Terminal terminal) {
    this.terminal = terminal;
    this.line = new CommandLine(spec(this));
  }

  private static CommandLine whole(Terminal terminal, Settings settings) {
    return with(SUBCOMMANDS, terminal, settings);
  }

  private static CommandLine with(
      List<Subcommand> subcommands, Terminal terminal, Settings settings) {
    RootCommand root = new RootCommand(terminal);
    for (Subcommand each : subcommands) {
      root.line.addSubcommand(each.name(), each.make().apply(terminal, settings));
    }
    return root.line.setDefaultValueProvider(new SettingDefaults(settings));
  }

  /// The command line for these arguments.
  ///
  /// @param settings asked for when a command will run
  static CommandLine commandLine(String[] args, Terminal terminal, Supplier<Settings> settings) {
    List<Subcommand> asked = asked(args);
    return with(asked, terminal, asked.isEmpty() ? Settings.none() : settings.get());
  }

  /// The subcommand that the first word names; all of them when it names none, for the help and for
  /// "did you mean".
  private static List<Subcommand> asked(String[] args) {
    Optional<String> word = Arrays.stream(args).filter(arg -> !arg.startsWith("-")).findFirst();
    if (word.isEmpty() && List.of(args).contains("--version")) {
      return List.of();
    }
    List<Subcommand> named =
        SUBCOMMANDS.stream().filter(each -> word.equals(Optional.of(each.name()))).toList();
    return named.isEmpty() ? SUBCOMMANDS : named;
  }

  private static CommandSpec spec(RootCommand root) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(root).name("sgdiet");
    spec.usageMessage()
        .description(
            "Finds, explains and rewrites struct scatterlist's double life as DMA input and"
                + " output.")
        .synopsisSubcommandLabel("COMMAND")
        .sortOptions(false)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
    return spec.addOption(
            flag("Show this help and exit.", "-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .build())
        .addOption(
            flag(
                    "Print the version and exit; with --verbose also what it runs on.",
                    "-V",
                    "--version")
                .build())
        .addOption(flag("Say more.", "--verbose").build())
        .addOption(
            flag("Print the stack trace of an internal error.", "--debug")
                .scopeType(ScopeType.INHERIT)
                .build());
  }

  private static OptionSpec.Builder flag(String description, String... names) {
    return OptionSpec.builder(names).type(boolean.class).description(description);
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode each : ExitCode.values()) {
      codes.put(Integer.toString(each.code()), each.meaning());
    }
    return codes;
  }

  @Override
  public Integer call() {
    CommandLine.ParseResult given = line.getParseResult();
    if (given.hasMatchedOption("--version")) {
      Version.print(terminal.out(), given.hasMatchedOption("--verbose"));
      return ExitCode.CLEAN.code();
    }
    throw new ParameterException(line, "no command given");
  }
}
