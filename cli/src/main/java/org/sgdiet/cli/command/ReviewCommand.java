// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.cache.CacheDirectory;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.Version;
import org.sgdiet.cli.git.Change;
import org.sgdiet.cli.git.GitBase;
import org.sgdiet.cli.git.PatchMail;
import org.sgdiet.cli.git.RevisionTree;
import org.sgdiet.cli.report.OrgReport;
import org.sgdiet.cli.report.Review;
import org.sgdiet.cli.report.ReviewJson;
import org.sgdiet.cli.report.ReviewMail;
import org.sgdiet.cli.report.ReviewPage;
import org.sgdiet.cli.report.ReviewReport;
import org.sgdiet.cli.report.SarifReport;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private static final Pattern MAIL_FILE =
      Pattern.compile("(?:/|\\.{1,2}/).*|.*\\.(?:patch|diff|mbox|eml|mail|txt)");

  /// Functions that are executed unless told, and the files of a change up to which they are: a
  /// look at more is to be over in two seconds.
  private static final int FEW_FUNCTIONS = 8;

  private static final int FEW_FILES = 15;

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

  @Mixin private FindingFilter filter;

  @Option(names = "--strict", description = "Exit with 4 when something could not be analysed.")
  private boolean strict;

  @Option(names = "--cached", description = "Review the index against HEAD, as before a commit.")
  private boolean cached;

  @Option(
      names = "--execute",
      paramLabel = "N",
      description =
          "Execute at most N changed mapping functions, before and after; by default 8, none of more"
              + " than 15 files.")
  private Optional<Integer> execute = Optional.empty();

  /// How the result is written; the names are those of the command line.
  enum Format {
    text,
    json,
    sarif,
    b4,
    rdjsonl,
    gitlab,
    org,
    report,
    html,
    mail
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
    if (cached && what.isPresent()) {
      throw new BadInputException("review: --cached goes without RANGE or MBOX");
    }
    filter.open();
    Review review = review();
    filter.tell(review.change().files()::contains, terminal.err());
    PrintStream out = terminal.out();
    List<Finding> added = review.comparison().added();
    switch (format) {
      case text -> ReviewReport.text(review, new Paint(terminal.colour()), out);
      case json -> ReviewJson.write(review, out);
      case sarif -> SarifReport.write(added, Version.number(), out);
      case b4 -> ReviewJson.b4(review, out);
      case rdjsonl -> ReviewJson.rdjsonl(review.comparison(), out);
      case gitlab -> ReviewJson.gitlab(review.comparison(), out);
      case org -> OrgReport.findings(added, out);
      case report -> OrgReport.lines(added, out);
      case html -> ReviewPage.write(review, out);
      case mail -> ReviewMail.write(review, out);
    }
    if (strict && !review.comparison().unsupported().isEmpty()) {
      return ExitCode.INCOMPLETE.code();
    }
    return added.isEmpty() ? ExitCode.CLEAN.code() : ExitCode.FINDINGS.code();
  }

  private Review review() throws IOException {
    if (what.isEmpty()) {
      return review(
          cached ? Change.ofIndex(repository) : Change.ofWorkTree(repository), Optional.empty());
    }
    String name = what.get();
    if (name.equals("-")) {
      return ofMail("stdin", terminal.in().readAllBytes());
    }
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      return ofMail(
          file.isAbsolute() ? file.getFileName().toString() : name, Files.readAllBytes(file));
    }
    if (MAIL_FILE.matcher(name).matches()) {
      throw new BadInputException(name + ": no such file; give mails, a diff or revisions");
    }
    return review(Change.ofRange(repository, name), Optional.empty());
  }

  private Review review(Change change, Optional<Review.Cover> cover) {
    int most = execute.orElse(change.files().size() > FEW_FILES ? 0 : FEW_FUNCTIONS);
    return new TreeReview(change, most, filter, CacheDirectory.ofUser(System.getenv())).run(cover);
  }

  /// On the repository's HEAD, or on the directory where there is no repository.
  private Review ofMail(String title, byte[] text) throws IOException {
    PatchMail mail = PatchMail.parse(text, title);
    Optional<Review.Cover> cover = ReviewMail.cover(new String(text, UTF_8));
    if (mail.files().isEmpty() && cover.isEmpty()) {
      throw new BadInputException(title + ": holds no diff; give the output of 'git format-patch'");
    }
    Optional<GitBase> head = GitBase.find(repository, "HEAD");
    SourceTree base = head.isPresent() ? RevisionTree.of(head.get()) : directory();
    return review(Change.ofPatch(title, base, head.map(GitBase::prefix).orElse(""), mail), cover);
  }

  private SourceTree directory() throws IOException {
    return DirectoryTree.of(repository, Instant.now(), CacheDirectory.ofUser(System.getenv()));
  }
}
