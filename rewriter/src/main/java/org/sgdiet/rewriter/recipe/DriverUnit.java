// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.FunctionCode;

/// The files of one driver that have to change together: those of a directory that include a header
/// of that directory in common and mention what is rewritten.
///
/// @param files sorted
record DriverUnit(List<String> files) {

  private static final Pattern INCLUDE =
      Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]+\"([^\"]+)\"");

  DriverUnit {
    files = List.copyOf(files);
  }

  /// The unit of the file at `path`.
  ///
  /// @param words of which a file of the unit mentions at least one
  static DriverUnit of(String path, Set<String> words, CodeTree tree) {
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    List<String> candidates =
        tree.tree().paths().stream()
            .filter(p -> p.startsWith(directory) && p.endsWith(".c"))
            .filter(p -> p.lastIndexOf('/') == directory.length() - 1)
            .filter(p -> p.equals(path) || words.stream().anyMatch(w -> tree.mentions(p, w)))
            .toList();
    Set<String> unit = new TreeSet<>();
    Deque<String> todo = new ArrayDeque<>(List.of(path));
    while (!todo.isEmpty()) {
      String file = todo.pop();
      if (unit.add(file)) {
        Set<String> mine = headers(file, directory, tree);
        candidates.stream()
            .filter(c -> !unit.contains(c))
            .filter(c -> headers(c, directory, tree).stream().anyMatch(mine::contains))
            .forEach(todo::add);
      }
    }
    Set<String> headers = new TreeSet<>();
    Deque<String> reached = new ArrayDeque<>(unit);
    while (!reached.isEmpty()) {
      headers(reached.pop(), directory, tree).stream()
          .map(h -> directory + h)
          .filter(headers::add)
          .forEach(reached::add);
    }
    headers.stream()
        .filter(h -> words.stream().anyMatch(w -> tree.mentions(h, w)))
        .forEach(unit::add);
    return new DriverUnit(List.copyOf(unit));
  }

  /// The headers of the directory that a file includes.
  private static Set<String> headers(String path, String directory, CodeTree tree) {
    Set<String> headers = new HashSet<>();
    Matcher m = INCLUDE.matcher(tree.file(path).text());
    while (m.find()) {
      if (tree.tree().paths().contains(directory + m.group(1))) {
        headers.add(m.group(1));
      }
    }
    return headers;
  }

  /// The functions of the unit that mention one of `words`.
  List<FunctionCode> functions(Set<String> words, CodeTree tree) {
    List<FunctionCode> functions = new ArrayList<>();
    for (String file : files) {
      for (FunctionCode code : tree.functions(file)) {
        if (words.stream().anyMatch(w -> tree.mentions(code, w))) {
          functions.add(code);
        }
      }
    }
    return functions;
  }
}
