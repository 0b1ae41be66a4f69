// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.tree.Paths;

/// Resolves `#include` the way kbuild does for one architecture: the including file's directory,
/// then `include/`, `arch/x86/include/` and their `uapi/`; `asm/x.h` falls back to
/// `asm-generic/x.h`. A quoted header that only a `-I` of some Makefile would find is taken from
/// the nearest directory that has it.
final class Includes {

  private static final List<String> ROOTS =
      List.of(
          "include/",
          "arch/x86/include/",
          "include/uapi/",
          "arch/x86/include/uapi/",
          "arch/x86/include/generated/",
          "include/generated/");

  /// Sorted.
  private final List<String> paths;

  /// Filled when first asked.
  private final Map<String, List<String>> headersByName = new HashMap<>();

  /// @param treePaths sorted
  Includes(List<String> treePaths) {
    this.paths = treePaths;
  }

  private synchronized List<String> headersNamed(String base) {
    if (headersByName.isEmpty()) {
      for (String path : paths) {
        if (path.endsWith(".h")) {
          headersByName.computeIfAbsent(baseName(path), _ -> new ArrayList<>()).add(path);
        }
      }
    }
    return headersByName.getOrDefault(base, List.of());
  }

  /// The path `name` stands for when `from` includes it, or empty when the tree does not have it.
  Optional<String> resolve(String from, String name, boolean quoted) {
    if (quoted) {
      String near = normalized(Paths.directory(from) + name);
      if (Paths.contains(paths, near)) {
        return Optional.of(near);
      }
    }
    for (String root : ROOTS) {
      String path = normalized(root + name);
      if (Paths.contains(paths, path)) {
        return Optional.of(path);
      }
    }
    if (name.startsWith("asm/")) {
      for (String root : List.of("include/asm-generic/", "include/uapi/asm-generic/")) {
        String generic = root + name.substring("asm/".length());
        if (Paths.contains(paths, generic)) {
          return Optional.of(generic);
        }
      }
    }
    return nearest(from, name);
  }

  private Optional<String> nearest(String from, String name) {
    String bare = name.replace("../", "").replace("./", "");
    List<String> all =
        headersNamed(baseName(name)).stream()
            .filter(path -> ("/" + path).endsWith("/" + bare))
            .toList();
    if (all.size() == 1) {
      return Optional.of(all.getFirst());
    }
    String best = "";
    int bestShared = 0;
    for (String path : all) {
      int shared = sharedDirectories(from, path);
      if (shared > bestShared || (shared == bestShared && shared > 0 && path.compareTo(best) < 0)) {
        best = path;
        bestShared = shared;
      }
    }
    return bestShared >= 2 ? Optional.of(best) : Optional.empty();
  }

  private static int sharedDirectories(String a, String b) {
    int shared = 0;
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length && a.charAt(i) == b.charAt(i); i++) {
      if (a.charAt(i) == '/') {
        shared++;
      }
    }
    return shared;
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String normalized(String path) {
    if (!path.contains("./")) {
      return path;
    }
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.removeLast();
      } else if (!part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
