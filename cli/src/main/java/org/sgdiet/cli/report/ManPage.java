// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The manual page of a command in the man macros (man(7)), from what `--help` says.
public final class ManPage {
  private ManPage() {}

  /// The name of a command's page: `sgdiet-review`.
  public static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /// The page.
  public static String of(CommandSpec command) {
    StringBuilder out = new StringBuilder();
    UsageMessageSpec usage = command.usageMessage();
    String name = name(command);
    out.append(".TH \"")
        .append(name.toUpperCase(Locale.ROOT))
        .append("\" 1 \"\" \"sgdiet\" \"sgdiet manual\"\n");
    out.append(".SH NAME\n").append(text(name)).append(" \\- ").append(summary(usage)).append('\n');
    out.append(".SH SYNOPSIS\n").append(synopsis(command));
    out.append(".SH DESCRIPTION\n").append(paragraph(usage.description()));
    if (!command.subcommands().isEmpty()) {
      out.append(".SH COMMANDS\n");
      command
          .subcommands()
          .forEach((word, line) ->
              out.append(term(bold(word)))
                  .append(paragraph(line.getCommandSpec().usageMessage().description())));
    }
    List<PositionalParamSpec> parameters = command.positionalParameters();
    if (!parameters.isEmpty()) {
      out.append(".SH ARGUMENTS\n");
      parameters.forEach(p -> out.append(term(italic(p.paramLabel()))).append(description(p)));
    }
    out.append(".SH OPTIONS\n");
    command.options().stream()
        .filter(o -> !o.hidden())
        .forEach(o -> out.append(term(option(o))).append(description(o)));
    if (usage.footer().length > 0) {
      out.append(".SH NOTES\n");
      out.append(".nf\n");
      for (String line : usage.footer()) {
        out.append(text(line.formatted())).append('\n');
      }
      out.append(".fi\n");
    }
    exitStatus(command.root().usageMessage().exitCodeList(), out);
    out.append(".SH SEE ALSO\n").append(seeAlso(command)).append('\n');
    return out.toString();
  }

  private static String summary(UsageMessageSpec usage) {
    String first = usage.description().length == 0 ? "" : usage.description()[0].formatted();
    return text(first.replaceFirst("\\.$", "").lines().findFirst().orElse(""));
  }

  private static String synopsis(CommandSpec command) {
    StringBuilder out = new StringBuilder(bold(command.qualifiedName()));
    if (!command.options().isEmpty()) {
      out.append(" [").append(italic("OPTION")).append("]...");
    }
    for (PositionalParamSpec p : command.positionalParameters()) {
      String label = italic(p.paramLabel());
      String many = p.arity().isVariable() || p.index().isVariable() ? "..." : "";
      boolean optional = p.arity().min() == 0 || p.index().isVariable();
      out.append(' ').append(optional ? "[" + label + many + "]" : label + many);
    }
    if (!command.subcommands().isEmpty()) {
      out.append(' ').append(italic("COMMAND")).append(" ...");
    }
    return out.append('\n').toString();
  }

  private static String option(OptionSpec option) {
    String names =
        List.of(option.names()).stream().map(ManPage::bold).collect(Collectors.joining(", "));
    return option.arity().max() == 0 ? names : names + " " + italic(label(option.paramLabel()));
  }

  private static String label(String label) {
    return label.replaceAll("[<>]", "");
  }

  private static String description(picocli.CommandLine.Model.ArgSpec arg) {
    return paragraph(arg.description()).replace("${COMPLETION-CANDIDATES}", candidates(arg));
  }

  private static String candidates(picocli.CommandLine.Model.ArgSpec arg) {
    Iterable<String> words = arg.completionCandidates();
    return words == null ? "" : text(String.join(", ", words));
  }

  private static String term(String label) {
    return ".TP\n" + label + "\n";
  }

  private static String paragraph(String... lines) {
    String joined = String.join(" ", lines).replace("%n", " ").replace("%%", "%");
    return text(joined.strip()) + "\n";
  }

  private static void exitStatus(Map<String, String> codes, StringBuilder out) {
    if (!codes.isEmpty()) {
      out.append(".SH EXIT STATUS\n");
      codes.forEach((code, meaning) -> out.append(term(bold(code))).append(paragraph(meaning)));
    }
  }

  private static String seeAlso(CommandSpec command) {
    return command.parent() == null
        ? command.subcommands().values().stream()
            .map(line -> bold(name(line.getCommandSpec())) + "(1)")
            .collect(Collectors.joining(",\n"))
        : bold(name(command.root())) + "(1)";
  }

  private static String bold(String text) {
    return "\\fB" + text(text) + "\\fR";
  }

  private static String italic(String text) {
    return "\\fI" + text(text) + "\\fR";
  }

  /// Text that the macros leave alone.
  private static String text(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
