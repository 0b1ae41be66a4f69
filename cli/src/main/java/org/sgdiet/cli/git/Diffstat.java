// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.util.List;

/// The table of changed files below the log of a mail patch, as `git diff --stat --summary` prints
/// it.
final class Diffstat {

  /// Columns of a line, as in `git format-patch`.
  private static final int WIDTH = 72;

  private static final int NAME_LIMIT = 50;

  private Diffstat() {}

  /// One changed file.
  ///
  /// @param created whether the file is new
  record Line(String path, int added, int removed, boolean created) {
    int total() {
      return added + removed;
    }

    /// The path, its head replaced by `...` when it is too long for the table.
    String name() {
      if (path.length() <= NAME_LIMIT) {
        return path;
      }
      int slash = path.indexOf('/', path.length() - (NAME_LIMIT - 3));
      return "..." + path.substring(slash < 0 ? path.length() - (NAME_LIMIT - 3) : slash);
    }
  }

  static String of(List<FileChange> changes) {
    List<Line> lines = changes.stream().map(FileChange::stat).toList();
    int name = lines.stream().mapToInt(l -> l.name().length()).max().orElse(0);
    int most = lines.stream().mapToInt(Line::total).max().orElse(0);
    int digits = String.valueOf(most).length();
    int room = WIDTH - name - digits - 5;
    StringBuilder out = new StringBuilder();
    for (Line line : lines) {
      out.append(' ').append(line.name()).repeat(' ', name - line.name().length()).append(" | ");
      out.repeat(' ', digits - String.valueOf(line.total()).length()).append(line.total());
      out.append(' ').repeat('+', scaled(line.added(), most, room));
      out.repeat('-', scaled(line.removed(), most, room)).append('\n');
    }
    out.append(summary(lines)).append('\n');
    lines.stream()
        .filter(Line::created)
        .forEach(l -> out.append(" create mode 100644 ").append(l.path()).append('\n'));
    return out.toString();
  }

  private static int scaled(int count, int most, int room) {
    return most <= room || count == 0 ? count : Math.max(1, count * room / most);
  }

  private static String summary(List<Line> lines) {
    int added = lines.stream().mapToInt(Line::added).sum();
    int removed = lines.stream().mapToInt(Line::removed).sum();
    StringBuilder out = new StringBuilder(" " + counted(lines.size(), "file") + " changed");
    if (added > 0) {
      out.append(", ").append(counted(added, "insertion")).append("(+)");
    }
    if (removed > 0) {
      out.append(", ").append(counted(removed, "deletion")).append("(-)");
    }
    return out.toString();
  }

  private static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
