// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

/// A label in front of a closing brace, `out: }`, gets the `;` that the grammar wants.
final class EndLabels implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 1; i + 1 < tokens.count(); i++) {
      boolean label =
          tokens.kind(i) == ':'
              && tokens.kind(i + 1) == '}'
              && tokens.isWord(i - 1)
              && !tokens.isWord(i - 1, "default")
              && tokens.startsStatement(i - 1);
      if (label) {
        changed |= tokens.insertAfter(i, ';');
      }
    }
    return changed;
  }
}
