// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.report.Json;
import org.sgdiet.cli.report.JsonReport;
import org.sgdiet.cli.report.MergedReport;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;

/// Puts the reports of the shards of one scan together.
@Command(
    name = "merge",
    description = "Puts the JSON reports of all shards of a scan together, as one scan writes it.",
    footer = {
      "",
      "Example: sgdiet scan ~/linux --shard 1/2 --format json > 1.json",
      "         sgdiet scan ~/linux --shard 2/2 --format json > 2.json",
      "         sgdiet merge 1.json 2.json"
    })
public final class MergeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The report of each shard.")
  private List<Path> files = List.of();

  /// A command on this terminal.
  public MergeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<JsonReport.Document> shards = new ArrayList<>();
    files.forEach(file -> shards.add(read(file)));
    JsonReport.Document whole;
    try {
      whole = MergedReport.of(shards);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
    Json.write(whole, terminal.out());
    return whole.findings().isEmpty() ? ExitCode.CLEAN.code() : ExitCode.FINDINGS.code();
  }

  private static JsonReport.Document read(Path file) {
    try {
      return JsonReport.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + ": no such file; give the report of a shard");
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new BadInputException(
          file + ": not a report of 'sgdiet scan --shard I/N --format json'");
    }
  }
}
