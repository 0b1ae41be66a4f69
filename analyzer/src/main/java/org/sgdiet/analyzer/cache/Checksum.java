// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.cache;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// A checksum of 64 bits, at the speed of memory: it tells bytes that were cut short, damaged or
/// edited, not ones that someone made up.
public final class Checksum {

  private Checksum() {}

  /// The checksum of `bytes`.
  public static long of(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  /// The checksum of the first `length` bytes.
  public static long of(byte[] bytes, int length) {
    CRC32 one = new CRC32();
    CRC32C two = new CRC32C();
    one.update(bytes, 0, length);
    two.update(bytes, 0, length);
    return one.getValue() << 32 | two.getValue();
  }
}
