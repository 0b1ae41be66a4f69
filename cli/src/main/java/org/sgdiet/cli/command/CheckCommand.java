// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.check.Finding;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.Scan;
import org.sgdiet.analyzer.tree.ScanReport;
import org.sgdiet.cli.ExitCode;
import org.sgdiet.cli.report.TextReport;
import org.sgdiet.cli.terminal.Paint;
import org.sgdiet.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// Misuse in single files, printed as the compiler prints its warnings.
@Command(
    name = "check",
    description = "Findings of single files, in the form of gcc's warnings.",
    footer = {
      "",
      "Example: sgdiet check drivers/mmc/host/sdhci.c",
      "As a checker of the kernel's build: make C=2 CHECK=\"sgdiet check\" drivers/mmc/",
      "Compiler flags are passed over; with them, findings do not fail the build."
    })
public final class CheckCommand implements Callable<Integer> {
  /// Flags, most of them gcc's, whose value is the next word.
  private static final Set<String> WITH_VALUE =
      Set.of(
          "-include",
          "-imacros",
          "-isystem",
          "-iquote",
          "-idirafter",
          "-I",
          "-D",
          "-U",
          "-o",
          "-x",
          "-MF",
          "-MT",
          "-MQ",
          "--param",
          "--suppress",
          "--baseline");

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "C files of a kernel tree.")
  @SuppressWarnings("UnusedVariable") // files are taken from the words as they came
  private List<String> words = List.of();

  @Mixin private FindingFilter filter;

  @Unmatched private List<String> flags = new ArrayList<>();

  /// A command on this terminal.
  public CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    filter.open();
    int unreadable = 0;
    Map<Path, Map<String, String>> trees = new TreeMap<>();
    for (String name : files()) {
      Path file = Path.of(name);
      if (Files.isRegularFile(file)) {
        Path real = file.toRealPath();
        Path root = root(real);
        String path = root.relativize(real).toString().replace('\\', '/');
        trees.computeIfAbsent(root, _ -> new TreeMap<>()).put(path, name);
      } else {
        terminal.err().println("sgdiet: " + name + ": no such file; give C files");
        unreadable++;
      }
    }
    int findings = 0;
    for (Map.Entry<Path, Map<String, String>> tree : trees.entrySet()) {
      ScanReport report = check(tree.getKey(), tree.getValue());
      findings += report.findings().size();
      unreadable += report.skipped().size();
    }
    filter.tell(path -> trees.values().stream().anyMatch(t -> t.containsKey(path)), terminal.err());
    if (unreadable > 0) {
      return ExitCode.USAGE.code();
    }
    return findings == 0 || !flags.isEmpty() ? ExitCode.CLEAN.code() : ExitCode.FINDINGS.code();
  }

  /// The words that name files: neither flags nor their values.
  private List<String> files() {
    List<String> files = new ArrayList<>();
    Iterator<String> rest = spec.commandLine().getParseResult().originalArgs().iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (WITH_VALUE.contains(word)) {
        Optional.of(rest).filter(Iterator::hasNext).ifPresent(Iterator::next);
      } else if (!word.startsWith("-") && !word.equals(spec.name())) {
        files.add(word);
      }
    }
    return files;
  }

  private ScanReport check(Path root, Map<String, String> names) throws IOException {
    List<String> directories =
        names.keySet().stream().map(p -> p.substring(0, Math.max(0, p.lastIndexOf('/')))).toList();
    ScanReport report =
        new Scan(
                DirectoryTree.listing(root, directories),
                KernelApi.builtIn(),
                names.keySet()::contains)
            .run();
    for (ScanReport.SkippedFile file : report.skipped()) {
      String name = names.getOrDefault(file.path(), file.path());
      terminal.err().println("sgdiet: " + name + ": " + file.reason() + "; skipped");
    }
    ScanReport shown = filter.filtered(report);
    List<Finding> findings =
        shown.findings().stream().map(f -> f.named(n -> names.getOrDefault(n, n))).toList();
    TextReport.findings(findings, new Paint(terminal.colour()), terminal.out());
    return shown;
  }

  /// The nearest directory above the file that looks like the root of a kernel tree.
  private static Path root(Path file) {
    Path directory = Optional.ofNullable(file.getParent()).orElse(file);
    for (Path up = directory; up != null; up = up.getParent()) {
      if (Files.isDirectory(up.resolve("include/linux"))) {
        return up;
      }
    }
    return directory;
  }
}
