// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

    /// @param attributes those of [#ATTRIBUTES] that there are
    static Entry of(Map<String, Object> attributes) {
      return new Entry(
          is(attributes, "isRegularFile"),
          attributes.get("size") instanceof Long size ? size : 0,
          nanos(attributes, "lastModifiedTime"),
          nanos(attributes, "ctime"));
    }

    private static long nanos(Map<String, Object> attributes, String name) {
      return attributes.get(name) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
    }
  }

  /// What is asked for about each file, in one call of the system.
  private static final String ATTRIBUTES = "isRegularFile,isDirectory,size,lastModifiedTime";

  private static final String UNIX_ATTRIBUTES = "unix:" + ATTRIBUTES + ",ctime";

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
    boolean unix = directory.path().getFileSystem().supportedFileAttributeViews().contains("unix");
    String wanted = unix ? UNIX_ATTRIBUTES : ATTRIBUTES;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path())) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(".") || isC(name)) {
          add(directory, file, name, wanted);
        }
      }
    } catch (NoSuchFileException _) {
      // It went away after it was seen.
    } catch (IOException _) {
      entries.put(withoutSlash(directory.prefix()), Entry.UNKNOWN);
    } catch (DirectoryIteratorException _) {
      // A directory that breaks off is as good as one that ends.
    }
  }

  private void add(Directory directory, Path file, String name, String wanted) {
    String path = directory.prefix() + name;
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, wanted, LinkOption.NOFOLLOW_LINKS);
      if (is(attributes, "isDirectory")) {
        if (!name.startsWith(".")) {
          below.add(new Directory(file, path + "/"));
        }
      } else if (isC(name)) {
        entries.put(path, Entry.of(attributes));
      }
    } catch (NoSuchFileException _) {
      // It went away after it was seen.
    } catch (IOException _) {
      entries.put(path, Entry.UNKNOWN);
    }
  }

  private static boolean is(Map<String, Object> attributes, String name) {
    return Boolean.TRUE.equals(attributes.get(name));
  }

  private static boolean isC(String name) {
    return name.endsWith(".c") || name.endsWith(".h");
  }

  /// A directory that cannot be opened is listed by its own name, so that reading it says so.
  private static String withoutSlash(String prefix) {
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }
}
