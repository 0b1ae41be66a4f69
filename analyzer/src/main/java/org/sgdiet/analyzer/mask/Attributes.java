// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.mask.Restorations.Restoration;

/// Qualifiers and attributes (`__iomem`, `__must_hold(&lock)`) become blanks; those that run code
/// at the end of the scope (`__free(kfree)`) are noted.
final class Attributes implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i < tokens.count(); i++) {
      if (!tokens.isWord(i)) {
        continue;
      }
      boolean call = tokens.kind(i + 1) == '(';
      int close = call ? tokens.match(i + 1) : -1;
      if (close > 0 && tokens.isWord(i, CWords.CLEANUPS)) {
        restorations.put(
            tokens.start(i), new Restoration.Attribute(tokens.text(i) + argument(tokens, i + 1)));
        tokens.blank(i, close);
      } else if (close > 0 && isAttributeCall(tokens, i)) {
        tokens.blank(i, standsAlone(tokens, i, close) ? close + 1 : close);
      } else if (isAttributeWord(tokens, i, call)) {
        tokens.blank(i, i);
        close = i;
      } else {
        continue;
      }
      changed = true;
      i = close;
    }
    return changed;
  }

  private static String argument(Tokens tokens, int open) {
    StringBuilder text = new StringBuilder();
    for (int i = open; i <= tokens.match(open); i++) {
      text.append(tokens.text(i));
    }
    return text.toString();
  }

  private static boolean isAttributeCall(Tokens tokens, int i) {
    return tokens.isWord(i, CWords.ATTRIBUTE_CALLS);
  }

  /// Whether an attribute has a place among struct members, as `__cacheline_group_begin(tx);` has:
  /// the grammar stumbles over the second semicolon that stands for itself.
  private static boolean standsAlone(Tokens tokens, int i, int close) {
    byte before = tokens.kind(i - 1);
    return tokens.context(i) == Tokens.TYPE
        && (before == ';' || before == '{')
        && tokens.kind(close + 1) == ';';
  }

  private static boolean isAttributeWord(Tokens tokens, int i, boolean call) {
    return !call && tokens.isWord(i, CWords.ATTRIBUTES);
  }
}
