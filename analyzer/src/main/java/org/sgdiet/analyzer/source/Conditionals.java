// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The `#if` groups of a file: which branch belongs to which group, and which bytes of an item are
/// left out when one branch of each group is read.
public final class Conditionals {

  private static final int NONE = -1;

  private static final Set<String> NEVER =
      Set.of(
          "0",
          "__cplusplus",
          "defined(__cplusplus)",
          "__BIG_ENDIAN",
          "defined(__BIG_ENDIAN)",
          "__BIG_ENDIAN_BITFIELD",
          "defined(__BIG_ENDIAN_BITFIELD)");

  private final SourceFile file;
  private final List<Directive> directives;

  /// The index of the next directive of the same group, or [#NONE].
  private final int[] next;

  /// The index of the directive that opens the group, or [#NONE] outside of one.
  private final int[] opener;

  /// 0 for the opening directive, 1 for the group's second branch, and so on.
  private final int[] rank;

  private Conditionals(SourceFile file, List<Directive> directives) {
    this.file = file;
    this.directives = directives;
    this.next = new int[directives.size()];
    this.opener = new int[directives.size()];
    this.rank = new int[directives.size()];
    match();
  }

  /// Matches the groups of `file`.
  public static Conditionals of(SourceFile file, List<Directive> directives) {
    return new Conditionals(file, directives);
  }

  private void match() {
    Arrays.fill(next, NONE);
    Arrays.fill(opener, NONE);
    int[] last = new int[directives.size() + 1];
    int depth = 0;
    for (int i = 0; i < directives.size(); i++) {
      Directive.Kind kind = directives.get(i).kind();
      if (kind.opens()) {
        last[depth++] = i;
        opener[i] = i;
      } else if (depth > 0 && (kind.alternates() || kind == Directive.Kind.ENDIF)) {
        next[last[depth - 1]] = i;
        opener[i] = opener[last[depth - 1]];
        rank[i] = rank[last[depth - 1]] + 1;
        last[depth - 1] = i;
        if (kind == Directive.Kind.ENDIF) {
          depth--;
        }
      }
    }
  }

  /// The index of the next directive of the group that `index` belongs to, or -1.
  int next(int index) {
    return next[index];
  }

  /// The index of the group's `#endif`, or -1 when it is missing.
  int endif(int index) {
    int i = index;
    while (i != NONE && directives.get(i).kind() != Directive.Kind.ENDIF) {
      i = next[i];
    }
    return i;
  }

  /// Whether the branch that directive `index` opens is never compiled: `#if 0`, `#ifdef
  /// __cplusplus`, what a big-endian CPU needs, or what follows an `#if 1`.
  boolean never(int index) {
    Directive directive = directives.get(index);
    if (directive.kind().opens()) {
      String condition = condition(index);
      return NEVER.contains(condition);
    }
    return opener[index] != NONE && condition(opener[index]).equals("1");
  }

  /// The condition as text without blanks; `!X` for `#ifndef X`.
  String condition(int index) {
    Directive directive = directives.get(index);
    String line = file.text(directive.span());
    int from = 1;
    while (from < line.length() && !Character.isLetter(line.charAt(from))) {
      from++;
    }
    while (from < line.length() && Character.isLetter(line.charAt(from))) {
      from++;
    }
    String rest = line.substring(from);
    int comment = rest.indexOf("/*");
    int lineComment = rest.indexOf("//");
    int end =
        Math.min(
            comment < 0 ? rest.length() : comment, lineComment < 0 ? rest.length() : lineComment);
    String condition = rest.substring(0, end).replaceAll("\\s+", "");
    return directive.kind() == Directive.Kind.IFNDEF ? "!" + condition : condition;
  }

