// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.edit.SourceText;

/// The labels at the end of a function behind which it gives back what it took, step by step.
final class ExitLabels {

  private ExitLabels() {}

  /// The statements that give back `undo` and leave as `exit` does; in one jump where the function
  /// has a label for just that.
  static List<String> shortened(List<String> undo, List<String> exit, FunctionCode code) {
    List<String> lines = new ArrayList<>();
    String last = exit.getLast();
    List<Stmt> body = code.function().body().body();
    for (int i = 0; !undo.isEmpty() && i < body.size(); i++) {
      if (body.get(i) instanceof Stmt.Label(String name, _) && last.equals("goto " + name + ";")) {
        int first = i - undo.size();
        boolean same = first > 0 && spelled(body.subList(first, i), code).equals(undo);
        if (same && body.get(first - 1) instanceof Stmt.Label(String before, _)) {
          lines.addAll(exit.subList(0, exit.size() - 1));
          lines.add("goto " + before + ";");
          return lines;
        }
      }
    }
    lines.addAll(undo);
    lines.addAll(exit);
    return lines;
  }

  private static List<String> spelled(List<Stmt> stmts, FunctionCode code) {
    SourceText text = new SourceText(code.file().text());
    return stmts.stream().map(s -> text.joined(s.span())).toList();
  }
}
