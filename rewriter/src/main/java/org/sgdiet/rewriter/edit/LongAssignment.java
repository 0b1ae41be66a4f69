// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.edit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.source.Span;

/// Breaks an assignment behind its `=` where edits make its line wider than the 100 columns that
/// `checkpatch` lets pass. A line that was as wide before keeps its form.
final class LongAssignment {
  private static final int LIMIT = 100;

  /// A statement that has its line to itself: what is assigned to, the blank, what is assigned.
  private static final Pattern STATEMENT =
      Pattern.compile("[ \t]*[\\w.>\\[\\]()* -]*? [-+|&^*/]?=( )[^={][^;]*;\\s*");

  private LongAssignment() {}

  /// The break of the line that holds `offset`, once `edits` are made; empty when it needs none.
  static Optional<Edit> breakOf(SourceText source, int offset, List<Edit> edits) {
    Span line = source.lines(new Span(offset, offset));
    String before = source.at(line);
    Matcher statement = STATEMENT.matcher(before);
    if (!statement.matches() || width(before) > LIMIT) {
      return Optional.empty();
    }
    int blank = line.start() + statement.start(1);
    Span place = new Span(blank, blank + 1);
    List<Edit> here = edits.stream().filter(e -> e.touches(line)).toList();
    boolean apart = here.stream().allMatch(e -> inside(e, line) && !e.touches(place));
    return apart && width(after(before, line, here)) > LIMIT
        ? Optional.of(new Edit(place, "\n" + source.indent(offset) + "\t"))
        : Optional.empty();
  }

  private static String after(String before, Span line, List<Edit> edits) {
    StringBuilder made = new StringBuilder(before);
    edits.stream()
        .sorted(Comparator.comparingInt((Edit e) -> e.span().start()).reversed())
        .forEach(e ->
            made.replace(e.span().start() - line.start(), e.span().end() - line.start(), e.text()));
    return made.toString();
  }

  private static int width(String line) {
    return SourceText.width(line.stripTrailing(), 0);
  }

  private static boolean inside(Edit edit, Span line) {
    return line.start() <= edit.span().start()
        && edit.span().end() < line.end()
        && edit.text().indexOf('\n') < 0;
  }
}
