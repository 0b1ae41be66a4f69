// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.mask.Restorations.Restoration;

/// A type as an argument of a macro, `container_of(p, struct foo, member)`, becomes one identifier.
final class TypeArguments implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 1; i < tokens.count(); i++) {
      if (tokens.kind(i) == '(' && tokens.match(i) > i && isMacroCall(tokens, i - 1)) {
        changed |= arguments(tokens, i, tokens.match(i), restorations);
      }
    }
    return changed;
  }

  /// Whether a call begins at `callee`; a function's head and a prototype do not.
  private static boolean isMacroCall(Tokens tokens, int callee) {
    if (!tokens.isWord(callee)
        || CWords.isKeyword(tokens, callee)
        || tokens.isWord(callee, CWords.TYPE_OPERATORS)) {
      return false;
    }
    byte context = tokens.context(callee);
    if (context == Tokens.TYPE) {
      return false;
    }
    if (tokens.isWord(callee - 1) && !tokens.isWord(callee - 1, CWords.STATEMENTS)) {
      return false;
    }
    return context != Tokens.FILE || isAfterAssignment(tokens, callee);
  }

  private static boolean isAfterAssignment(Tokens tokens, int from) {
    for (int i = from; i >= Math.max(0, from - Tokens.LOOK_BACK); i--) {
      if (tokens.kind(i) == '=') {
        return true;
      }
      if (tokens.kind(i) == ';' || tokens.kind(i) == '}') {
        return false;
      }
    }
    return false;
  }

  private static boolean arguments(Tokens tokens, int open, int close, Restorations restorations) {
    boolean changed = false;
    int first = open + 1;
    for (int i = first; i <= close; i++) {
      if (i == close || tokens.kind(i) == ',') {
        if (i > first && isType(tokens, first, i - 1)) {
          restorations.put(
              tokens.start(first), new Restoration.TypeArgument(tokens.span(first, i - 1)));
          tokens.join(first, i - 1);
          changed = true;
        }
        first = i + 1;
      } else if (tokens.match(i) > i) {
        i = tokens.match(i);
      }
    }
    return changed;
  }

  /// Whether tokens `first` to `last` can only be a type.
  static boolean isType(Tokens tokens, int first, int last) {
    int i = first;
    while (i <= last && tokens.isWord(i, CWords.SPECIFIERS)) {
      i++;
    }
    boolean qualified = i > first;
    int base = i;
    if (tokens.isWord(i, CWords.TAGS)) {
      i += 2;
    } else {
      while (i <= last && tokens.isWord(i, CWords.PRIMITIVES)) {
        i++;
      }
    }
    boolean certain = i > base || qualified;
    if (i == base && tokens.isWord(i)) {
      i++;
      certain |= i <= last && tokens.kind(last) == '*';
    }
    return certain && i <= last + 1 && isAbstractDeclarator(tokens, i, last);
  }

  /// Whether only stars, qualifiers, array lengths and `(*)(...)` follow.
  private static boolean isAbstractDeclarator(Tokens tokens, int from, int last) {
    for (int i = from; i <= last; i++) {
      if (tokens.kind(i) == '*' || tokens.isWord(i, CWords.SPECIFIERS)) {
        continue;
      }
      boolean group = tokens.kind(i) == '[' || (tokens.kind(i) == '(' && isPointerGroup(tokens, i));
      if (!group || tokens.match(i) < 0 || tokens.match(i) > last) {
        return false;
      }
      i = tokens.match(i);
    }
    return true;
  }

  private static boolean isPointerGroup(Tokens tokens, int open) {
    return tokens.kind(open + 1) == '*' || tokens.kind(open - 1) == ')';
  }
}
