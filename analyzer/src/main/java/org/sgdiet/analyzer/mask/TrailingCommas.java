// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

/// A macro's empty last argument, `PATTERN(a, b,)`, loses its comma.
final class TrailingCommas implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i + 1 < tokens.count(); i++) {
      if (tokens.kind(i) == ',' && tokens.kind(i + 1) == ')') {
        tokens.blank(i, i);
        changed = true;
      }
    }
    return changed;
  }
}
