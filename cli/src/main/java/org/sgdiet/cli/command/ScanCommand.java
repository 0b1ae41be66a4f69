// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.Version;
import org.sgdiet.cli.report.JsonReport;
import org.sgdiet.cli.report.OrgReport;
import org.sgdiet.cli.report.SarifReport;
import org.sgdiet.cli.report.ScanPage;
import org.sgdiet.cli.report.TextReport;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Finds mapping sites and misuse.
@Command(
    name = "scan",
    description = "Finds every mapping of a scatterlist, its role, and every misuse.",
    footer = {"", "Example: sgdiet scan ~/linux drivers/mmc --format json"})
public final class ScanCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TreeArgument tree;

  @Mixin private FindingFilter filter;

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; text by default.")
  private Format format = Format.text;

  @Option(names = "--strict", description = "Exit with 4 when something could not be analysed.")
  private boolean strict;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = "The I-th of N parts; 'sgdiet merge' joins them.")
  private Optional<String> shard = Optional.empty();

  @Option(
      names = "--witness",
      description = "Execute the functions too; name the runs it shows in.")
  private boolean witness;

  @Option(
      names = "--calls",
      paramLabel = "FILE",
      description = {
        "What wrappers of your own do, one a line, for example:",
        "map list count-or-zero acme_map_sg(device, list, count, direction)"
      })
  private Optional<Path> calls = Optional.empty();

  /// How the result is written; the names are those of the command line.
  enum Format {
    text,
    json,
    sarif,
    org,
    html
  }

  /// A command on this terminal.
  public ScanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    KernelApi api = api();
    filter.open();
    Optional<Shard> part = shard.map(Shard::of);
    TreeArgument.Opened opened = tree.open(terminal.err());
    Predicate<String> wanted =
        part.<Predicate<String>>map(p -> p.files(opened.source().paths()).and(opened::holds))
            .orElse(opened::holds);
    ScanReport report = filter.filtered(TreeScan.run(opened, api, wanted, terminal));
    filter.tell(
        path -> path.endsWith("/") ? shard.isEmpty() && opened.holds(path) : wanted.test(path),
        terminal.err());
    if (witness) {
      report =
          report.withFindings(
              new TreeWitness(opened.source(), report.sites()).of(report.findings(), terminal));
    }
    switch (format) {
      case text -> TextReport.write(report, new Paint(terminal.colour()), terminal.out());
      case json ->
          JsonReport.write(report, opened.name(), part.map(Shard::toString), terminal.out());
      case sarif -> SarifReport.write(report.findings(), Version.number(), terminal.out());
      case org -> OrgReport.write(report, terminal.out());
      case html -> ScanPage.write(report, opened.name(), terminal.out());
    }
    return TreeScan.exitCode(report, strict);
  }

  private KernelApi api() {
    if (calls.isEmpty()) {
      return KernelApi.builtIn();
    }
    Path file = calls.get();
    try {
      return KernelApi.builtIn().with(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + ": no such file; give a file of call lines");
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read as text; give a file of call lines");
    } catch (IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }
}
