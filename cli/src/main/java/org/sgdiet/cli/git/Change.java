// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.sgdiet.analyzer.tree.SourceTree;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.BadInputException;

/// Two versions of a tree and the C files in which they differ.
///
/// @param title what the user would call it
/// @param files paths that differ, in either version
public record Change(String title, SourceTree before, SourceTree after, Set<String> files) {

  public Change {
    files = new TreeSet<>(files);
  }

  /// What lies between the revisions of `FROM..TO` or `FROM...TO`, or what one commit did to its
  /// first parent.
  public static Change ofRange(Path repository, String range) {
    int dots = range.indexOf("..");
    try {
      if (dots < 0) {
        return ofCommit(GitBase.open(repository, range), range);
      }
      boolean fromMergeBase = range.startsWith("...", dots);
      String from = range.substring(0, dots);
      String to = range.substring(dots + (fromMergeBase ? 3 : 2));
      GitBase start = GitBase.open(repository, from.isEmpty() ? Constants.HEAD : from);
      GitBase end = GitBase.open(repository, to.isEmpty() ? Constants.HEAD : to);
      return between(range, fromMergeBase ? mergeBase(start, end, range) : start, end);
    } catch (IOException e) {
      throw GitBase.broken(e);
    }
  }

  /// What mails would do to the tree of `base`.
  public static Change ofPatch(String title, SourceTree base, String prefix, PatchMail mail) {
    NavigableMap<String, Optional<byte[]>> changed = mail.apply(base, prefix);
    return new Change(title, base, PatchedTree.of(base, changed), cFiles(changed.keySet()));
  }

  /// What the files on disk have that `HEAD` has not.
  ///
  /// Files are compared as they are: no filter of the repository runs.
  public static Change ofWorkTree(Path repository) {
    GitBase head = GitBase.open(repository, Constants.HEAD);
    RevisionTree before = RevisionTree.of(head);
    try {
      NavigableMap<String, Optional<byte[]>> changed = changedOnDisk(head, before);
      return new Change(
          "work tree", before, PatchedTree.of(before, changed), cFiles(changed.keySet()));
    } catch (IOException e) {
      throw GitBase.broken(e);
    }
  }

  /// What the index has that `HEAD` has not: what the next commit would do.
  public static Change ofIndex(Path repository) {
    GitBase head = GitBase.open(repository, Constants.HEAD);
    RevisionTree before = RevisionTree.of(head);
    try {
      NavigableMap<String, Optional<byte[]>> changed = new TreeMap<>();
      DirCache index = head.repository().readDirCache();
      gone(index, head, before).forEach(path -> changed.put(path, Optional.empty()));
      for (int i = 0; i < index.getEntryCount(); i++) {
        DirCacheEntry entry = index.getEntry(i);
        String path = entry.getPathString();
        if (path.startsWith(head.prefix()) && isC(path) && entry.getStage() == 0) {
          String inTree = path.substring(head.prefix().length());
          if (!before.has(inTree, entry.getObjectId())) {
            ObjectLoader blob = head.repository().open(entry.getObjectId());
            changed.put(inTree, Optional.of(blob.getCachedBytes(SourceTree.MOST_BYTES)));
          }
        }
      }
      return new Change("index", before, PatchedTree.of(before, changed), cFiles(changed.keySet()));
    } catch (IOException e) {
      throw GitBase.broken(e);
    }
  }

  private static List<String> gone(DirCache index, GitBase head, RevisionTree before) {
    return before.paths().stream()
        .filter(path -> index.findEntry(head.prefix() + path) < 0)
        .toList();
  }

  private static Change ofCommit(GitBase end, String name) throws IOException {
    if (end.commit().getParentCount() == 0) {
      throw new BadInputException("'" + name + "': the first commit; there is nothing before it");
    }
    return between(name, at(end, end.commit().getParent(0)), end);
  }

  private static GitBase at(GitBase base, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(base.repository())) {
      return new GitBase(base.repository(), walk.parseCommit(commit), base.prefix());
    }
  }

  private static GitBase mergeBase(GitBase start, GitBase end, String range) throws IOException {
    try (RevWalk walk = new RevWalk(end.repository())) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(start.commit()));
      walk.markStart(walk.parseCommit(end.commit()));
      RevCommit found = walk.next();
      if (found == null) {
        throw new BadInputException("'" + range + "': the revisions have no common ancestor");
      }
      return at(end, found);
    }
  }

  private static Change between(String title, GitBase start, GitBase end) throws IOException {
    Map<String, Optional<ObjectId>> changed = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(end.repository())) {
      walk.addTree(start.commit().getTree());
      walk.addTree(end.commit().getTree());
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        String path = walk.getPathString();
        if (path.startsWith(end.prefix())) {
          changed.put(
              path.substring(end.prefix().length()),
              RevisionTree.isFile(walk.getFileMode(1))
                  ? Optional.of(walk.getObjectId(1))
                  : Optional.empty());
        }
      }
    }
    RevisionTree before = RevisionTree.of(start);
    RevisionTree after =
        start.prefix().equals(end.prefix()) ? before.with(end, changed) : RevisionTree.of(end);
    return new Change(title, before, after, cFiles(changed.keySet()));
  }

  /// Tracked files whose size or time is not what the index remembers, and whose bytes differ.
  private static NavigableMap<String, Optional<byte[]>> changedOnDisk(
      GitBase head, RevisionTree before) throws IOException {
    Path root = head.repository().getWorkTree().toPath();
    NavigableMap<String, Optional<byte[]>> changed = new TreeMap<>();
    DirCache index = head.repository().readDirCache();
    gone(index, head, before).forEach(path -> changed.put(path, Optional.empty()));
    for (int i = 0; i < index.getEntryCount(); i++) {
      DirCacheEntry entry = index.getEntry(i);
      String path = entry.getPathString();
      Path file = root.resolve(path);
      if (!path.startsWith(head.prefix()) || !isC(path)) {
        continue;
      }
      String inTree = path.substring(head.prefix().length());
      if (!before.has(inTree, entry.getObjectId()) || !untouched(file, entry)) {
        Optional<byte[]> now =
            Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        boolean same =
            before.read(inTree) instanceof Content.Bytes(byte[] then)
                && now.filter(bytes -> Arrays.equals(bytes, then)).isPresent();
        if (!same) {
          changed.put(inTree, now);
        }
      }
    }
    return changed;
  }

  private static boolean untouched(Path file, DirCacheEntry entry) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return now.size() == entry.getLength()
        && now.lastModifiedTime().toInstant().equals(entry.getLastModifiedInstant());
  }

  private static Set<String> cFiles(Set<String> paths) {
    return paths.stream().filter(Change::isC).collect(Collectors.toSet());
  }

  private static boolean isC(String path) {
    return path.endsWith(".c") || path.endsWith(".h");
  }
}
