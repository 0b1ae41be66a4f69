// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.check.Suppression;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.report.Baseline;
import org.sgdiet.cli.report.Prose;
import picocli.CommandLine.Option;

/// `--suppress` and `--baseline`, shared by the commands that report findings. Of one run.
final class FindingFilter {
  @Option(
      names = "--suppress",
      paramLabel = "FILE",
      defaultValue = "${env:SGDIET_SUPPRESS}",
      description = {
        "Leave out the findings that FILE lists, one a line:",
        "RULE PATH[:FUNCTION] REASON; $SGDIET_SUPPRESS by default."
      })
  private Optional<Path> suppress = Optional.empty();

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "Only what is new since FILE, a scan's JSON or SARIF.")
  private Optional<Path> baseline = Optional.empty();

  private List<Suppression> entries = List.of();
  private Optional<Baseline> known = Optional.empty();
  private final Set<Suppression> used = new HashSet<>();
  private int suppressed;

  /// Reads the files, or says in one line why they cannot be used.
  void open() {
    entries = suppress.map(FindingFilter::list).orElse(List.of());
    known = baseline.map(FindingFilter::known);
  }

  /// The findings that are to be shown, those of the baseline among them.
  List<Finding> unsuppressed(List<Finding> findings) {
    return findings.stream()
        .filter(f -> {
          List<Suppression> of = entries.stream().filter(s -> s.covers(f)).toList();
          used.addAll(of);
          suppressed += of.isEmpty() ? 0 : 1;
          return of.isEmpty();
        })
        .toList();
  }

  /// The same for what was there before a change, which makes no entry useful.
  List<Finding> unsuppressedBefore(List<Finding> findings) {
    return findings.stream().filter(f -> entries.stream().noneMatch(s -> s.covers(f))).toList();
  }

  /// Those that are new.
  List<Finding> fresh(List<Finding> findings) {
    return known.map(b -> b.without(findings)).orElse(findings);
  }

  /// A report with the findings that are to be shown and new.
  ScanReport filtered(ScanReport report) {
    return report.withFindings(fresh(unsuppressed(report.findings())));
  }

  /// Tells how many findings the list left out, and which of its entries for the files that were
  /// looked at are stale.
  void tell(Predicate<String> looked, PrintStream err) {
    if (suppress.isEmpty()) {
      return;
    }
    Path file = suppress.get();
    if (suppressed > 0) {
      err.println(
          "sgdiet: note: %s: leaves out %s".formatted(file, Prose.counted(suppressed, "finding")));
    }
    for (Suppression entry : entries) {
      if (!used.contains(entry) && looked.test(entry.path())) {
        err.println(
            "sgdiet: note: %s:%d: stale: there is no finding %s; take the line out"
                .formatted(file, entry.line(), entry.subject()));
      }
    }
  }

  private static List<Suppression> list(Path file) {
    try {
      return Suppression.parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + ": no such file; give a list of suppressions");
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read as text; give a list of suppressions");
    } catch (IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  private static Baseline known(Path file) {
    String wanted = "; give what 'sgdiet scan --format json' or 'sarif' wrote";
    try {
      return Baseline.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + ": no such file" + wanted);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read" + wanted);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(file + ": not the report of a scan" + wanted);
    }
  }
}
