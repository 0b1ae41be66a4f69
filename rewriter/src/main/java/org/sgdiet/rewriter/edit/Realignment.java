// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// Puts the continuation lines of a call below its opening parenthesis, where `checkpatch --strict`
/// wants them. Lines inside an argument, and lines that would get wider than 100 columns, stay.
public final class Realignment {
  private static final int LIMIT = 100;

  private Realignment() {}

  /// White space to be replaced, with what takes its place; empty for a call that stands right.
  public static Map<Span, String> of(Expr.Call call, SourceText source) {
    int open = source.column(call.callee().span().end()) + 1;
    Map<Span, String> edits = new TreeMap<>(Comparator.comparingInt(Span::start));
    for (int at = source.lineAfter(call.span().start());
        at < call.span().end();
        at = source.lineAfter(at)) {
      String indent = source.indent(at);
      int text = at + indent.length();
      int line = at;
      boolean inside =
          call.args().stream().anyMatch(a -> a.span().start() < line && line < a.span().end());
      String rest = source.text().substring(text, source.lineAfter(at)).stripTrailing();
      boolean fits = open + rest.length() <= LIMIT;
      if (!inside && fits && SourceText.width(indent, 0) != open) {
        edits.put(new Span(at, text), SourceText.reach(open));
      }
    }
    return edits;
  }
}
