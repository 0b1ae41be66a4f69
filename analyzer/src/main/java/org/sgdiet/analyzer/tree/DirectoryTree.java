// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The files below a directory.
///
/// Links to directories are not followed: what they point to inside the tree is seen where it is,
/// and what lies outside is not the tree's. A link to a file is read when the file is in the tree.
public final class DirectoryTree implements SourceTree {

  private final Path root;
  private final List<String> paths;

  private DirectoryTree(Path root, List<String> paths) {
    this.root = root;
    this.paths = paths;
  }

  /// Lists the directory now; files are read when asked for. Hidden directories are passed over.
  ///
  /// @param directory that exists
  public static DirectoryTree of(Path directory) throws IOException {
    Path root = directory.toRealPath();
    List<String> paths = new ArrayList<>();
    Files.walkFileTree(root, new Lister(root, paths));
    Collections.sort(paths);
    return new DirectoryTree(root, List.copyOf(paths));
  }

  /// Lists only `directories` of the tree, without what lies below them; files anywhere in the tree
  /// can still be read.
  ///
  /// @param directories paths relative to the tree
  public static DirectoryTree listing(Path directory, Collection<String> directories)
      throws IOException {
    Path root = directory.toRealPath();
    List<String> paths = new ArrayList<>();
    for (String part : new TreeSet<>(directories)) {
      Files.walkFileTree(root.resolve(part), Set.of(), 1, new Lister(root, paths));
    }
    paths.removeIf(path -> Files.isDirectory(root.resolve(path)));
    Collections.sort(paths);
    return new DirectoryTree(root, List.copyOf(paths));
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public Content read(String path) {
    Path file = root.resolve(path);
    try {
      if (!file.normalize().startsWith(root) || !file.toRealPath().startsWith(root)) {
        return new Content.Skipped("link out of the tree");
      }
      if (Files.isDirectory(file)) {
        return new Content.Skipped("unreadable directory");
      }
      if (!Files.isRegularFile(file)) {
        return new Content.Skipped("not a regular file");
      }
      return Files.size(file) > MOST_BYTES
          ? new Content.Skipped(TOO_LARGE)
          : Content.of(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      boolean dangling = Files.isSymbolicLink(file);
      return new Content.Skipped(dangling ? "link to nowhere" : "not found");
    } catch (FileSystemLoopException _) {
      return new Content.Skipped("link loop");
    } catch (IOException e) {
      boolean loop = Files.isSymbolicLink(file) && !Files.exists(file);
      return new Content.Skipped(loop ? "link loop" : "unreadable");
    }
  }

  private static final class Lister extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<String> paths;

    Lister(Path root, List<String> paths) {
      this.root = root;
      this.paths = paths;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean hidden = !directory.equals(root) && name(directory).startsWith(".");
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = name(file);
      if (name.endsWith(".c") || name.endsWith(".h")) {
        add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /// A directory that cannot be opened is listed by its own name, so that reading it says so.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    private void add(Path file) {
      paths.add(root.relativize(file).toString().replace('\\', '/'));
    }

    private static String name(Path path) {
      return String.valueOf(path.getFileName());
    }
  }
}
