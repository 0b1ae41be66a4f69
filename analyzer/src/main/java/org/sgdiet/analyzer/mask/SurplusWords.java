// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Two names never stand side by side in an expression, so a run of words is a declaration: all but
/// its type and its name are macros for storage classes and attributes, known or not, and become
/// blanks.
final class SurplusWords implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    int i = 0;
    while (i < tokens.count()) {
      int end = i;
      while (tokens.isWord(end) && !tokens.isWord(end, CWords.STATEMENTS)) {
        end++;
      }
      if (end - i >= 2) {
        changed |= reduce(tokens, i, end - 1);
      }
      i = Math.max(i + 1, end);
    }
    return changed;
  }

  private static boolean reduce(Tokens tokens, int first, int last) {
    List<Integer> names = new ArrayList<>();
    boolean base = tokens.kind(first - 1) == '*';
    for (int i = first; i <= last; i++) {
      if (tokens.isWord(i, CWords.TAGS)) {
        base = true;
        i++;
      } else if (tokens.isWord(i, CWords.PRIMITIVES)) {
        base = true;
      } else if (!tokens.isWord(i, CWords.SPECIFIERS)) {
        names.add(i);
      }
    }
    boolean pointer = tokens.kind(last + 1) == '*';
    int room = (base ? 0 : 1) + (pointer ? 0 : 1);
    if (names.size() <= room) {
      return false;
    }
    List<Integer> kept = keep(tokens, names, !base, !pointer);
    for (int name : names) {
      if (!kept.contains(name)) {
        tokens.blank(name, name);
      }
    }
    return true;
  }

  private static List<Integer> keep(
      Tokens tokens, List<Integer> names, boolean wantsType, boolean wantsName) {
    List<Integer> rest = new ArrayList<>(names);
    List<Integer> kept = new ArrayList<>();
    if (wantsName) {
      int name = lastPlain(tokens, rest);
      kept.add(name);
      rest.removeIf(i -> i >= name);
    }
    if (wantsType && !rest.isEmpty()) {
      kept.add(type(tokens, rest));
    }
    return kept;
  }

  private static int lastPlain(Tokens tokens, List<Integer> names) {
    for (int i = names.size() - 1; i > 0; i--) {
      int name = names.get(i);
      boolean called = tokens.kind(name + 1) == '(';
      if (called || !CWords.looksLikeAttribute(tokens.text(name))) {
        return name;
      }
    }
    return names.getFirst();
  }

  private static int type(Tokens tokens, List<Integer> names) {
    for (int name : names) {
      if (Typedefs.isKnown(tokens.text(name))) {
        return name;
      }
    }
    for (int i = names.size() - 1; i >= 0; i--) {
      String text = tokens.text(names.get(i));
      if (!CWords.looksLikeAttribute(text) && !text.equals(text.toUpperCase(Locale.ROOT))) {
        return names.get(i);
      }
    }
    return names.getLast();
  }
}
