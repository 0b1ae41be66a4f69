// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.sgdiet.cli.BadInputException;

/// A directory of mails, written all or nothing: into a directory beside it first, which takes its
/// name when everything is there.
public final class SeriesFiles {

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /// Adds a file; a name that is taken is a caller's bug.
  public void add(String name, byte[] content) {
    if (files.put(name, content) != null) {
      throw new IllegalArgumentException("two files of the name " + name);
    }
  }

  /// The mails for `git am`, by name, in their order.
  public Map<String, byte[]> patches() {
    Map<String, byte[]> patches = new LinkedHashMap<>(files);
    patches.keySet().removeIf(name -> !name.endsWith(".patch"));
    return patches;
  }

  /// Refuses a directory that cannot be made, before the long work starts.
  public static void check(Path directory) {
    if (Files.exists(directory) && !isEmptyDirectory(directory)) {
      throw new BadInputException(
          directory + ": exists and is not an empty directory; name another one with -o");
    }
    Path parent = parent(directory);
    if (!Files.isDirectory(parent)) {
      throw new BadInputException(parent + ": no such directory; make it, or name another with -o");
    }
    if (!Files.isWritable(parent)) {
      throw new BadInputException(parent + ": not writable; name another directory with -o");
    }
  }

  /// Writes the directory.
  public void write(Path directory) {
    check(directory);
    Path parent = parent(directory);
    try {
      Path draft = Files.createTempDirectory(parent, "." + directory.getFileName() + ".");
      try {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          Files.write(draft.resolve(file.getKey()), file.getValue());
        }
        Files.deleteIfExists(directory);
        Files.move(draft, directory);
      } finally {
        delete(draft);
      }
    } catch (AccessDeniedException e) {
      throw new BadInputException(e.getFile() + ": not writable; name another directory with -o");
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be written: " + e.getMessage());
    }
  }

  private static boolean isEmptyDirectory(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    } catch (IOException _) {
      return false;
    }
  }

  private static Path parent(Path directory) {
    Path parent = directory.toAbsolutePath().normalize().getParent();
    return parent == null ? directory.toAbsolutePath() : parent;
  }

  private static void delete(Path draft) throws IOException {
    if (!Files.exists(draft)) {
      return;
    }
    try (Stream<Path> entries = Files.list(draft)) {
      for (Path entry : entries.toList()) {
        Files.delete(entry);
      }
    }
    Files.delete(draft);
  }
}
