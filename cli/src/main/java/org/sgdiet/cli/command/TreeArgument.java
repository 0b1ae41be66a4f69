// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.cache.CacheDirectory;
import org.sgdiet.analyzer.tree.DirectoryTree;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.cli.BadInputException;
import org.sgdiet.cli.git.GitBase;
import org.sgdiet.cli.git.RevisionTree;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `TREE [PATH[:FUNCTION]...] [--rev REV]`, shared by the commands that work on a kernel tree.
final class TreeArgument {
  private static final String HEADER = "include/linux/dma-mapping.h";

  @Parameters(
      index = "0",
      paramLabel = "TREE",
      description = "A kernel tree, or some of its directories.")
  private Path tree;

  @Parameters(
      index = "1..*",
      paramLabel = "PATH",
      description = "Files or directories of TREE; by default all.")
  private List<String> paths = List.of();

  @Option(
      names = "--rev",
      paramLabel = "REV",
      description = "Read this git revision instead of the files.")
  private Optional<String> revision = Optional.empty();

  @Option(names = "--no-cache", description = "Read everything anew, and keep nothing.")
  private boolean withoutCache;

  /// A part of a tree that the user named.
  ///
  /// @param path a file or directory, relative to the tree; empty for all of it
  /// @param function empty for all of the path
  record Scope(String path, Optional<String> function) {
    boolean holds(String file) {
      return path.isEmpty()
          || (file.startsWith(path)
              && (file.length() == path.length() || file.charAt(path.length()) == '/'));
    }
  }

  /// The tree, opened.
  ///
  /// @param base the commit that it was read from; empty for the files on disk
  /// @param name how reports call it, never with the path that leads to it
  /// @param cache where results of scans are kept, if they are
  record Opened(
      SourceTree source,
      Optional<GitBase> base,
      String name,
      List<Scope> scopes,
      Optional<CacheDirectory> cache) {
    /// Whether the file lies in one of the scopes.
    boolean holds(String file) {
      for (Scope scope : scopes) { // asked of each file of a tree
        if (scope.holds(file)) {
          return true;
        }
      }
      return false;
    }

    /// Whether the user named the function, or all of its file.
    boolean names(String file, String function) {
      return scopes.stream()
          .anyMatch(s -> s.holds(file) && s.function().map(function::equals).orElse(true));
    }
  }

  Path path() {
    return tree;
  }

  Optional<String> revision() {
    return revision;
  }

  /// Opens the tree, or says in one line why it cannot be worked on. What a partial tree lacks is
  /// said once on `err`.
  Opened open(PrintStream err) {
    checkDirectory();
    Optional<GitBase> base = revision.map(name -> GitBase.open(tree, name));
    return open(base.<SourceTree>map(RevisionTree::of).orElseGet(this::directory), base, err);
  }

  /// Opens the tree at a git revision.
  Opened openAt(String name, PrintStream err) {
    checkDirectory();
    GitBase base = GitBase.open(tree, name);
    return open(RevisionTree.of(base), Optional.of(base), err);
  }

  /// Opens the tree at the revision, else at `HEAD`; the files on disk only where git knows none.
  Opened openAtBase(PrintStream err) {
    checkDirectory();
    Optional<GitBase> base =
        GitBase.find(tree, revision.orElse("HEAD"))
            .filter(b -> !RevisionTree.of(b).paths().isEmpty());
    return base.isEmpty() && revision.isEmpty()
        ? open(directory(), base, err)
        : open(RevisionTree.of(base.orElseGet(() -> GitBase.open(tree, "HEAD"))), base, err);
  }

  private void checkDirectory() {
    if (!Files.isDirectory(tree)) {
      String what = Files.exists(tree) ? "not a directory" : "no such directory";
      throw new BadInputException(tree + ": " + what + "; give the root of a kernel tree");
    }
  }

  private Opened open(SourceTree source, Optional<GitBase> base, PrintStream err) {
    if (source.paths().isEmpty()) {
      throw new BadInputException(
          tree + ": not a kernel tree: there is no C file in it; give the root of a kernel tree");
    }
    List<Scope> scopes = new ArrayList<>();
    for (String path : paths) {
      scopes.add(scope(path, source));
    }
    if (source.read(HEADER) instanceof SourceTree.Content.Skipped) {
      err.println(
          "sgdiet: note: "
              + tree
              + ": partial tree without "
              + HEADER
              + "; what only its headers tell stays unknown");
    }
    return new Opened(
        source,
        base,
        name(),
        scopes.isEmpty() ? List.of(new Scope("", Optional.empty())) : scopes,
        cache());
  }

  private Optional<CacheDirectory> cache() {
    return withoutCache ? Optional.empty() : Optional.of(CacheDirectory.ofUser(System.getenv()));
  }

  private SourceTree directory() {
    try {
      Optional<CacheDirectory> cache = cache();
      return cache.isPresent()
          ? DirectoryTree.of(tree, Instant.now(), cache.get())
          : DirectoryTree.of(tree);
    } catch (IOException e) {
      throw new BadInputException(tree + ": cannot be read: " + e.getMessage());
    }
  }

  private String name() {
    Path name = tree.toAbsolutePath().normalize().getFileName();
    return name == null ? "/" : name.toString();
  }

  /// `PATH[:FUNCTION]`, the path relative to the tree or, as shells complete it, to where we are.
  private Scope scope(String argument, SourceTree source) {
    int colon = argument.lastIndexOf(':');
    String path = colon < 0 ? argument : argument.substring(0, colon);
    Optional<String> function =
        colon < 0 ? Optional.empty() : Optional.of(argument.substring(colon + 1));
    for (String candidate : List.of(slashes(Path.of(path).normalize()), fromHere(path))) {
      Scope scope = new Scope(candidate, function);
      if (source.paths().stream().anyMatch(scope::holds)) {
        return scope;
      }
    }
    Path file = tree.resolve(path);
    String why =
        Files.isRegularFile(file)
            ? "not a C file; give .c or .h files or directories"
            : "not in " + tree + ", or without a C file; paths are relative to TREE";
    throw new BadInputException(path + ": " + why);
  }

  private String fromHere(String path) {
    Path root = tree.toAbsolutePath().normalize();
    Path file = Path.of(path).toAbsolutePath().normalize();
    return file.startsWith(root) ? slashes(root.relativize(file)) : slashes(Path.of(path));
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
