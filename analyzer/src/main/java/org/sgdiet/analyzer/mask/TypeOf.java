// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.mask.Restorations.Restoration;
import org.sgdiet.analyzer.source.Words;

/// `typeof(*p)` becomes one identifier, which may stand wherever a type name may.
final class TypeOf implements Masking.Remedy {

  private static final Words TYPEOF =
      Words.of("typeof __typeof__ __typeof typeof_member typeof_unqual TYPEOF_UNQUAL");

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i < tokens.count(); i++) {
      int close = tokens.isWord(i, TYPEOF) && tokens.kind(i + 1) == '(' ? tokens.match(i + 1) : -1;
      if (close < 0) {
        continue;
      }
      changed = true;
      restorations.put(tokens.start(i), new Restoration.TypeOf(tokens.between(i + 1, close)));
      tokens.join(i, close);
      i = close;
    }
    return changed;
  }
}
