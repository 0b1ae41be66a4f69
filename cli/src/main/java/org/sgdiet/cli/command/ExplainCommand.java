// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.check.Check;
import org.sgdiet.analyzer.check.Rule;
import org.sgdiet.analyzer.check.Rules;
import org.sgdiet.analyzer.check.RunRules;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.report.Prose;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.cli.terminal.Terminal;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.recipe.Recipe;
import org.sgdiet.rewriter.recipe.Recipes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Says why a rule is one, or what a recipe writes.
@Command(
    name = "explain",
    description =
        "Why a rule is one, what the device sees, how to fix it; or what a recipe writes.",
    footer = {"", "Example: sgdiet explain failed-to-check-map-error"})
public final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "RULE|RECIPE",
      description = "A rule's id, a recipe's id or family; without it all of them are listed.")
  private Optional<String> name = Optional.empty();

  /// A command on this terminal.
  public ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (name.isEmpty()) {
      list();
      return ExitCode.CLEAN.code();
    }
    String id = name.get();
    Optional<Rule> rule = Rules.named(id);
    List<Recipe> recipes =
        Recipes.ALL.stream().filter(r -> r.id().equals(id) || r.family().equals(id)).toList();
    if (rule.isEmpty() && recipes.isEmpty()) {
      throw new BadInputException(
          "'%s': no such rule or recipe%s; 'sgdiet explain' lists them"
              .formatted(id, suggestion(id)));
    }
    rule.ifPresent(this::explain);
    recipes.forEach(this::explain);
    return ExitCode.CLEAN.code();
  }

  private void explain(Rule rule) {
    title(rule.id(), rule.title());
    section("Why", rule.why());
    section("What is seen", rule.seen());
    section("Fix", rule.fix());
    section("Source", rule.source());
  }

  private void explain(Recipe recipe) {
    title(recipe.family() + " " + recipe.id(), recipe.title());
    section("What it writes", recipe.about());
    section(
        "Dialects",
        recipe.dialects().stream().sorted().map(Dialect::word).collect(Collectors.joining(", ")));
  }

  private void title(String id, String title) {
    terminal.out().println(new Paint(terminal.colour()).bold(id) + ": " + title);
  }

  private void section(String heading, String text) {
    terminal.out().println();
    terminal.out().println(new Paint(terminal.colour()).bold(heading + ":"));
    terminal.out().println(Prose.of(List.of(text)).indent(2).stripTrailing());
  }

  private void list() {
    for (Check check : Rules.ALL) {
      terminal.out().println(check.rule().id() + ": " + check.rule().title());
    }
    for (Rule rule : RunRules.ALL) {
      terminal.out().println(rule.id() + ": " + rule.title() + " (seen by execution)");
    }
    for (Recipe recipe : Recipes.ALL) {
      terminal.out().println(recipe.family() + " " + recipe.id() + ": " + recipe.title());
    }
  }

  /// The names that a part of one can mean, a few at the most.
  private static String suggestion(String part) {
    List<String> close = ids().filter(i -> i.contains(part)).toList();
    return close.isEmpty() || close.size() > 3
        ? ""
        : ", did you mean '%s'?".formatted(String.join("' or '", close));
  }

  private static Stream<String> ids() {
    return Stream.of(
            Rules.ALL.stream().map(c -> c.rule().id()),
            RunRules.ALL.stream().map(Rule::id),
            Recipes.ALL.stream().map(Recipe::id))
        .flatMap(s -> s);
  }
}
