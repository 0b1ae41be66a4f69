// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.git.Branch;
import org.sgdiet.cli.git.EarlierPosting;
import org.sgdiet.cli.git.GitBase;
import org.sgdiet.cli.git.SeriesFiles;
import org.sgdiet.cli.git.SeriesPlan;
import org.sgdiet.cli.kbuild.BuildDirectory;
import org.sgdiet.cli.kbuild.Checkpatch;
import org.sgdiet.cli.report.RewriteResult;
import org.sgdiet.cli.report.RewriteResult.Proposed;
import org.sgdiet.cli.terminal.Terminal;
import org.sgdiet.rewriter.dialect.Dialect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes rewrites as a patch series.
@Command(
    name = "series",
    description =
        "Writes proved rewrites as a patch series for 'git am'; sends nothing, signs nothing off.",
    footer = {
      "",
      "Example: sgdiet series ~/linux drivers/mtd -o ~/out && git -C ~/linux am ~/out/*.patch",
      "On a git tree the series stands on HEAD, or on --rev; files on disk are not looked at."
    })
public final class SeriesCommand implements Callable<Integer> {
  /// Patches that a list takes at a time; netdev says so.
  private static final int MOST = 15;

  private final Terminal terminal;

  @Mixin private TreeArgument tree;

  @Option(names = "-o", paramLabel = "DIR", description = "A new directory for the mails.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "Make the commits on a new branch; HEAD, index and files stay.")
  private Optional<String> branch = Optional.empty();

  @Option(
      names = "--build",
      paramLabel = "DIR",
      description =
          "Compile each step with the flags of this kernel build; runs the tree's Makefiles.")
  private Optional<Path> buildDirectory = Optional.empty();

  @Option(
      names = "--checkpatch",
      description = "Run TREE's own scripts/checkpatch.pl over the mails.")
  private boolean checkpatch;

  @Option(names = "--dialect", description = "${COMPLETION-CANDIDATES}; UPSTREAM by default.")
  private Dialect dialect = Dialect.UPSTREAM;

  @Option(
      names = "--only",
      description = "${COMPLETION-CANDIDATES}; all takes in what could not be executed.")
  private Only only = Only.proved;

  @Option(
      names = "-v",
      paramLabel = "N",
      description = "Version of the posting; by default 1, or one more than the earlier one.")
  private Optional<Integer> version = Optional.empty();

  @Option(
      names = "--earlier",
      paramLabel = "DIR",
      description = "The mails of the version before: keeps its change-id, says what changed.")
  private Optional<Path> earlierDirectory = Optional.empty();

  /// Which rewrites go into the series; those shown to be wrong never do.
  enum Only {
    proved,
    all
  }

  /// A command on this terminal.
  public SeriesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (directory.isEmpty() && branch.isEmpty()) {
      throw new BadInputException("series: nowhere to write to; name a directory with -o");
    }
    directory.ifPresent(SeriesFiles::check);
    Optional<EarlierPosting> earlier = earlierDirectory.map(EarlierPosting::read);
    int number = number(earlier);
    Optional<BuildDirectory> kernel = buildDirectory.map(BuildDirectory::of);
    TreeArgument.Opened opened = tree.openAtBase(terminal.err());
    branch.ifPresent(name -> Branch.check(base(opened), name));
    RewriteResult result = new TreeRewrite(opened, dialect, _ -> true).run(terminal);
    List<Proposed> proposals =
        patches(result.good()).stream()
            .filter(p -> only == Only.all || isProved(p, result.good()))
            .toList();
    if (proposals.isEmpty()) {
      terminal
          .err()
          .println("sgdiet: note: no proved rewrite, so no series; 'sgdiet rewrite' says why not");
      return ExitCode.CLEAN.code();
    }
    SeriesBuild plain = new SeriesBuild(opened, dialect);
    SeriesBuild build = kernel.map(k -> compiled(k, plain, proposals)).orElse(plain);
    SeriesPlan plan = build.plan(proposals);
    SeriesFiles files = build.mails(plan, number, earlier).files();
    List<String> complaints = checkpatch ? complaints(files) : List.of();
    directory.ifPresent(files::write);
    branch.ifPresent(name -> Branch.create(base(opened), name, plan.patches()));
    plan.patches().forEach(patch -> terminal.out().println(patch.subject()));
    if (plan.patches().size() > MOST) {
      terminal
          .err()
          .println(
              "sgdiet: note: %d patches; lists take %d at a time, POSTING.txt says which first"
                  .formatted(plan.patches().size(), MOST));
    }
    complaints.forEach(terminal.out()::println);
    return complaints.isEmpty() ? ExitCode.CLEAN.code() : ExitCode.FINDINGS.code();
  }

  private int number(Optional<EarlierPosting> earlier) {
    int least = earlier.map(e -> e.version() + 1).orElse(1);
    int asked = version.orElse(least);
    if (asked < least) {
      throw new BadInputException(
          "series: -v %d: %s; give %d or more, or leave -v out"
              .formatted(
                  asked,
                  earlier.isPresent()
                      ? "%s holds v%d".formatted(earlierDirectory.orElseThrow(), least - 1)
                      : "the first version is 1",
                  least));
    }
    return asked;
  }

  /// The series with what compiling it showed; a step that does not build is a fault of sgdiet, and
  /// nothing is written then.
  private static SeriesBuild compiled(
      BuildDirectory kernel, SeriesBuild build, List<Proposed> proposals) {
    BuildDirectory.Steps steps = kernel.compile(build.plan(proposals).patches(), build.root());
    if (!steps.faults().isEmpty()) {
      throw new IllegalStateException(
          "a patch does not build, so nothing is written: " + String.join("; ", steps.faults()));
    }
    return build.compiled(steps.describe());
  }

  private List<String> complaints(SeriesFiles files) {
    List<String> complaints = new ArrayList<>();
    files
        .patches()
        .forEach((name, mail) -> complaints.addAll(Checkpatch.complaints(tree.path(), name, mail)));
    return complaints;
  }

  /// One of the proposals that share a patch.
  private static List<Proposed> patches(List<Proposed> proposals) {
    List<Proposed> first = new ArrayList<>();
    for (Proposed p : proposals) {
      if (first.stream().noneMatch(o -> o.edits().equals(p.edits()))) {
        first.add(p);
      }
    }
    return first;
  }

  /// Whether every mapping that the patch changes was proved.
  private static boolean isProved(Proposed patch, List<Proposed> all) {
    return all.stream()
        .filter(o -> o.edits().equals(patch.edits()))
        .allMatch(o -> o.validation().word().equals("proved"));
  }

  private GitBase base(TreeArgument.Opened opened) {
    return opened
        .base()
        .orElseThrow(() ->
            new BadInputException(tree.path() + ": not in a git repository, which --branch needs"));
  }
}
