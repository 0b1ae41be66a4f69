// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// The `.c` and `.h` files below a directory with what the file system says about them, taken on
/// all cores, one level of directories after the other. Hidden directories are passed over, links
/// are not followed.
final class DirectoryListing {

  /// What the file system says about a file.
  ///
  /// @param regular false for a link, a directory that cannot be opened, a device
  /// @param modifiedNanos since 1970
  /// @param changedNanos when anything about it was changed, which no program can set back; 0 where
  ///   the file system does not tell
  record Entry(boolean regular, long size, long modifiedNanos, long changedNanos) {

    private static final Entry UNKNOWN = new Entry(false, 0, 0, 0);

    static Entry of(Path file, BasicFileAttributes attributes) {
      return new Entry(
          attributes.isRegularFile(),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
          changed(file));
    }

    private static long changed(Path file) {
      try {
        Object time = Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
        return time instanceof FileTime changed ? changed.to(TimeUnit.NANOSECONDS) : 0;
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
        return 0;
      }
    }
  }

  private record Directory(Path path, String prefix) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Queue<Directory> below = new ConcurrentLinkedQueue<>();

  private DirectoryListing() {}

  /// Everything below `root`.
  static Map<String, Entry> all(Path root) {
    DirectoryListing listing = new DirectoryListing();
    listing.add(new Directory(root, ""));
    while (!listing.below.isEmpty()) {
      List<Directory> level = List.copyOf(listing.below);
      listing.below.clear();
      Cores.forEach(level, listing::add);
    }
    return listing.entries;
  }

  /// Only what lies directly in `directories`, paths relative to `root`.
  static Map<String, Entry> of(Path root, Collection<String> directories) {
    DirectoryListing listing = new DirectoryListing();
    for (String directory : Set.copyOf(directories)) {
      listing.add(
          new Directory(root.resolve(directory), directory.isEmpty() ? "" : directory + "/"));
    }
    return listing.entries;
  }

  private void add(Directory directory) {
    try {
      Files.walkFileTree(directory.path(), Set.of(), 1, new Lister(directory));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Lister extends SimpleFileVisitor<Path> {
    private final Directory directory;

    Lister(Directory directory) {
      this.directory = directory;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = String.valueOf(file.getFileName());
      if (attributes.isDirectory()) {
        if (!name.startsWith(".")) {
          below.add(new Directory(file, directory.prefix() + name + "/"));
        }
      } else if (name.endsWith(".c") || name.endsWith(".h")) {
        entries.put(directory.prefix() + name, Entry.of(file, attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    /// A directory that cannot be opened is listed by its own name, so that reading it says so.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        boolean itself = file.equals(directory.path());
        String name = itself ? "" : String.valueOf(file.getFileName());
        String path = directory.prefix() + name;
        entries.put(
            path.endsWith("/") ? path.substring(0, path.length() - 1) : path, Entry.UNKNOWN);
      }
      return FileVisitResult.CONTINUE;
    }

    /// A directory that breaks off is as good as one that ends.
    @Override
    public FileVisitResult postVisitDirectory(
        Path file, @org.jspecify.annotations.Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
