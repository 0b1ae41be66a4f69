// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.git.GitBase;
import org.sgdiet.cli.git.RevisionTree;
import org.sgdiet.cli.report.VerifyReport;
import org.sgdiet.cli.report.VerifyReport.Entry;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.cli.terminal.ProgressLine;
import org.sgdiet.cli.terminal.Terminal;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Executes mapping functions on the emulated paths.
@Command(
    name = "verify",
    description =
        "Executes the mapping calls of functions on all profiles: as they are, or before against"
            + " after.",
    footer = {"", "Example: sgdiet verify ~/linux drivers/mtd/nand/raw/lpc32xx_slc.c"})
public final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TreeArgument tree;

  @Option(
      names = "--before",
      paramLabel = "REV",
      description = "A git revision of TREE to compare --after with.")
  private Optional<String> before = Optional.empty();

  @Option(names = "--after", paramLabel = "REV", description = "The git revision that comes after.")
  private Optional<String> after = Optional.empty();

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; text by default.")
  private Format format = Format.text;

  /// How the result is written.
  enum Format {
    text,
    json
  }

  /// A command on this terminal.
  public VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (before.isPresent() != after.isPresent()) {
      throw new BadInputException("--before and --after go together: give both revisions");
    }
    before.ifPresent(tree::at);
    TreeArgument.Opened opened = tree.open(terminal.err());
    Optional<SourceTree> other =
        after.map(revision -> RevisionTree.of(GitBase.open(tree.path(), revision)));
    List<Entry> entries = run(opened, functions(opened), other);
    switch (format) {
      case text -> VerifyReport.text(entries, new Paint(terminal.colour()), terminal.out());
      case json -> VerifyReport.json(entries, terminal.out());
    }
    boolean found = entries.stream().anyMatch(Entry::isFinding);
    return (found ? ExitCode.FINDINGS : ExitCode.CLEAN).code();
  }

  /// The functions of the scopes that hold a mapping call; a function that was named and holds none
  /// is bad input.
  private List<Touched> functions(TreeArgument.Opened opened) {
    List<Site> sites =
        TreeScan.run(opened, terminal).sites().stream()
            .filter(s -> s.kind() == SiteKind.MAP)
            .toList();
    for (TreeArgument.Scope scope : opened.scopes()) {
      if (scope.function().isPresent()
          && sites.stream()
              .noneMatch(
                  s -> scope.holds(s.file()) && scope.function().get().equals(s.function()))) {
        throw new BadInputException(
            "%s:%s: no mapping call in a function of this name; %s"
                .formatted(scope.path(), scope.function().get(), known(sites, scope)));
      }
    }
    return sites.stream()
        .filter(s -> opened.names(s.file(), s.function()))
        .map(s -> new Touched(s.file(), s.function()))
        .distinct()
        .toList();
  }

  private static String known(List<Site> sites, TreeArgument.Scope scope) {
    List<String> names =
        sites.stream()
            .filter(s -> scope.holds(s.file()))
            .map(Site::function)
            .distinct()
            .limit(8)
            .toList();
    return names.isEmpty() ? "nothing maps there" : "these do: " + String.join(", ", names);
  }

  private List<Entry> run(
      TreeArgument.Opened opened, List<Touched> functions, Optional<SourceTree> other) {
    AtomicInteger done = new AtomicInteger();
    try (ProgressLine progress = new ProgressLine(terminal, "executing function")) {
      return new ArrayList<>(
          functions.parallelStream()
              .map(f -> {
                Entry entry = new FunctionRun(opened.source()).entry(f, other);
                progress.at(done.incrementAndGet(), functions.size());
                return entry;
              })
              .toList());
    }
  }
}
