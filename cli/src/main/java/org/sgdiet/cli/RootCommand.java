// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.sgdiet.cli.command.CheckCommand;
import org.sgdiet.cli.command.EmulateCommand;
import org.sgdiet.cli.command.ExplainCommand;
import org.sgdiet.cli.command.MergeCommand;
import org.sgdiet.cli.command.ReviewCommand;
import org.sgdiet.cli.command.RewriteCommand;
import org.sgdiet.cli.command.ScanCommand;
import org.sgdiet.cli.command.SeriesCommand;
import org.sgdiet.cli.command.VerifyCommand;
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
          new Subcommand("scan", ScanCommand::new),
          new Subcommand("merge", MergeCommand::new),
          new Subcommand("check", CheckCommand::new),
          new Subcommand("explain", ExplainCommand::new),
          new Subcommand("rewrite", RewriteCommand::new),
          new Subcommand("verify", VerifyCommand::new),
          new Subcommand("emulate", EmulateCommand::new),
          new Subcommand("series", SeriesCommand::new),
          new Subcommand("review", ReviewCommand::new));

  private record Subcommand(String name, Function<Terminal, Callable<Integer>> make) {}

  private final Terminal terminal;
  private final CommandLine line;

  private RootCommand(Terminal terminal) {
    this.terminal = terminal;
    this.line = new CommandLine(spec(this));
  }

  /// The command line for these arguments.
  static CommandLine commandLine(String[] args, Terminal terminal) {
    RootCommand root = new RootCommand(terminal);
    for (Subcommand subcommand : asked(args)) {
      root.line.addSubcommand(subcommand.name(), subcommand.make().apply(terminal));
    }
    return root.line;
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
