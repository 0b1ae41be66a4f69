// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.sgdiet.analyzer.cache.Checksum;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.tree.Scan.Progress;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.analyzer.tree.SourceTree.Stamp;

/// The first look at every file of a tree: which hold sites, and which are not what they were. A
/// file whose stamp is known is not read.
///
/// @param files what was seen, by path
/// @param candidates the files with sites that were read
/// @param changed paths whose bytes are new, other than remembered, or gone
/// @param changedDirectories where those lie
/// @param remembered whether all that was seen is what is remembered
record Survey(
    Map<String, Seen> files,
    Map<String, SourceFile> candidates,
    Set<String> changed,
    Set<String> changedDirectories,
    boolean remembered) {

  /// What was seen of one file.
  ///
  /// @param stamped whether `stamp` is one
  /// @param sums two checksums of the bytes: a file that was only touched has not changed
  /// @param sites whether it mentions a call that is a site
  /// @param skipped why it was not read, or empty
  record Seen(boolean stamped, Stamp stamp, int length, long sums, boolean sites, String skipped) {

    private static final Stamp NONE = new Stamp(0, 0, 0);

    boolean has(Optional<Stamp> now) {
      return stamped && now.filter(stamp::equals).isPresent();
    }

    boolean sameBytes(Seen other) {
      return length == other.length && sums == other.sums && skipped.equals(other.skipped);
    }

    private static Seen of(Optional<Stamp> stamp, Content content, ScanWords words) {
      Stamp known = stamp.orElse(NONE);
      return switch (content) {
        case Content.Bytes(byte[] bytes) ->
            new Seen(
                stamp.isPresent(),
                known,
                bytes.length,
                Checksum.of(bytes),
                words.sites().matches(bytes),
                "");
        case Content.Skipped(String reason) -> new Seen(false, known, 0, 0, false, reason);
      };
    }
  }

  /// Looks at `paths` of `tree`, after the files in `before`.
  static Survey of(
      SourceTree tree,
      List<String> paths,
      ScanWords words,
      Map<String, Seen> before,
      Progress progress) {
    Map<String, Seen> files = new ConcurrentHashMap<>(paths.size() * 2);
    Map<String, SourceFile> candidates = new ConcurrentHashMap<>();
    Set<String> changed = ConcurrentHashMap.newKeySet();
    AtomicInteger done = new AtomicInteger();
    AtomicBoolean looked = new AtomicBoolean();
    Cores.forEach(
        paths,
        path -> {
          Optional<Stamp> stamp = tree.stamp(path);
          Seen known = before.get(path);
          if (known != null && known.has(stamp)) {
            files.put(path, known);
          } else {
            looked.set(true);
            Content content = tree.read(path);
            Seen seen = Seen.of(stamp, content, words);
            files.put(path, seen);
            if (seen.sites() && content instanceof Content.Bytes(byte[] bytes)) {
              candidates.put(path, new SourceFile(path, bytes));
            }
            if (known == null || !known.sameBytes(seen)) {
              changed.add(path);
            }
          }
          progress.read(done.incrementAndGet(), paths.size());
        });
    Set<String> gone = new HashSet<>(before.keySet());
    gone.removeAll(files.keySet());
    changed.addAll(gone);
    Set<String> directories = new HashSet<>();
    changed.forEach(p -> directories.add(Scan.directory(p)));
    return new Survey(files, candidates, changed, directories, changed.isEmpty() && !looked.get());
  }

  boolean hasSites(String path) {
    return sites(path).orElse(false);
  }

  /// Whether a file mentions a site; empty when it was not looked at.
  Optional<Boolean> sites(String path) {
    return Optional.ofNullable(files.get(path)).map(Seen::sites);
  }

  /// Why a file was not read, or empty.
  String skipped(String path) {
    Seen seen = files.get(path);
    return seen == null ? "" : seen.skipped();
  }

  long length(String path) {
    Seen seen = files.get(path);
    return seen == null ? 0 : seen.length();
  }
}
