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

  private final Set<String> paths = new HashSet<>();
  private final Partition modules = new Partition();

  /// The heads of the modules that use what a module exports.
  private final Map<String, Set<String>> users = new HashMap<>();

  Links(List<DriverFile> files) {
    Map<String, List<DriverFile>> definers = new HashMap<>();
    for (DriverFile file : files) {
      paths.add(file.path());
      file.sharedFunctions()
          .flatMap(f -> f.name().stream())
          .forEach(n -> definers.computeIfAbsent(n, _ -> new ArrayList<>()).add(file));
    }
    List<DriverFile[]> imports = new ArrayList<>();
    for (DriverFile user : files) {
      if (!user.isHeader()) {
        definers.forEach((name, found) -> {
          if (user.mentions(name) && !user.has(Slice.Kind.FUNCTION, name) && user.names(name)) {
            for (DriverFile definer : found) {
              if (definer.exports(name)) {
                imports.add(new DriverFile[] {user, definer});
              } else {
                modules.join(user.path(), definer.path());
              }
            }
          }
        });
      }
    }
    for (DriverFile[] pair : imports) {
      users
          .computeIfAbsent(modules.head(pair[1].path()), _ -> new HashSet<>())
          .add(modules.head(pair[0].path()));
    }
  }

  /// Whether what happens in the file at `to` may concern the one at `from`: they are one file, one
  /// is a header, they are of one module, or one module uses what the other exports.
  boolean linked(String from, String to) {
    if (from.equals(to) || DriverFile.isHeader(from) || DriverFile.isHeader(to)) {
      return true;
    }
    if (!paths.contains(from) || !paths.contains(to)) {
      return false;
    }
    String x = modules.head(from);
    String y = modules.head(to);
    return x.equals(y) || users(x).contains(y) || isLibrary(y, x);
  }

  /// Whether a module is one that `user` shares with a few others.
  private boolean isLibrary(String module, String user) {
    return users(module).contains(user) && users(module).size() <= MOST_USERS;
  }

  private Set<String> users(String module) {
    return users.getOrDefault(module, Set.of());
  }

  /// Whether the files at two paths are of one module.
  boolean sameModule(String a, String b) {
    return modules.same(a, b);
  }

  /// The files, headers apart, in groups: modules with those that use them, any number of steps
  /// away.
  Partition connected() {
    Partition groups = new Partition();
    paths.stream()
        .filter(path -> !DriverFile.isHeader(path))
        .forEach(path -> groups.join(path, modules.head(path)));
    users.forEach((module, using) -> using.forEach(user -> groups.join(module, user)));
    return groups;
  }
}
