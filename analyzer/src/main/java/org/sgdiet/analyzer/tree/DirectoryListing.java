// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sgdiet.analyzer.tree.FileTimes.Settled;

/// The directories of a tree and the `.c` and `.h` files in each, taken on all cores, one level
/// after the other. Hidden directories are passed over, links are not followed. A directory that
/// was listed before is looked into again only when its times say that a name in it came, went or
/// got another kind of file.
///
/// @param directories by path with its final `/`, empty for the root
record DirectoryListing(Map<String, Directory> directories) {

  static final DirectoryListing NOTHING = new DirectoryListing(Map.of());

  /// One directory. Names stand between slashes, as in `/a.c/b.h/`: no name holds one, and most
  /// directories of a tree are never asked about.
  ///
  /// @param times when it was last changed, long enough before it was listed; else nothing
  /// @param files C files
  /// @param others what has the name of a C file and is a link, a device or out of reach
  /// @param below directories
  /// @param opened false when it could not be
  record Directory(
      Optional<Settled> times, String files, String others, String below, boolean opened) {

    private static final Directory CLOSED = new Directory(Optional.empty(), "", "", "", false);

    static List<String> names(String joined) {
      return joined.isEmpty() ? List.of() : List.of(joined.substring(1).split("/"));
    }
  }

  /// Everything below `root`.
  ///
  /// @param before an earlier listing
  /// @param times tells which directories are what they were
  static DirectoryListing all(Path root, DirectoryListing before, FileTimes times) {
    Map<String, Directory> found = new ConcurrentHashMap<>();
    List<String> level = List.of("");
    while (!level.isEmpty()) {
      Queue<String> next = new ConcurrentLinkedQueue<>();
      Cores.forEach(
          level,
          prefix -> {
            Optional<Settled> now = times.of(root.resolve(prefix));
            Optional<Directory> known =
                Optional.ofNullable(before.directories().get(prefix))
                    .filter(d -> now.isPresent() && now.equals(d.times()));
            known
                .or(() -> list(root.resolve(prefix), now))
                .ifPresent(d -> {
                  found.put(prefix, d);
                  Directory.names(d.below()).forEach(name -> next.add(prefix + name + "/"));
                });
          });
      level = List.copyOf(next);
    }
    return new DirectoryListing(found);
  }

  /// Whether a later listing is spared more by this one than by the one before.
  boolean tellsMoreThan(DirectoryListing before) {
    return directories.entrySet().stream()
        .anyMatch(e ->
            e.getValue().times().isPresent()
                && !e.getValue().equals(before.directories().get(e.getKey())));
  }

  /// Only `directories` themselves, paths relative to `root`.
  static DirectoryListing of(Path root, Collection<String> directories) {
    Map<String, Directory> found = new HashMap<>();
    for (String directory : directories) {
      list(root.resolve(directory), Optional.empty())
          .ifPresent(d -> found.put(directory.isEmpty() ? "" : directory + "/", d));
    }
    return new DirectoryListing(found);
  }

  /// A directory as it is, or nothing when it went away after it was seen.
  private static Optional<Directory> list(Path path, Optional<Settled> times) {
    StringBuilder files = new StringBuilder();
    StringBuilder others = new StringBuilder();
    StringBuilder below = new StringBuilder();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean hidden = name.startsWith(".");
        if (hidden && !isC(name)) {
          continue;
        }
        switch (FileTimes.kind(entry)) {
          case DIRECTORY -> add(below, name, !hidden);
          case REGULAR -> add(files, name, isC(name));
          case OTHER -> add(others, name, isC(name));
          case NONE -> {} // It went away after it was seen.
        }
      }
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException _) {
      return Optional.of(Directory.CLOSED);
    } catch (DirectoryIteratorException _) {
      // A directory that breaks off is as good as one that ends; the next listing looks again.
      return Optional.of(directory(Optional.empty(), files, others, below));
    }
    return Optional.of(directory(times, files, others, below));
  }

  private static Directory directory(
      Optional<Settled> times, StringBuilder files, StringBuilder others, StringBuilder below) {
    return new Directory(times, files.toString(), others.toString(), below.toString(), true);
  }

  private static void add(StringBuilder names, String name, boolean wanted) {
    if (wanted) {
      names.append(names.isEmpty() ? "/" : "").append(name).append('/');
    }
  }

  private static boolean isC(String name) {
    return name.endsWith(".c") || name.endsWith(".h");
  }
}
