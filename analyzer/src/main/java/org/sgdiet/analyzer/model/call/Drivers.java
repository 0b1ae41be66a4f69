// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.sgdiet.analyzer.source.Prefilter;

/// The drivers that the files of a directory make up: groups of files that may concern each other,
/// any number of steps away.
public final class Drivers {

  private Drivers() {}

  /// A function or macro of a header, by which files come together that mention it.
  private record Shared(String name, String header) {}

  /// Splits the files of a directory.
  ///
  /// Any file may use a header, and most headers say nothing about mappings: only one whose
  /// functions come down to a site is part of a driver. Such headers that no file uses are one
  /// group.
  ///
  /// @param files the files, headers included
  /// @param sites finds the words of a site
  /// @return paths, each in one group; headers without a site in none
  public static Collection<SortedSet<String>> of(List<DriverFile> files, Prefilter sites) {
    Partition groups = new Links(files).connected();
    Deque<Shared> open = new ArrayDeque<>();
    Set<Shared> seen = new HashSet<>();
    files.stream()
        .filter(DriverFile::isHeader)
        .forEach(h -> h.namesMatching(sites).forEach(n -> open.add(new Shared(n, h.path()))));
    while (!open.isEmpty()) {
      Shared shared = open.remove();
      if (seen.add(shared)) {
        for (DriverFile user : files) {
          if (user.mentions(shared.name())) {
            groups.join(user.path(), shared.header());
            if (user.isHeader()) {
              user.namesOfCallers(Set.of(shared.name()))
                  .forEach(n -> open.add(new Shared(n, user.path())));
            }
          }
        }
      }
    }
    joinLoneHeaders(groups);
    return groups.groups();
  }

  private static void joinLoneHeaders(Partition groups) {
    Optional<String> first = Optional.empty();
    for (SortedSet<String> group : groups.groups()) {
      if (group.stream().allMatch(DriverFile::isHeader)) {
        first.ifPresent(other -> groups.join(other, group.getFirst()));
        first = Optional.of(group.getFirst());
      }
    }
  }
}
