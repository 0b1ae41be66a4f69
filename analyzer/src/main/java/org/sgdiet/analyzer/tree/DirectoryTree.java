// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.tree.DirectoryListing.Entry;

/// The files below a directory.
///
/// Links to directories are not followed: what they point to inside the tree is seen where it is,
/// and what lies outside is not the tree's. A link to a file is read when the file is in the tree.
public final class DirectoryTree implements SourceTree {

  private static final Set<OpenOption> UNLINKED =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /// A file may be changed twice within a tick of the file system's clock.
  private static final Duration SETTLES = Duration.ofSeconds(2);

  private final Path root;
  private final Map<String, Entry> entries;
  private final List<String> paths;
  private final Optional<Instant> listed;

  private DirectoryTree(Path root, Map<String, Entry> entries, Optional<Instant> listed) {
    this.root = root;
    this.entries = entries;
    this.listed = listed;
    String[] sorted = entries.keySet().toArray(String[]::new);
    Arrays.parallelSort(sorted);
    this.paths = List.of(sorted);
  }

  /// Lists the directory now; files are read when asked for. Hidden directories are passed over.
  ///
  /// @param directory that exists
  public static DirectoryTree of(Path directory) throws IOException {
    Path root = directory.toRealPath();
    return new DirectoryTree(root, DirectoryListing.all(root), Optional.empty());
  }

  /// As [#of(Path)], of which a scan can be kept.
  ///
  /// @param now by the clock; who changed a file after it has changed its stamp
  public static DirectoryTree of(Path directory, Instant now) throws IOException {
    Path root = directory.toRealPath();
    return new DirectoryTree(root, DirectoryListing.all(root), Optional.of(now));
  }

  /// Lists only `directories` of the tree, without what lies below them; files anywhere in the tree
  /// can still be read.
  ///
  /// @param directories paths relative to the tree
  public static DirectoryTree listing(Path directory, Collection<String> directories)
      throws IOException {
    Path root = directory.toRealPath();
    return new DirectoryTree(root, DirectoryListing.of(root, directories), Optional.empty());
  }

  @Override
  public Optional<String> identity() {
    return listed.map(_ -> "directory " + root);
  }

  @Override
  public Optional<Stamp> stamp(String path) {
    return Optional.ofNullable(entries.get(path))
        .filter(Entry::regular)
        .filter(this::isSettled)
        .map(e -> new Stamp(e.size(), e.modifiedNanos(), e.changedNanos()));
  }

  private boolean isSettled(Entry entry) {
    Instant touched =
        Instant.ofEpochSecond(0, Math.max(entry.modifiedNanos(), entry.changedNanos()));
    return listed.filter(now -> touched.isBefore(now.minus(SETTLES))).isPresent();
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public Content read(String path) {
    Entry entry = entries.get(path);
    if (entry == null || !entry.regular()) {
      return readUnlisted(path);
    }
    if (entry.size() > MOST_BYTES) {
      return new Content.Skipped(TOO_LARGE);
    }
    try {
      return Content.of(bytes(root.resolve(path), (int) entry.size()));
    } catch (IOException _) {
      return readUnlisted(path);
    }
  }

  /// The bytes of a file that had `size` bytes when it was listed, and was no link.
  private static byte[] bytes(Path file, int size) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, UNLINKED)) {
      ByteBuffer buffer = ByteBuffer.allocate(size);
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
      if (channel.read(ByteBuffer.allocate(1)) > 0) {
        throw new IOException("grows while it is read");
      }
      return buffer.hasRemaining()
          ? Arrays.copyOf(buffer.array(), buffer.position())
          : buffer.array();
    }
  }

  /// A link, or a file that was not listed or is no longer what it was: looked at closely.
  private Content readUnlisted(String path) {
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
}
