// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.Version;
import org.sgdiet.cli.git.Change;
import org.sgdiet.cli.git.GitBase;
import org.sgdiet.cli.git.PatchMail;
import org.sgdiet.cli.git.RevisionTree;
import org.sgdiet.cli.report.Comparison;
import org.sgdiet.cli.report.ReviewJson;
import org.sgdiet.cli.report.ReviewReport;
import org.sgdiet.cli.report.SarifReport;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reports on a change: what it adds, fixes and moves.
@Command(
    name = "review",
    description = "Pre-review of a change: what it adds, fixes and gets wrong in DMA mapping.",
    footer = {
      "",
      "Examples: sgdiet review HEAD~3..HEAD      git format-patch --stdout -1 | sgdiet review -",
      "Without RANGE: the work tree against HEAD; untracked files are not looked at."
    })
public final class ReviewCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "-C",
      paramLabel = "REPO",
      description = "A directory of the repository; here by default.")
  private Path repository = Path.of("");

  @Parameters(
      arity = "0..1",
      paramLabel = "RANGE|MBOX|-",
      description = "A..B, A...B, one commit, a file of mails or a diff; - reads it from stdin.")
  private Optional<String> what = Optional.empty();

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; text by default.")
  private Format format = Format.text;

  @Option(names = "--strict", description = "Exit with 4 when something could not be analysed.")
  private boolean strict;

  /// How the result is written; the names are those of the command line.
  enum Format {
    text,
    json,
    sarif,
    b4,
    rdjsonl,
    gitlab
  }

  /// A command on this terminal.
  public ReviewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(repository.toAbsolutePath())) {
      throw new BadInputException(repository + ": no such directory; give a repository with -C");
    }
    Change change = change();
    ScanReport after = scan(change, change.after());
    Comparison comparison = Comparison.of(scan(change, change.before()), after);
    PrintStream out = terminal.out();
    switch (format) {
      case text -> ReviewReport.text(change, comparison, new Paint(terminal.colour()), out);
      case json -> ReviewJson.write(change, comparison, out);
      case sarif -> SarifReport.write(comparison.added(), Version.number(), out);
      case b4 -> ReviewJson.b4(change, comparison, out);
      case rdjsonl -> ReviewJson.rdjsonl(comparison, out);
      case gitlab -> ReviewJson.gitlab(comparison, out);
    }
    if (strict && !comparison.unsupported().isEmpty()) {
      return ExitCode.INCOMPLETE.code();
    }
    return comparison.added().isEmpty() ? ExitCode.CLEAN.code() : ExitCode.FINDINGS.code();
  }

  private Change change() throws IOException {
    if (what.isEmpty()) {
      return Change.ofWorkTree(repository);
    }
    String name = what.get();
    if (name.equals("-")) {
      return ofMail("stdin", terminal.in().readAllBytes());
    }
    Path file = Path.of(name);
    return Files.isRegularFile(file)
        ? ofMail(name, Files.readAllBytes(file))
        : Change.ofRange(repository, name);
  }

  /// On the repository's HEAD, or on the directory where there is no repository.
  private Change ofMail(String title, byte[] text) throws IOException {
    PatchMail mail = PatchMail.parse(text, title);
    Optional<GitBase> head = GitBase.find(repository, "HEAD");
    SourceTree base = head.isPresent() ? RevisionTree.of(head.get()) : DirectoryTree.of(repository);
    return Change.ofPatch(title, base, head.map(GitBase::prefix).orElse(""), mail);
  }

  private static ScanReport scan(Change change, SourceTree tree) {
    return change.files().isEmpty()
        ? new ScanReport(List.of(), List.of(), List.of(), List.of(), 0)
        : new Scan(tree, KernelApi.builtIn(), change.files()::contains).run();
  }
}
