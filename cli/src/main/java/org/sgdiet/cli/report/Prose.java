// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import java.util.ArrayList;
import java.util.List;

/// Paragraphs filled as a mail or a commit's log wants them.
public final class Prose {

  /// Columns of a log line; checkpatch warns beyond.
  private static final int WIDTH = 72;

  private Prose() {}

  /// Paragraphs filled to the width and divided by blank lines; a word longer than a line stands
  /// alone.
  public static String of(List<String> paragraphs) {
    return String.join(
        "\n\n", paragraphs.stream().filter(p -> !p.isBlank()).map(Prose::filled).toList());
  }

  /// `a`, `a and b`, `a, b and c`.
  public static String listed(List<String> words) {
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  /// `1 file`, `2 files`.
  public static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String filled(String paragraph) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : paragraph.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return String.join("\n", lines);
  }
}
