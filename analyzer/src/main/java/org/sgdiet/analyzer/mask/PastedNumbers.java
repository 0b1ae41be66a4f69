// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.util.regex.Pattern;

/// A word that begins with a digit, for a macro that pastes it to another (`PCI_VDEVICE(3WARE,
/// id)`), becomes an identifier.
final class PastedNumbers implements Masking.Remedy {

  private static final Pattern NUMBER =
      Pattern.compile(
          "(0[xX][0-9a-fA-F]+|0[bB][01]+|\\d+)[uUlL]*|(\\d+\\.\\d*|\\.?\\d+)([eE][-+]?\\d+)?[fFlL]?");

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i < tokens.count(); i++) {
      if (tokens.kind(i) == Tokens.NUMBER
          && tokens.length(i) > 1
          && !NUMBER.matcher(tokens.text(i)).matches()) {
        tokens.join(i, i);
        changed = true;
      }
    }
    return changed;
  }
}
