// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.tree.SourceTree.Content;
import org.sgdiet.cli.git.Change;
import org.sgdiet.rewriter.edit.UnifiedDiff;

/// The diff of one file, its lines known by their numbers.
///
/// @param hunks in the order of the file
record ChangedLines(List<Hunk> hunks) {

  private static final Pattern HEAD = Pattern.compile("@@ -(\\d+)(?:,\\d+)? \\+(\\d+).*");

  /// Lines of a hunk around one of them that are quoted.
  private static final int AROUND = 3;

  /// A hunk.
  ///
  /// @param head its line with `@@`
  record Hunk(String head, List<Line> lines) {}

  /// A line of a diff.
  ///
  /// @param kind `+`, `-` or a blank
  /// @param before its number in the old file, 1-based, 0 when it is not in it
  /// @param after in the new file, likewise
  record Line(char kind, int before, int after, String text) {
    @Override
    public String toString() {
      return kind + text;
    }
  }

  /// What the change did to a file.
  static ChangedLines of(Change change, String path) {
    byte[] before = bytes(change.before().read(path));
    byte[] after = bytes(change.after().read(path));
    List<Hunk> hunks = new ArrayList<>();
    int old = 0;
    int fresh = 0;
    for (String line : UnifiedDiff.of(path, before, after).lines().toList()) {
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        old = Integer.parseInt(head.group(1));
        fresh = Integer.parseInt(head.group(2));
        hunks.add(new Hunk(readable(line), new ArrayList<>()));
      } else if (!hunks.isEmpty() && !line.startsWith("\\")) {
        char kind = line.isEmpty() ? ' ' : line.charAt(0);
        String text = line.isEmpty() ? "" : readable(line.substring(1)).stripTrailing();
        hunks
            .getLast()
            .lines()
            .add(new Line(kind, kind == '+' ? 0 : old, kind == '-' ? 0 : fresh, text));
        old += kind == '+' ? 0 : 1;
        fresh += kind == '-' ? 0 : 1;
      }
    }
    return new ChangedLines(hunks);
  }

  /// The diff's lines around a line of the new version or, unless `isNew`, the old one; nothing
  /// when the diff does not show it.
  List<Line> around(int number, boolean isNew) {
    for (Hunk hunk : hunks) {
      for (int i = 0; i < hunk.lines().size(); i++) {
        Line line = hunk.lines().get(i);
        if ((isNew ? line.after() : line.before()) == number) {
          return hunk.lines()
              .subList(Math.max(0, i - AROUND), Math.min(hunk.lines().size(), i + AROUND + 1));
        }
      }
    }
    return List.of();
  }

  private static byte[] bytes(Content content) {
    return content instanceof Content.Bytes(byte[] bytes) ? bytes : new byte[0];
  }

  /// A line of a file that is UTF-8, or latin-1 as old drivers are.
  static String readable(String latin) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(latin.getBytes(ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException _) {
      return latin;
    }
  }
}
