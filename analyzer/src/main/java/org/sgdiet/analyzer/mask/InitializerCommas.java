// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

/// A macro in an initialiser that brings its own comma, `SYSTEM_SLEEP_PM_OPS(a, b) .c = d`, gets
/// one.
final class InitializerCommas implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    int separated = -1;
    for (int i = 1; i < tokens.count(); i++) {
      byte before = tokens.kind(i - 1);
      boolean first = before == ',' || before == '{' || i - 1 == separated;
      if (tokens.context(i) != Tokens.INIT || !tokens.isWord(i) || !first) {
        continue;
      }
      int last = tokens.kind(i + 1) == '(' ? tokens.match(i + 1) : i;
      if (last < 0) {
        continue;
      }
      byte after = tokens.kind(last + 1);
      boolean next =
          ((after == '.' || after == Tokens.WORD) && tokens.newlineAfter(last))
              || (after == '{' && last > i);
      if (next && tokens.insertAfter(last, ',')) {
        separated = last;
        changed = true;
      }
    }
    return changed;
  }
}
