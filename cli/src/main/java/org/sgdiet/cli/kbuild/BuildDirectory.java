// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.kbuild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.git.FileChange;
import org.sgdiet.cli.git.MailPatch;

/// A directory in which the user built the kernel, or began to: `make O=DIR` or the tree itself.
public final class BuildDirectory {
  private static final Pattern COMPLAINT = Pattern.compile("(?:warning|error): .*");

  /// A directory of the overlay without any header, for the version before.
  private static final String UNPATCHED = ".unpatched";

  private final Path directory;
  private final Path source;

  private BuildDirectory(Path directory, Path source) {
    this.directory = directory;
    this.source = source;
  }

  /// The directory, or in one line why it is none.
  public static BuildDirectory of(Path directory) {
    if (!Files.isRegularFile(directory.resolve(".config"))) {
      throw new BadInputException(
          directory
              + ": no kernel is configured here (.config is missing); run 'make O=DIR defconfig"
              + " modules_prepare' and name DIR with --build");
    }
    try {
      Path real = directory.toRealPath();
      Path link = real.resolve("source");
      return new BuildDirectory(real, Files.exists(link) ? link.toRealPath() : real);
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  /// What compiling a series step by step showed.
  ///
  /// @param compiled number of compilations of patched files
  /// @param skipped files that this configuration does not compile, sorted
  /// @param faults one line for each complaint that the file before did not give
  public record Steps(int compiled, List<String> skipped, List<String> faults) {

    /// For the log of a patch.
    public String describe() {
      String all =
          "Every patch of the series was compiled with W=1 on top of those before it: no new"
              + " warning";
      return skipped.isEmpty()
          ? all + "."
          : all + "; not in that configuration: " + String.join(", ", skipped) + ".";
    }
  }

  /// Compiles the files of each patch on top of the patches before it.
  ///
  /// @param root path from the repository's root to the tree, empty or with a final `/`
  public Steps compile(List<MailPatch> patches, String root) {
    build(patches, root);
    Path overlay = overlay();
    List<String> skipped = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    int compiled = 0;
    try {
      for (int i = 0; i < patches.size(); i++) {
        for (FileChange change : patches.get(i).changes()) {
          write(overlay.resolve(inTree(change, root)), change.after());
        }
        for (FileChange change : patches.get(i).changes()) {
          String path = inTree(change, root);
          Optional<CompileCommand> command =
              path.endsWith(".c") ? command(change, path) : Optional.empty();
          if (command.isPresent()) {
            compiled++;
            String step = "patch %d: ".formatted(i + 1);
            compile(command.get(), path, overlay).forEach(line -> faults.add(step + line));
          } else if (path.endsWith(".c")) {
            skipped.add(path);
          }
        }
      }
    } finally {
      delete(overlay);
    }
    return new Steps(compiled, skipped.stream().distinct().sorted().toList(), faults);
  }

  /// How the file is compiled; one that the patch brings, as its neighbours are.
  private Optional<CompileCommand> command(FileChange change, String path) {
    return change.before().isPresent()
        ? CompileCommand.of(directory, path)
        : CompileCommand.near(directory, path);
  }

  /// Has kbuild record how it compiles what it has not compiled yet, and the neighbours of what the
  /// patches bring.
  private void build(List<MailPatch> patches, String root) {
    List<String> objects =
        patches.stream()
            .flatMap(p -> p.changes().stream())
            .filter(c -> c.path().endsWith(".c"))
            .filter(c -> command(c, inTree(c, root)).isEmpty())
            .map(c -> target(c, inTree(c, root)))
            .distinct()
            .toList();
    if (!objects.isEmpty()) {
      List<String> make = new ArrayList<>(List.of("make", "-k", "W=1"));
      make.addAll(objects);
      Program.run(directory, make);
    }
  }

  private static String target(FileChange change, String path) {
    return change.before().isPresent()
        ? path.replaceFirst("\\.c$", ".o")
        : path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static String inTree(FileChange change, String root) {
    return change.path().substring(root.length());
  }

  /// The complaints about the patched file that the one before does not give.
  private List<String> compile(CompileCommand command, String path, Path overlay) {
    Path near = source.resolve(path).resolveSibling("");
    Path object = Program.temporary("sgdiet", ".o");
    try {
      Program.Result before =
          shell(command.line(source.resolve(path), overlay.resolve(UNPATCHED), near, object));
      Program.Result after = shell(command.line(overlay.resolve(path), overlay, near, object));
      Map<String, Integer> old = new TreeMap<>();
      complaints(before.text()).forEach(line -> old.merge(line, 1, Integer::sum));
      List<String> fresh = new ArrayList<>();
      for (String line : complaints(after.text())) {
        if (old.merge(line, -1, Integer::sum) < 0) {
          fresh.add(path + ": " + line);
        }
      }
      if (after.code() != 0 && fresh.isEmpty()) {
        fresh.add(path + ": " + after.text().lines().findFirst().orElse("does not compile"));
      }
      return fresh;
    } finally {
      object.toFile().delete();
    }
  }

  private Program.Result shell(String line) {
    return Program.run(directory, List.of("sh", "-c", line));
  }

  private static List<String> complaints(String text) {
    return COMPLAINT.matcher(text).results().map(m -> m.group()).toList();
  }

  /// The patched files as they are after a step; both include directories exist, because W=1 warns
  /// of missing ones.
  private static Path overlay() {
    try {
      Path overlay = Files.createTempDirectory("sgdiet");
      Files.createDirectories(overlay.resolve("include"));
      Files.createDirectories(overlay.resolve(UNPATCHED).resolve("include"));
      return overlay;
    } catch (IOException e) {
      throw new BadInputException("no temporary directory can be made: " + e.getMessage());
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new BadInputException("no temporary file can be written: " + e.getMessage());
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
