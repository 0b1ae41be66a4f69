// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// What `git log` says about files: the subjects of the commits that changed them.
public final class History {

  /// Commits looked at, newest first. Bounds the work on a full kernel history; a file that nobody
  /// touched in so many commits gets its prefix from its path.
  private static final int COMMITS = 20_000;

  /// Subjects kept for a file.
  private static final int SUBJECTS = 16;

  /// Files of one commit counted; a commit that touches more says nothing about one of them.
  private static final int FILES = 50;

  private History() {}

  /// The prefix for each of `paths`, which are relative to the repository's root.
  public static Map<String, SubjectPrefix> prefixes(GitBase base, Collection<String> paths) {
    Map<String, List<SubjectPrefix.Seen>> seen = new LinkedHashMap<>();
    paths.forEach(path -> seen.put(path, new ArrayList<>()));
    if (!paths.isEmpty()) {
      try {
        walk(base, seen);
      } catch (IOException e) {
        throw GitBase.broken(e);
      }
    }
    Map<String, SubjectPrefix> prefixes = new LinkedHashMap<>();
    seen.forEach((path, subjects) ->
        prefixes.put(
            path,
            SubjectPrefix.learned(subjects)
                .orElseGet(() -> SubjectPrefix.ofPath(path.substring(base.prefix().length())))));
    return prefixes;
  }

  private static void walk(GitBase base, Map<String, List<SubjectPrefix.Seen>> seen)
      throws IOException {
    try (RevWalk walk = new RevWalk(base.repository());
        ObjectReader reader = base.repository().newObjectReader()) {
      walk.markStart(walk.parseCommit(base.commit()));
      int commits = 0;
      for (RevCommit commit : walk) {
        if (commits++ == COMMITS || seen.values().stream().allMatch(s -> s.size() >= SUBJECTS)) {
          break;
        }
        if (commit.getParentCount() <= 1) {
          note(walk, reader, commit, seen);
        }
      }
    }
  }

  private static void note(
      RevWalk walk,
      ObjectReader reader,
      RevCommit commit,
      Map<String, List<SubjectPrefix.Seen>> seen)
      throws IOException {
    TreeFilter wanted =
        AndTreeFilter.create(PathFilterGroup.createFromStrings(seen.keySet()), TreeFilter.ANY_DIFF);
    List<String> changed = changed(walk, reader, commit, wanted, seen.size());
    if (changed.isEmpty()) {
      return;
    }
    int touched = changed(walk, reader, commit, TreeFilter.ANY_DIFF, FILES).size();
    for (String path : changed) {
      List<SubjectPrefix.Seen> subjects = seen.get(path);
      if (subjects != null && subjects.size() < SUBJECTS) {
        subjects.add(new SubjectPrefix.Seen(commit.getShortMessage(), touched));
      }
    }
  }

  private static List<String> changed(
      RevWalk walk, ObjectReader reader, RevCommit commit, TreeFilter filter, int limit)
      throws IOException {
    List<String> paths = new ArrayList<>();
    try (TreeWalk trees = new TreeWalk(reader)) {
      if (commit.getParentCount() == 0) {
        trees.addTree(new EmptyTreeIterator());
      } else {
        RevTree parent = walk.parseCommit(commit.getParent(0)).getTree();
        trees.addTree(parent);
      }
      trees.addTree(commit.getTree());
      trees.setRecursive(true);
      trees.setFilter(filter);
      while (paths.size() < limit && trees.next()) {
        paths.add(trees.getPathString());
      }
    }
    return paths;
  }
}
