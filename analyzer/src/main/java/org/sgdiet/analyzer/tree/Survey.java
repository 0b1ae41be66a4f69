// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sgdiet.analyzer.cache.Checksum;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.tree.SourceTree.Stamp;

/// The first look at the files of a tree: which are worth a scan, and which are not what they were
/// at the last scan of all of it. A file whose stamp is known is not read.
final class Survey {

  private final SourceTree tree;
  private final ScanWords words;
  private final ScanMemory before;
  private final Map<String, Map<String, Seen>> remembered = new ConcurrentHashMap<>();
  private final Map<String, Seen> files = new ConcurrentHashMap<>();
  private final Map<String, SourceFile> candidates = new ConcurrentHashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final Set<String> news = ConcurrentHashMap.newKeySet();
  private boolean complete;

  Survey(SourceTree tree, ScanWords words, ScanMemory before) {
    this.tree = tree;
    this.words = words;
    this.before = before;
  }

  /// What was seen of one file.
  ///
  /// @param stamped whether `stamp` is one
  /// @param sums two checksums of the bytes: a file that was only touched has not changed
  /// @param sites whether it mentions one of the words that [ScanWords#sites] is of
  /// @param skipped why it was not read, or empty
  record Seen(boolean stamped, Stamp stamp, int length, long sums, boolean sites, String skipped) {

    private static final Stamp NONE = new Stamp(0, 0, 0);

    boolean has(Optional<Stamp> now) {
      return stamped && now.filter(stamp::equals).isPresent();
    }

    boolean sameBytes(Seen other) {
      return length == other.length && sums == other.sums && skipped.equals(other.skipped);
    }
  }

  /// The look at a file that is not remembered, or no longer what it was.
  private final class Look implements SourceTree.Glance<Seen> {
    private final String path;
    private final Optional<Stamp> stamp;

    Look(String path, Optional<Stamp> stamp) {
      this.path = path;
      this.stamp = stamp;
    }

    @Override
    public Seen at(byte[] buffer, int length) {
      boolean sites = words.sites().find(buffer, 0, length) >= 0;
      if (sites) {
        candidates.put(path, new SourceFile(path, Arrays.copyOf(buffer, length)));
      }
      Stamp known = stamp.orElse(Seen.NONE);
      long sums = Checksum.of(buffer, length);
      return new Seen(stamp.isPresent(), known, length, sums, sites, "");
    }

    @Override
    public Seen skipped(String reason) {
      return new Seen(false, stamp.orElse(Seen.NONE), 0, 0, false, reason);
    }
  }

  /// Looks at `paths`.
  void look(List<String> paths) {
    paths.forEach(this::look);
  }

  /// Looks at all `paths` of the tree, and for those that are gone.
  void lookAtAll(List<String> paths) {
    if (complete) {
      return;
    }
    complete = true;
    Cores.forEach(paths, this::look);
    Cores.forEach(
        List.copyOf(before.files().keySet()),
        directory -> {
          for (String name : remembered(directory).keySet()) {
            if (!files.containsKey(directory + name)) {
              changed.add(directory + name);
              news.add(directory);
            }
          }
        });
  }

  private Seen look(String path) {
    Seen looked = files.get(path);
    if (looked != null) {
      return looked;
    }
    Optional<Stamp> stamp = tree.stamp(path);
    String directory = Paths.directory(path);
    Optional<Seen> known =
        Optional.ofNullable(remembered(directory).get(path.substring(directory.length())));
    Seen seen =
        known.filter(k -> k.has(stamp)).orElseGet(() -> tree.glance(path, new Look(path, stamp)));
    if (known.filter(seen::equals).isEmpty()) {
      news.add(directory);
    }
    if (known.filter(seen::sameBytes).isEmpty()) {
      changed.add(path);
    }
    files.put(path, seen);
    return seen;
  }

  private Map<String, Seen> remembered(String directory) {
    return remembered.computeIfAbsent(directory, before::filesOf);
  }

  /// Whether a file, there or not, is what it was.
  ///
  /// @param paths those of the tree
  boolean isSame(String path, List<String> paths) {
    if (Paths.contains(paths, path)) {
      Seen _ = look(path);
      return !changed.contains(path);
    }
    String directory = Paths.directory(path);
    return !remembered(directory).containsKey(path.substring(directory.length()));
  }

  /// The files of a directory that are not what they were, came or went.
  ///
  /// @param directory with its final `/`
  /// @param own paths of its files
  /// @param paths those of the tree
  Set<String> changedIn(String directory, List<String> own, List<String> paths) {
    Set<String> found = new HashSet<>();
    remembered(directory).keySet().forEach(name -> found.add(directory + name));
    own.forEach(found::remove); // what is left of them went
    own.stream().filter(path -> !isSame(path, paths)).forEach(found::add);
    return found;
  }

  /// Paths whose bytes are new, other than remembered, or gone, of those that were looked at.
  Set<String> changed() {
    return changed;
  }

  /// Whether all that was seen is what is remembered.
  boolean isRemembered() {
    return news.isEmpty();
  }

  /// What to keep of the files of the tree, by directory.
  Map<String, byte[]> kept() {
    Map<String, Map<String, Seen>> anew = new HashMap<>();
    files.forEach((path, seen) -> {
      String directory = Paths.directory(path);
      if (news.contains(directory)) {
        anew.computeIfAbsent(directory, _ -> new HashMap<>())
            .put(path.substring(directory.length()), seen);
      }
    });
    Map<String, byte[]> kept = new HashMap<>(before.files());
    kept.keySet().removeAll(news);
    anew.forEach((directory, seen) -> kept.put(directory, ScanMemory.write(seen)));
    return kept;
  }

  /// The files with sites that were read.
  Map<String, SourceFile> candidates() {
    return candidates;
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
