// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.rewriter.code.Occurrence;

/// Which of the lists that a cursor is given one after the other it walks at a place.
final class Reaching {

  private Reaching() {}

  /// The lookup that surely is the last before `place`, or all when none is.
  static List<Occurrence> lookups(Cursor c, Occurrence place) {
    int at = place.span().start();
    Optional<Occurrence> last =
        c.lookups.stream()
            .filter(o -> o.span().end() <= at)
            .reduce((a, b) -> a.span().start() > b.span().start() ? a : b)
            .filter(o -> encloses(c, o, at) && !comesBack(c, o, at));
    return last.map(List::of).orElse(c.lookups);
  }

  /// Whether the way to `at` leads through the statement of `lookup`.
  private static boolean encloses(Cursor c, Occurrence lookup, int at) {
    return c.code
        .parent(lookup.statement())
        .filter(p -> p instanceof Stmt.Block && contains(p.span(), at))
        .isPresent();
  }

  /// Whether a loop that begins behind `lookup` gives the cursor another list behind `at`.
  private static boolean comesBack(Cursor c, Occurrence lookup, int at) {
    return c.code.statements().stream()
        .filter(s -> isLoop(s) && s.span().start() > lookup.span().start())
        .map(Stmt::span)
        .filter(s -> contains(s, at))
        .anyMatch(s ->
            c.lookups.stream()
                .anyMatch(o -> o.span().start() > at && contains(s, o.span().start())));
  }

  private static boolean isLoop(Stmt stmt) {
    return stmt instanceof Stmt.While
        || stmt instanceof Stmt.DoWhile
        || stmt instanceof Stmt.For
        || stmt instanceof Stmt.Each;
  }

  private static boolean contains(Span span, int offset) {
    return span.start() <= offset && offset < span.end();
  }
}
