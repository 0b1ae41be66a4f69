// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.extract.Extractor;
import org.sgdiet.analyzer.extract.Partners;
import org.sgdiet.analyzer.fact.Place;
import org.sgdiet.analyzer.fact.Site;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.git.GitBase;
import org.sgdiet.cli.git.RevisionTree;
import org.sgdiet.cli.report.RewriteResult;
import org.sgdiet.cli.report.VerifyReport;
import org.sgdiet.cli.report.VerifyTable;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.cli.terminal.ProgressLine;
import org.sgdiet.cli.terminal.Terminal;
import org.sgdiet.rewriter.dialect.Dialect;
import org.sgdiet.rewriter.dialect.PhyrTree;
import org.sgdiet.rewriter.edit.EditedTree;
import org.sgdiet.rewriter.recipe.Outcome.Touched;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Executes mapping calls and judges them.
@Command(
    name = "verify",
    description = "Executes mapping calls on every profile: as they are, or before and after.",
    footer = {
      "",
      "Examples: sgdiet verify ~/linux drivers/mmc/host/sdhci.c:sdhci_pre_dma_transfer",
      "          sgdiet verify ~/linux drivers/mtd --dialect upstream",
      "          sgdiet verify ~/linux drivers/mtd --before HEAD~1 --after HEAD"
    })
