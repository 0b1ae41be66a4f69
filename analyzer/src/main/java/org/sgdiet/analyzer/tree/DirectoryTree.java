// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sgdiet.analyzer.cache.BuildDigest;
import org.sgdiet.analyzer.cache.CacheDirectory;
import org.sgdiet.analyzer.cache.RecordCodec;
import org.sgdiet.analyzer.tree.DirectoryListing.Directory;

/// The files below a directory.
///
/// Links to directories are not followed: what they point to inside the tree is seen where it is,
/// and what lies outside is not the tree's. A link to a file is read when the file is in the tree.
public final class DirectoryTree implements SourceTree {

  private static final Set<OpenOption> UNLINKED =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private static final RecordCodec<DirectoryListing> CODEC =
      new RecordCodec<>(DirectoryListing.class);

  private static final ThreadLocal<ReadBuffer> BUFFER = ThreadLocal.withInitial(ReadBuffer::new);

  private final Path root;
  private final DirectoryListing listing;
  private final FileTimes times;
  private final Map<String, Set<String>> regular = new ConcurrentHashMap<>();
  private Optional<List<String>> paths = Optional.empty();

  private DirectoryTree(Path root, DirectoryListing listing, FileTimes times) {
    this.root = root;
    this.listing = listing;
    this.times = times;
  }

  /// Lists the directory now; files are read when asked for. Hidden directories are passed over.
  ///
  /// @param directory that exists
  public static DirectoryTree of(Path directory) throws IOException {
    Path root = directory.toRealPath();
    FileTimes nothing = new FileTimes(Optional.empty());
    return new DirectoryTree(
        root, DirectoryListing.all(root, DirectoryListing.NOTHING, nothing), nothing);
  }

  /// As [#of(Path)], of which a scan can be kept, as is the listing itself.
  ///
  /// @param now by the clock; who changed a file after it has changed its stamp
  public static DirectoryTree of(Path directory, Instant now, CacheDirectory cache)
      throws IOException {
    Path root = directory.toRealPath();
    FileTimes times = new FileTimes(Optional.of(now));
    Optional<String> name = BuildDigest.ofAnalyzer().map(build -> build + " listing of " + root);
    DirectoryListing before =
        name.flatMap(cache::read).flatMap(CODEC::readWhole).orElse(DirectoryListing.NOTHING);
    DirectoryListing listing = DirectoryListing.all(root, before, times);
    if (listing.tellsMoreThan(before)) {
      name.ifPresent(n -> cache.write(n, CODEC.write(listing)));
    }
    return new DirectoryTree(root, listing, times);
  }

  /// Lists only `directories` of the tree, without what lies below them; files anywhere in the tree
  /// can still be read.
  ///
  /// @param directories paths relative to the tree
  public static DirectoryTree listing(Path directory, Collection<String> directories)
      throws IOException {
    Path root = directory.toRealPath();
    return new DirectoryTree(
        root, DirectoryListing.of(root, directories), new FileTimes(Optional.empty()));
  }

  @Override
  public Optional<String> identity() {
    return times.now().map(_ -> "directory " + root);
  }

  @Override
  public Optional<Stamp> stamp(String path) {
    return times
        .of(root.resolve(path))
        .filter(FileTimes.Settled::regular)
        .map(t -> new Stamp(t.size(), t.modifiedNanos(), t.changedNanos()));
  }

  @Override
  public synchronized List<String> paths() {
    if (paths.isEmpty()) {
      List<String> all = new ArrayList<>();
      listing
          .directories()
          .forEach((prefix, directory) -> {
            if (directory.opened()) {
              Directory.names(directory.files()).forEach(name -> all.add(prefix + name));
              Directory.names(directory.others()).forEach(name -> all.add(prefix + name));
            } else { // Listed by its own name, so that reading it says so.
              all.add(prefix.isEmpty() ? prefix : prefix.substring(0, prefix.length() - 1));
            }
          });
      String[] sorted = all.toArray(String[]::new);
      Arrays.parallelSort(sorted);
      paths = Optional.of(List.of(sorted));
    }
    return paths.get();
  }

  private boolean isRegular(String path) {
    String prefix = Paths.directory(path);
    return regular
        .computeIfAbsent(
            prefix,
            _ ->
                Optional.ofNullable(listing.directories().get(prefix))
                    .map(d -> Set.copyOf(Directory.names(d.files())))
                    .orElse(Set.of()))
        .contains(path.substring(prefix.length()));
  }

  @Override
  public Content read(String path) {
    ReadBuffer buffer = BUFFER.get();
    return isRegular(path) && fill(buffer, path)
        ? Content.of(Arrays.copyOf(buffer.bytes(), buffer.length()))
        : readUnlisted(path);
  }

  @Override
  public <T> T glance(String path, Glance<T> glance) {
    ReadBuffer buffer = BUFFER.get();
    if (!isRegular(path) || !fill(buffer, path)) {
      return SourceTree.super.glance(path, glance);
    }
    return Content.isText(buffer.bytes(), buffer.length())
        ? glance.at(buffer.bytes(), buffer.length())
        : glance.skipped(BINARY);
  }

  /// Reads a file into `buffer`; false when that says not why it cannot be read.
  private boolean fill(ReadBuffer buffer, String path) {
    try (SeekableByteChannel channel = Files.newByteChannel(root.resolve(path), UNLINKED)) {
      return buffer.fill(channel, MOST_BYTES);
    } catch (IOException _) {
      return false;
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
