// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.mask;

import java.util.regex.Pattern;

/// Typedef names known by their spelling.
final class Typedefs {

  private static final Pattern KNOWN =
      Pattern.compile(
          "_*[us](8|16|32|64|128)|_*[lb]e(16|32|64)|u?int(8|16|32|64)_t|\\w+_t|uint|ulong|ushort|uchar"
              + "|u_(char|short|int|long)|bool|unchar|__u?int128|[US](8|16|32|64)|UINT\\d*|BOOL(EAN)?"
              + "|UCHAR|USHORT|ULONG");

  private Typedefs() {}

  /// Whether kernel code uses `word` as a type and nothing else.
  static boolean isKnown(String word) {
    return KNOWN.matcher(word).matches();
  }
}
