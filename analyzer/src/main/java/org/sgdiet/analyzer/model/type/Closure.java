// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sgdiet.analyzer.tree.Paths;

/// The files a translation unit is made of, read breadth first and only as far as a lookup needs:
/// the file itself, what it includes, what those include.
final class Closure {

  private final TreeModel tree;
  private final String root;
  private final List<String> visible = new ArrayList<>();
  private final Deque<String> pending = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();

  Closure(TreeModel tree, String path) {
    this.tree = tree;
    this.root = path;
    seen.add(path);
    pending.add(path);
  }

  /// The first file, nearest first, in which `find` finds something.
  <T> Optional<Found<T>> find(Function<FileNames, Optional<T>> find) {
    for (int i = 0; ; i++) {
      if (i == visible.size() && !readNext()) {
        return Optional.empty();
      }
      String path = visible.get(i);
      Optional<T> item = find.apply(tree.names(path));
      if (item.isPresent()) {
        return Optional.of(new Found<>(item.get(), path));
      }
    }
  }

  /// As [#find], in the file and the headers of its own directory.
  <T> Optional<Found<T>> findNear(Function<FileNames, Optional<T>> find) {
    String directory = Paths.directory(root);
    for (int i = 0; ; i++) {
      if (i == visible.size() && (nextIsFar(directory) || !readNext())) {
        return Optional.empty();
      }
      String path = visible.get(i);
      Optional<T> item =
          path.startsWith(directory) ? find.apply(tree.names(path)) : Optional.empty();
      if (item.isPresent()) {
        return Optional.of(new Found<>(item.get(), path));
      }
    }
  }

  /// Nothing of the directory is waiting: what comes next are the kernel's headers.
  private boolean nextIsFar(String directory) {
    return pending.stream().noneMatch(p -> p.startsWith(directory));
  }

  private boolean readNext() {
    if (pending.isEmpty()) {
      return false;
    }
    String path = pending.remove();
    visible.add(path);
    for (FileNames.Include include : tree.names(path).includes()) {
      tree.resolve(path, include).filter(seen::add).ifPresent(pending::add);
    }
    return true;
  }
}
