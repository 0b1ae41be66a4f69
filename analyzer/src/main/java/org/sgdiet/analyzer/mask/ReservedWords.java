// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import org.sgdiet.analyzer.source.Words;

/// Words that the grammar reserves and the kernel uses as names or macros become other words of the
/// same length: `offsetof`, whose member may be `a.b[i].c`, and the keywords of other dialects.
final class ReservedWords implements Masking.Remedy {

  private static final Words RESERVED =
      Words.of(
          """
          offsetof noreturn thread_local alignas constexpr nullptr __try __except __finally __leave
          _unaligned __unaligned __based __clrcall __fastcall __thiscall __vectorcall defined
          __forceinline _Nonnull __alignof__ __alignof alignof _Alignof
          """);

  @Override
  public boolean apply(Tokens tokens, Restorations restorations) {
    boolean changed = false;
    for (int i = 0; i < tokens.count(); i++) {
      if (tokens.isWord(i, RESERVED)) {
        tokens.write(i, "X");
        changed = true;
      }
    }
    return changed;
  }
}
