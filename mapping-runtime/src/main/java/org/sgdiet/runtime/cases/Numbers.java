// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import java.math.BigInteger;

/// Numbers as the golden vectors write them: unsigned, and truth as 0 or 1.
final class Numbers {
  private Numbers() {}

  /// An unsigned 64-bit value.
  static Number unsigned(long value) {
    return value >= 0 ? value : new BigInteger(Long.toUnsignedString(value));
  }

  static int bit(boolean value) {
    return value ? 1 : 0;
  }
}
