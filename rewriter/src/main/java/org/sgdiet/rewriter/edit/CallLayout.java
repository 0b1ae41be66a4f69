// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import java.util.List;

/// A call laid out as the kernel's coding style has it: arguments fill lines of 80 columns and go
/// on below the opening parenthesis; where that is too narrow a place, up to 100.
public final class CallLayout {

  private static final int PREFERRED = 80;
  private static final int LIMIT = 100;

  private CallLayout() {}

  /// Lays out `callee(args)`.
  ///
  /// @param column where the callee starts, 0-based, tabs expanded
  /// @param callee name of the function
  /// @param args one-line texts
  /// @param after columns that follow the closing parenthesis on its line
  public static String call(int column, String callee, List<String> args, int after) {
    int open = column + callee.length() + 1;
    String preferred = fill(open, args, after, PREFERRED);
    String text =
        widest(preferred, open, after) <= PREFERRED ? preferred : fill(open, args, after, LIMIT);
    return callee + "(" + text + ")";
  }

  private static String fill(int open, List<String> args, int after, int limit) {
    StringBuilder out = new StringBuilder();
    int at = open;
    for (int i = 0; i < args.size(); i++) {
      boolean last = i == args.size() - 1;
      String piece = args.get(i) + (last ? ")" : ",");
      int room = last ? after : 0;
      int lead = at == open ? 0 : 1;
      if (at != open && at + lead + piece.length() + room > limit) {
        out.append("\n").append(SourceText.reach(open));
        at = open;
        lead = 0;
      }
      out.append(lead == 1 ? " " : "").append(args.get(i)).append(last ? "" : ",");
      at += lead + piece.length();
    }
    return out.toString();
  }

  private static int widest(String text, int open, int after) {
    int widest = 0;
    int column = open;
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int end = SourceText.width(lines[i], column);
      widest = Math.max(widest, i == lines.length - 1 ? end + 1 + after : end);
      column = 0;
    }
    return widest;
  }
}
