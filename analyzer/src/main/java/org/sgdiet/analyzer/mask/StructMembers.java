// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.util.Optional;
import org.sgdiet.analyzer.mask.Restorations.Restoration;
import org.sgdiet.analyzer.source.Span;

/// Struct members by macro: `DECLARE_BITMAP(bits, n);` becomes `int bits;` and is noted, the
/// members of a `struct_group()` stand as if they were not grouped.
final class StructMembers implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 1; i < tokens.count(); i++) {
      int close = tokens.kind(i + 1) == '(' ? tokens.match(i + 1) : -1;
      boolean pointer = tokens.kind(i + 2) == '*' || tokens.kind(close + 1) == '(';
      if (close < 0 || pointer || !startsMember(tokens, i) || CWords.isKeyword(tokens, i)) {
        continue;
      }
      changed = true;
      if (tokens.text(i).contains("struct_group")) {
        ungroup(tokens, i, close);
      } else {
        member(tokens, i, close, restorations);
        i = close;
      }
    }
    return changed;
  }

  private static boolean startsMember(Tokens tokens, int i) {
    if (!tokens.isWord(i) || tokens.context(i) != Tokens.TYPE) {
      return false;
    }
    byte before = tokens.kind(i - 1);
    boolean grouped = before == ',' || before == '(';
    return before == ';'
        || before == '{'
        || before == '}'
        || before == ')'
        || (grouped
            && tokens.text(i).startsWith("DECLARE_")
            && tokens.kind(tokens.match(i + 1) + 1) == ';');
  }

  private static void ungroup(Tokens tokens, int macro, int close) {
    int leading =
        switch (tokens.text(macro)) {
          case "struct_group" -> 1;
          case "__struct_group" -> 3;
          default -> 2;
        };
    int last = macro + 1;
    for (int i = macro + 2; i < close && leading > 0; i++) {
      last = i;
      if (tokens.kind(i) == ',') {
        leading--;
      }
      if (tokens.match(i) > i) {
        i = tokens.match(i);
      }
    }
    tokens.blank(macro, last);
    tokens.blank(close, tokens.kind(close + 1) == ';' ? close + 1 : close);
  }

  private static void member(Tokens tokens, int macro, int close, Restorations restorations) {
    int comma = comma(tokens, macro + 2, close);
    boolean typeFirst = comma < close && isNameLast(tokens.text(macro));
    int name = typeFirst ? comma + 1 : macro + 2;
    if (!tokens.isWord(name) || CWords.isKeyword(tokens, name)) {
      tokens.blank(macro, tokens.kind(close + 1) == ';' ? close + 1 : close);
      return;
    }
    Optional<Span> type =
        typeFirst ? Optional.of(tokens.span(macro + 2, comma - 1)) : Optional.empty();
    Optional<Span> length =
        !typeFirst && comma < close - 1
            ? Optional.of(tokens.span(comma + 1, close - 1))
            : Optional.empty();
    restorations.put(
        tokens.start(macro), new Restoration.MacroMember(tokens.text(macro), type, length));
    tokens.replace(macro, name - 1, "int");
    tokens.blank(name + 1, close);
    if (tokens.kind(close + 1) != ';') {
      tokens.replace(close, ";");
    }
  }

  private static boolean isNameLast(String macro) {
    return macro.contains("FLEX_ARRAY") || macro.contains("KFIFO_REC");
  }

  private static int comma(Tokens tokens, int from, int close) {
    for (int i = from; i < close; i++) {
      if (tokens.kind(i) == ',') {
        return i;
      }
      if (tokens.match(i) > i) {
        i = tokens.match(i);
      }
    }
    return close;
  }
}