public final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TreeArgument tree;

  @Option(names = "--before", paramLabel = "REV", description = "Compare with this git revision.")
  private Optional<String> before = Optional.empty();

  @Option(
      names = "--after",
      paramLabel = "REV",
      description = "What is compared; the files on disk by default.")
  private Optional<String> after = Optional.empty();

  @Option(names = "--dialect", description = "Compare with the rewrites in this dialect.")
  private Optional<Dialect> dialect = Optional.empty();

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; text by default.")
  private Format format = Format.text;

  @Option(names = "--strict", description = "Exit with 4 when something could not be executed.")
  private boolean strict;

  /// Functions that are named where one was asked for that is not there.
  private static final int MOST_NAMES = 5;

  /// How the result is written.
  enum Format {
    text,
    table,
    json
  }

  /// A command on this terminal.
  public VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if ((dialect.isPresent() && before.isPresent()) || (after.isPresent() && before.isEmpty())) {
      throw new BadInputException(
          "verify: give --before REV, with or without --after, or --dialect");
    }
    if (tree.revision().isPresent() && before.isPresent()) {
      throw new BadInputException("verify: --rev does not go with --before and --after");
    }
    List<VerifyReport.Entry> entries = entries();
    switch (format) {
      case text -> VerifyReport.text(entries, new Paint(terminal.colour()), terminal.out());
      case table -> VerifyTable.print(entries, terminal.out());
      case json -> VerifyReport.json(entries, terminal.out());
    }
    if (entries.stream().anyMatch(VerifyReport.Entry::wrong)) {
      return ExitCode.FINDINGS.code();
    }
    boolean all = entries.stream().noneMatch(e -> e.verdict().equals("not-executable"));
    return strict && !all ? ExitCode.INCOMPLETE.code() : ExitCode.CLEAN.code();
  }

  private List<VerifyReport.Entry> entries() {
    TreeArgument.Opened opened =
        after.isPresent() ? tree.openAt(after.get(), terminal.err()) : tree.open(terminal.err());
    if (dialect.isPresent()) {
      return rewrites(opened, dialect.get());
    }
    TreeModel model = new TreeModel(opened.source());
    CompletableFuture<?> reading = readAhead(opened, model);
    List<Site> sites = TreeScan.sites(opened, terminal);
    List<Place> functions = functions(opened, sites);
    opened.scopes().forEach(s -> requireFunction(s, functions, sites));
    Partners partners = Partners.of(sites);
    if (before.isEmpty()) {
      reading.join();
      return alone(functions, new TreeVerify(model, partners));
    }
    SourceTree old = RevisionTree.of(GitBase.open(tree.path(), before.get()));
    TreeVerify verify = new TreeVerify(old, partners);
    return each(
        functions.stream().filter(p -> differs(old, opened.source(), p.file())).toList(),
        p -> verify.against(opened.source(), p.file(), p.function()).entry());
  }

  /// Reads the headers of the one function that is asked for while the scan goes on, by a first
  /// extraction of which nothing else is kept: what goes wrong in it goes wrong again where it is
  /// wanted.
  private CompletableFuture<?> readAhead(TreeArgument.Opened opened, TreeModel model) {
    TreeArgument.Scope scope = opened.scopes().getFirst();
    if (opened.scopes().size() > 1 || scope.function().isEmpty() || before.isPresent()) {
      return CompletableFuture.allOf();
    }
    String function = scope.function().get();
    return CompletableFuture.supplyAsync(
            () -> new Extractor(model).extract(scope.path(), function, List.of()))
        .handle((_, _) -> true);
  }

  /// The functions that map, one place each.
  private static List<Place> functions(TreeArgument.Opened opened, List<Site> sites) {
    return sites.stream()
        .filter(site -> site.kind() == SiteKind.MAP && site.file().endsWith(".c"))
        .filter(site -> opened.names(site.file(), site.function()))
        .collect(
            Collectors.toMap(
                site -> site.file() + ":" + site.function(), Site::place, (first, _) -> first))
        .values()
        .stream()
        .sorted()
        .toList();
  }

  /// Refuses a function that the user named and that maps nothing, or is not there.
  private static void requireFunction(
      TreeArgument.Scope scope, List<Place> functions, List<Site> sites) {
    Optional<String> wanted =
        scope
            .function()
            .filter(f ->
                functions.stream().noneMatch(p -> scope.holds(p.file()) && p.function().equals(f)));
    if (wanted.isEmpty()) {
      return;
    }
    List<String> there =
        sites.stream()
            .filter(s -> s.kind() == SiteKind.MAP && scope.holds(s.file()))
            .map(Site::function)
            .distinct()
            .sorted(Comparator.comparingInt(n -> -alike(n, wanted.get())))
            .limit(MOST_NAMES)
            .toList();
    throw new BadInputException(
        "%s:%s: no function of that name maps anything there; %s"
            .formatted(
                scope.path(),
                wanted.get(),
                there.isEmpty()
                    ? "none of it does"
                    : "those that do: " + String.join(", ", there)));
  }

  /// How many characters two names begin with together.
  private static int alike(String a, String b) {
    int same = 0;
    while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return same;
  }

  private static boolean differs(SourceTree old, SourceTree fresh, String file) {
    return !(old.read(file) instanceof SourceTree.Content.Bytes(byte[] then)
        && fresh.read(file) instanceof SourceTree.Content.Bytes(byte[] now)
        && Arrays.equals(then, now));
  }

  private List<VerifyReport.Entry> rewrites(TreeArgument.Opened opened, Dialect words) {
    RewriteResult result = new TreeRewrite(opened, words, _ -> true).run(terminal);
    Partners partners = Partners.of(TreeScan.sites(opened, terminal));
    TreeVerify verify = new TreeVerify(opened.source(), partners);
    SourceTree base =
        switch (words) {
          case UPSTREAM -> opened.source();
          case PHYR -> PhyrTree.of(opened.source());
        };
    return each(
        result.proposals(),
        proposed -> {
          Touched executed = proposed.validation().executed();
          SourceTree patched = new EditedTree(base, proposed.edits());
          return verify.against(patched, executed.file(), executed.function()).entry();
        });
  }

  /// The functions as they are; those of one file one after the other, for they ask for the same
  /// names.
  private List<VerifyReport.Entry> alone(List<Place> functions, TreeVerify tree) {
    TreeVerify verify = functions.size() == 1 ? tree.ofOne() : tree;
    Map<String, List<String>> byFile =
        functions.stream()
            .collect(
                Collectors.groupingBy(
                    Place::file,
                    LinkedHashMap::new,
                    Collectors.mapping(Place::function, Collectors.toList())));
    AtomicInteger done = new AtomicInteger();
    try (ProgressLine progress = new ProgressLine(terminal, "executing functions of file")) {
      return List.copyOf(byFile.entrySet()).parallelStream()
          .map(file -> {
            List<VerifyReport.Entry> entries = verify.alone(file.getKey(), file.getValue());
            progress.at(done.incrementAndGet(), byFile.size());
            return entries;
          })
          .flatMap(List::stream)
          .toList();
    }
  }

  private <T> List<VerifyReport.Entry> each(
      Collection<T> work, Function<T, VerifyReport.Entry> verify) {
    AtomicInteger done = new AtomicInteger();
    try (ProgressLine progress = new ProgressLine(terminal, "executing function")) {
      return work.parallelStream()
          .map(item -> {
            VerifyReport.Entry entry = verify.apply(item);
            progress.at(done.incrementAndGet(), work.size());
            return entry;
          })
          .toList();
    }
  }
}
