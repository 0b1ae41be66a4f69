// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.mask.Restorations.Restoration;
import org.sgdiet.analyzer.source.Words;

/// `asm volatile("..." : ...);` becomes an empty statement; as a part of a declaration it is
/// blanked.
final class InlineAssembly implements Masking.Remedy {

  private static final Words ASM =
      Words.of("asm __asm__ __asm asm_inline asm_goto asm_volatile_goto");
  private static final Words QUALIFIERS =
      Words.of("volatile __volatile__ __volatile inline __inline__ goto");

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i < tokens.count(); i++) {
      if (!tokens.isWord(i, ASM)) {
        continue;
      }
      int open = i + 1;
      while (tokens.isWord(open, QUALIFIERS)) {
        open++;
      }
      int close = tokens.kind(open) == '(' ? tokens.match(open) : -1;
      if (close < 0) {
        continue;
      }
      changed = true;
      boolean statement = tokens.startsStatement(i);
      int last = statement && tokens.kind(close + 1) == ';' ? close + 1 : close;
      tokens.blank(i, last);
      if (statement) {
        tokens.replace(i, ";");
        restorations.put(tokens.start(i), new Restoration.Assembly(tokens.span(i, last)));
      }
      i = last;
    }
    return changed;
  }
}
