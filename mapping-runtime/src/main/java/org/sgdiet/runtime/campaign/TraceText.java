// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.runtime.machine.Run;

/// Two traces side by side, aligned on the lines they share; `|` marks lines that differ, `<` and
/// `>` those that only one side has.
public final class TraceText {

  private static final int MOST_LINES = 400;

  private TraceText() {}

  /// The two traces, `width` characters for each side.
  public static List<String> aligned(Run before, Run after, int width) {
    List<String> b = shortened(RunText.bareLines(before));
    List<String> a = shortened(RunText.bareLines(after));
    int[][] common = commonLengths(b, a);
    var out = new ArrayList<String>();
    out.add(row("before", " ", "after", width));
    int i = 0;
    int j = 0;
    while (i < b.size() || j < a.size()) {
      if (i < b.size() && j < a.size() && b.get(i).equals(a.get(j))) {
        out.add(row(b.get(i++), " ", a.get(j++), width));
      } else if (i < b.size() && j < a.size() && common[i + 1][j + 1] == common[i][j]) {
        out.add(row(b.get(i++), "|", a.get(j++), width));
      } else if (i < b.size() && (j == a.size() || common[i + 1][j] >= common[i][j + 1])) {
        out.add(row(b.get(i++), "<", "", width));
      } else {
        out.add(row("", ">", a.get(j++), width));
      }
    }
    return out;
  }

  private static List<String> shortened(List<String> lines) {
    return lines.size() <= MOST_LINES ? lines : lines.subList(0, MOST_LINES);
  }

  private static int[][] commonLengths(List<String> b, List<String> a) {
    int[][] common = new int[b.size() + 1][a.size() + 1];
    for (int i = b.size() - 1; i >= 0; i--) {
      for (int j = a.size() - 1; j >= 0; j--) {
        common[i][j] =
            b.get(i).equals(a.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static String row(String left, String mark, String right, int width) {
    return (fit(left, width) + " " + mark + " " + cut(right, width)).stripTrailing();
  }

  private static String fit(String text, int width) {
    return cut(text, width) + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }
}
