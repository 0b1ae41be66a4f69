// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

/// Unnamed bit-fields among named ones, `u8 a:1, :3, b:4;`, are left out.
final class AnonymousBits implements Masking.Remedy {

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i + 2 < tokens.count(); i++) {
      if (tokens.context(i) == Tokens.TYPE
          && tokens.kind(i) == ','
          && tokens.kind(i + 1) == ':'
          && tokens.kind(i + 2) == Tokens.NUMBER) {
        tokens.blank(i, i + 2);
        changed = true;
      }
    }
    return changed;
  }
}
