// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.mask.Restorations.Restoration;

/// The `...` of `case low ... high:` becomes `||`, which binds looser than anything in a case
/// label.
final class CaseRanges implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 1; i < tokens.count(); i++) {
      if (tokens.kind(i) == Tokens.ELLIPSIS && isInCase(tokens, i)) {
        tokens.replace(i, "||");
        restorations.put(tokens.start(i), new Restoration.CaseRange());
        changed = true;
      }
    }
    return changed;
  }

  private static boolean isInCase(Tokens tokens, int ellipsis) {
    for (int i = ellipsis - 1; i >= Math.max(0, ellipsis - Tokens.LOOK_BACK); i--) {
      if (tokens.isWord(i, "case")) {
        return true;
      }
      byte kind = tokens.kind(i);
      if (kind == ';' || kind == '{' || kind == '}' || kind == ':' || kind == '[') {
        return false;
      }
      if (kind == ')' && tokens.match(i) >= 0) {
        i = tokens.match(i);
      }
    }
    return false;
  }
}
