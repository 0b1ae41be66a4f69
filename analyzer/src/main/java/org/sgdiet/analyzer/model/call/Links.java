// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sgdiet.analyzer.source.Slice;

/// Which files of a directory make up one module.
///
/// Files that name each other's functions are one module, however many files lie between them. What
/// a module exports may be used by others that have nothing to do with each other: there the link
/// goes one step only, and from a user to a core that many modules use it does not go at all.
final class Links {

  private static final int MOST_USERS = 8;

  private final Map<String, Integer> modules = new HashMap<>();

  /// The modules that use what a module exports.
  private final Map<Integer, Set<Integer>> users = new HashMap<>();

  Links(List<DriverFile> files) {
    Map<String, List<DriverFile>> definers = new HashMap<>();
    for (DriverFile file : files) {
      modules.put(file.path(), modules.size());
      file.sharedFunctions()
          .flatMap(f -> f.name().stream())
          .forEach(n -> definers.computeIfAbsent(n, _ -> new ArrayList<>()).add(file));
    }
    List<DriverFile[]> imports = new ArrayList<>();
    for (DriverFile user : files) {
      if (!isHeader(user.path())) {
        definers.forEach((name, found) -> {
          if (user.mentions(name) && !user.has(Slice.Kind.FUNCTION, name) && user.names(name)) {
            for (DriverFile definer : found) {
              if (definer.exports(name)) {
                imports.add(new DriverFile[] {user, definer});
              } else {
                join(user.path(), definer.path());
              }
            }
          }
        });
      }
    }
    for (DriverFile[] pair : imports) {
      users
          .computeIfAbsent(module(pair[1].path()), _ -> new HashSet<>())
          .add(module(pair[0].path()));
    }
  }

  /// Whether what happens in the file at `to` may concern the one at `from`: they are one file, one
  /// is a header, they are of one module, or one module uses what the other exports.
  boolean linked(String from, String to) {
    if (from.equals(to) || isHeader(from) || isHeader(to)) {
      return true;
    }
    int x = module(from);
    int y = module(to);
    return x >= 0 && y >= 0 && (x == y || users(x).contains(y) || isLibrary(y, x));
  }

  /// Whether a module is one that `user` shares with a few others.
  private boolean isLibrary(int module, int user) {
    return users(module).contains(user) && users(module).size() <= MOST_USERS;
  }

  private Set<Integer> users(int module) {
    return users.getOrDefault(module, Set.of());
  }

  /// Whether the files at two paths are of one module.
  boolean sameModule(String a, String b) {
    return a.equals(b) || (module(a) >= 0 && module(a) == module(b));
  }

  private int module(String path) {
    return modules.getOrDefault(path, -1);
  }

  private void join(String a, String b) {
    int from = module(a);
    int to = module(b);
    if (from != to) {
      modules.replaceAll((_, m) -> m == from ? to : m);
    }
  }

  private static boolean isHeader(String path) {
    return path.endsWith(".h");
  }
}
