// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.sgdiet.analyzer.tree.SourceTree;

/// The files of one commit, read from the object store.
public final class RevisionTree implements SourceTree {

  private static final long MOST_RECENT_BYTES = 64 << 20;

  private final Repository repository;
  private final RecentBlobs recent;
  private final String version;
  private final Map<String, ObjectId> blobs;
  private final List<String> paths;

  private RevisionTree(
      GitBase base, RecentBlobs recent, Map<String, ObjectId> blobs, List<String> paths) {
    this.repository = base.repository();
    this.recent = recent;
    this.version = base.commit().getTree().name();
    this.blobs = blobs;
    this.paths = paths;
  }

  private static List<String> cPaths(Map<String, ObjectId> blobs) {
    return blobs.keySet().stream().filter(RevisionTree::isC).sorted().toList();
  }

  /// The tree of `base`; names are read now, contents when asked for.
  public static RevisionTree of(GitBase base) {
    // In the order of the paths: git sorts a directory as if its name ended in a '/'.
    Map<String, ObjectId> blobs = new LinkedHashMap<>();
    List<Entry> top = entries(base.repository(), "", base.commit().getTree(), false);
    top.parallelStream()
        .map(e ->
            e.isTree() ? entries(base.repository(), e.path() + "/", e.object(), true) : List.of(e))
        .toList()
        .forEach(below ->
            below.stream()
                .filter(e -> e.path().startsWith(base.prefix()))
                .forEach(e -> blobs.put(e.path().substring(base.prefix().length()), e.object())));
    return new RevisionTree(base, new RecentBlobs(MOST_RECENT_BYTES), blobs, cPaths(blobs));
  }

  /// A file or directory of a commit.
  private record Entry(String path, ObjectId object, boolean isTree) {}

  /// The files of a tree object and its directories, or with `deep` the files below these.
  private static List<Entry> entries(
      Repository repository, String prefix, ObjectId tree, boolean deep) {
    List<Entry> found = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(deep);
      while (walk.next()) {
        FileMode mode = walk.getFileMode(0);
        if (isFile(mode) || mode.equals(FileMode.TREE)) {
          found.add(
              new Entry(prefix + walk.getPathString(), walk.getObjectId(0), walk.isSubtree()));
        }
      }
      return found;
    } catch (IOException e) {
      throw GitBase.broken(e);
    }
  }

  /// Whether git has a file there, not a link and not another repository.
  static boolean isFile(FileMode mode) {
    return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
  }

  /// The tree of `base` as another commit of the repository has it.
  ///
  /// @param changed the paths that differ from this tree, with what is there then, if it is a file
  RevisionTree with(GitBase base, Map<String, Optional<ObjectId>> changed) {
    Map<String, ObjectId> now = new HashMap<>(blobs);
    boolean sameNames = true;
    for (Map.Entry<String, Optional<ObjectId>> entry : changed.entrySet()) {
      String path = entry.getKey();
      ObjectId then =
          entry.getValue().isPresent() ? now.put(path, entry.getValue().get()) : now.remove(path);
      sameNames &= (then != null) == entry.getValue().isPresent();
    }
    return new RevisionTree(base, recent, now, sameNames ? paths : cPaths(now));
  }

  /// Whether the file has the content that git calls `blob`.
  boolean has(String path, ObjectId blob) {
    return blob.equals(blobs.get(path));
  }

  private static boolean isC(String path) {
    return path.endsWith(".c") || path.endsWith(".h");
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public Optional<String> identity() {
    return Optional.of("git " + repository.getDirectory());
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Optional<Stamp> stamp(String path) {
    return Optional.ofNullable(blobs.get(path)).map(RevisionTree::stamp);
  }

  private static Stamp stamp(ObjectId blob) {
    byte[] name = new byte[24];
    blob.copyRawTo(name, 0);
    ByteBuffer bytes = ByteBuffer.wrap(name);
    return new Stamp(bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  @Override
  public Content read(String path) {
    ObjectId blob = blobs.get(path);
    return blob == null
        ? new Content.Skipped("not found")
        : recent.get(blob).orElseGet(() -> read(blob));
  }

  private Content read(ObjectId blob) {
    Content content = open(blob);
    recent.put(blob, content);
    return content;
  }

  private Content open(ObjectId blob) {
    try {
      ObjectLoader loader = repository.open(blob);
      return loader.getSize() > MOST_BYTES
          ? new Content.Skipped(TOO_LARGE)
          : Content.of(loader.getCachedBytes(MOST_BYTES));
    } catch (LargeObjectException _) {
      return new Content.Skipped(TOO_LARGE);
    } catch (IOException e) {
      throw GitBase.broken(e);
    }
  }
}
