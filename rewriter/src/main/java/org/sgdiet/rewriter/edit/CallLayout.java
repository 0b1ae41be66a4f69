// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.source.Span;

/// A call laid out as the kernel's coding style has it: arguments fill lines of 80 columns and go
/// on below the opening parenthesis; where that is too narrow, lines of up to 100. Line breaks of
/// arguments that are taken over stay where their author put them.
public final class CallLayout {

  private static final int PREFERRED = 80;
  private static final int LIMIT = 100;

  private CallLayout() {}

  /// An argument of the call to be written.
  ///
  /// @param lines its text, line by line, without indentation
  /// @param startsLine whether it begins a line of its own
  public record Arg(List<String> lines, boolean startsLine) {

    /// New text of one line, put where it fits.
    public static Arg of(String text) {
      return new Arg(List.of(text), false);
    }

    /// An argument as it stands in `source`, its line breaks kept.
    public static Arg kept(SourceText source, Span span) {
      int lineStart = source.lineStart(span.start());
      boolean first = source.text().substring(lineStart, span.start()).isBlank();
      List<String> lines = source.at(span).lines().map(String::strip).toList();
      return new Arg(lines, first && wouldHaveFit(source, lineStart, lines.getFirst()));
    }

    /// Whether the author broke the line although there was room: then the break is meant.
    private static boolean wouldHaveFit(SourceText source, int lineStart, String text) {
      int before = source.lineStart(lineStart - 1);
      String line = source.text().substring(before, lineStart).stripTrailing();
      return SourceText.width(line, 0) + 1 + text.length() + 2 <= PREFERRED;
    }

    private String text() {
      return String.join(" ", lines);
    }
  }

  /// Lays out `callee(args)` from scratch.
  ///
  /// @param column where the callee starts, 0-based, tabs expanded
  /// @param after columns that follow the closing parenthesis on its line
  public static String call(int column, String callee, List<String> args, int after) {
    return callOf(column, callee, args.stream().map(Arg::of).toList(), after);
  }

  /// Lays out a call of arguments that may have been taken over.
  ///
  /// @param column where the callee starts, 0-based, tabs expanded
  /// @param after columns that follow the closing parenthesis on its line
  public static String callOf(int column, String callee, List<Arg> args, int after) {
    int open = column + callee.length() + 1;
    String oneLine = String.join(", ", args.stream().map(Arg::text).toList());
    boolean kept = args.stream().anyMatch(a -> a.startsLine() || a.lines().size() > 1);
    if (!kept && open + oneLine.length() + 1 + after <= PREFERRED) {
      return callee + "(" + oneLine + ")";
    }
    List<String> lines = fill(open, args, after, PREFERRED);
    if (widest(lines, open, after) > PREFERRED) {
      lines = fill(open, args, after, LIMIT);
    }
    return callee + "(" + String.join("\n", lines) + ")";
  }

  /// A statement that is nothing but a call, written on one line, laid out to start at `column`;
  /// any other as it is.
  public static String wrapped(String statement, int column) {
    int open = statement.indexOf('(');
    boolean call =
        open > 0
            && statement.endsWith(");")
            && statement.substring(0, open).chars().allMatch(Character::isJavaIdentifierPart);
    return call
        ? call(
                column,
                statement.substring(0, open),
                split(statement.substring(open + 1, statement.length() - 2)),
                1)
            + ";"
        : statement;
  }

  /// The arguments between two parentheses.
  private static List<String> split(String args) {
    List<String> all = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < args.length(); i++) {
      char c = args.charAt(i);
      if (c == '"') {
        return List.of(args);
      }
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        all.add(args.substring(from, i).strip());
        from = i + 1;
      }
    }
    all.add(args.substring(from).strip());
    return all;
  }

  private static List<String> fill(int open, List<Arg> args, int after, int limit) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int start = open;
    for (int i = 0; i < args.size(); i++) {
      Arg arg = args.get(i);
      boolean last = i == args.size() - 1;
      for (int k = 0; k < arg.lines().size(); k++) {
        boolean ends = k == arg.lines().size() - 1;
        String piece = arg.lines().get(k) + (ends && !last ? "," : "");
        int tail = ends && last ? 1 + after : 0;
        boolean empty = line.toString().isBlank();
        int end =
            SourceText.width(line.toString(), start) + (empty ? 0 : 1) + piece.length() + tail;
        if (k > 0 || (!empty && (arg.startsLine() || end > limit))) {
          lines.add(line.toString());
          line = new StringBuilder(SourceText.reach(open));
          start = 0;
          empty = true;
        }
        line.append(empty ? "" : " ").append(piece);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private static int widest(List<String> lines, int open, int after) {
    int widest = 0;
    for (int i = 0; i < lines.size(); i++) {
      int end = SourceText.width(lines.get(i), i == 0 ? open : 0);
      widest = Math.max(widest, i == lines.size() - 1 ? end + 1 + after : end);
    }
    return widest;
  }
}