  /// Index of the first directive at or after `offset`.
  int indexAt(int offset) {
    int low = 0;
    int high = directives.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (directives.get(middle).span().start() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The directives that open another branch than the first inside `item`.
  public List<Directive> alternatives(Span item) {
    List<Directive> found = new ArrayList<>();
    for (int i = indexAt(item.start()); i < directives.size(); i++) {
      Directive directive = directives.get(i);
      if (directive.span().start() >= item.end()) {
        break;
      }
      if (directive.kind().alternates() && !never(i) && rank[i] != firstRank(opener[i])) {
        found.add(directive);
      }
    }
    return found;
  }

  /// The bytes that the branch opened by `alternative` covers.
  public Span branch(Directive alternative) {
    int index = indexAt(alternative.span().start());
    int following = next[index];
    int end = following == NONE ? file.length() : directives.get(following).span().start();
    return new Span(alternative.span().end(), end);
  }

  /// The branches inside `item` that `view` leaves out, in file order.
  public List<Span> dropped(Span item, Slice.View view) {
    List<Span> dropped = new ArrayList<>();
    Map<Integer, Integer> chosen = new HashMap<>();
    boolean[] stack = new boolean[directives.size() + 2];
    int depth = 0;
    int first = indexAt(item.start());
    boolean dropping = startsInOtherBranch(first, item, view, chosen);
    stack[depth] = dropping;
    int from = item.start();
    for (int i = first;
        i < directives.size() && directives.get(i).span().start() < item.end();
        i++) {
      Directive directive = directives.get(i);
      if (dropping && from < directive.span().start()) {
        dropped.add(new Span(from, directive.span().start()));
      }
      if (directive.kind().opens()) {
        boolean outer = stack[depth];
        stack[++depth] = outer || chosen(i, view, chosen) != 0;
      } else if (directive.kind().alternates()) {
        boolean outer = depth > 0 && stack[depth - 1];
        stack[depth] = outer || (opener[i] != NONE && chosen(opener[i], view, chosen) != rank[i]);
      } else if (directive.kind() == Directive.Kind.ENDIF) {
        depth = Math.max(0, depth - 1);
        if (depth == 0
            && opener[i] != NONE
            && directives.get(opener[i]).span().start() < item.start()) {
          stack[0] = false;
        }
      }
      dropping = stack[depth];
      from = directive.span().end();
    }
    if (dropping && from < item.end()) {
      dropped.add(new Span(from, item.end()));
    }
    return dropped;
  }

  /// Whether the item begins in a branch that the view does not take: its head stands once in each
  /// branch.
  private boolean startsInOtherBranch(
      int first, Span item, Slice.View view, Map<Integer, Integer> chosen) {
    int depth = 0;
    for (int i = first;
        i < directives.size() && directives.get(i).span().start() < item.end();
        i++) {
      Directive.Kind kind = directives.get(i).kind();
      if (kind.opens()) {
        depth++;
      } else if (kind == Directive.Kind.ENDIF) {
        depth--;
      } else if (kind.alternates() && depth == 0 && opener[i] != NONE) {
        return chosen(opener[i], view, chosen) != rank[i] - 1;
      }
      if (depth < 0) {
        return false;
      }
    }
    return false;
  }

  private int chosen(int open, Slice.View view, Map<Integer, Integer> chosen) {
    return chosen.computeIfAbsent(
        open,
        o ->
            switch (view) {
              case Slice.View.First() -> firstRank(o);
              case Slice.View.Branch(int directive) -> rankFor(o, directive);
            });
  }

  private int firstRank(int open) {
    int rank = 0;
    for (int i = open; i != NONE && directives.get(i).kind() != Directive.Kind.ENDIF; i = next[i]) {
      if (!never(i)) {
        return rank;
      }
      rank++;
    }
    return NONE;
  }

  private int rankFor(int open, int wanted) {
    int count = 0;
    for (int i = open; i != NONE && directives.get(i).kind() != Directive.Kind.ENDIF; i = next[i]) {
      int end = next[i] == NONE ? file.length() : directives.get(next[i]).span().start();
      if (directives.get(i).span().start() <= wanted && wanted < end) {
        return count;
      }
      count++;
    }
    int viewed = indexAt(wanted);
    if (viewed < directives.size()
        && opener[viewed] != NONE
        && condition(opener[viewed]).equals(condition(open))) {
      return rank[viewed] < count ? rank[viewed] : NONE;
    }
    return firstRank(open);
  }
}
