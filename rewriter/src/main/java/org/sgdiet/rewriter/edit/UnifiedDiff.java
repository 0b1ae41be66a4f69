// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The difference of two versions of a file in the form that `git apply` and `patch -p1` take: `a/`
/// and `b/` before the path, three lines of context, the enclosing function behind the hunk's head,
/// line ends and a missing last line end kept as they are.
public final class UnifiedDiff {

  private static final int CONTEXT = 3;
  private static final String NO_LINE_END = "\n\\ No newline at end of file";
  private static final Pattern HEAD = Pattern.compile("@@ -(\\d+)(?:,\\d+)? .* @@");
  private static final int HEADING_BYTES = 80;

  private UnifiedDiff() {}

  /// The diff as latin-1 text, one character a byte; empty when nothing differs.
  public static String of(String path, byte[] before, byte[] after) {
    List<String> old = lines(SourceText.of(before).text());
    Patch<String> patch = DiffUtils.diff(old, lines(SourceText.of(after).text()));
    if (patch.getDeltas().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    String from = old.isEmpty() ? "/dev/null" : "a/" + path;
    for (String line :
        UnifiedDiffUtils.generateUnifiedDiff(from, "b/" + path, old, patch, CONTEXT)) {
      Matcher head = HEAD.matcher(line);
      out.append(head.matches() ? line + heading(old, Integer.parseInt(head.group(1))) : line);
      out.append('\n');
    }
    return out.toString();
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      if (end < 0) {
        lines.add(text.substring(from) + NO_LINE_END);
        break;
      }
      lines.add(text.substring(from, end));
      from = end + 1;
    }
    return lines;
  }

  /// The last line above the hunk that starts with a letter, `_` or `$`, as git shows it.
  private static String heading(List<String> lines, int firstLine) {
    for (int i = Math.min(firstLine - 2, lines.size() - 1); i >= 0; i--) {
      String line = lines.get(i);
      if (!line.isEmpty()
          && Character.isJavaIdentifierStart(line.charAt(0))
          && line.charAt(0) < 0x80) {
        String bare = line.stripTrailing();
        return " " + bare.substring(0, Math.min(bare.length(), HEADING_BYTES)).stripTrailing();
      }
    }
    return "";
  }
}
