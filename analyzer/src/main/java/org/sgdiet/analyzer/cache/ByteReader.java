// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads what [ByteWriter] wrote; anything else ends in an [IndexOutOfBoundsException].
final class ByteReader {

  private final byte[] bytes;
  private int at;
  private final List<String> strings = new ArrayList<>();

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
  }

  int count() {
    long count = number();
    if (count < 0 || count > bytes.length) {
      throw new IndexOutOfBoundsException("a count of " + count);
    }
    return (int) count;
  }

  String string() {
    int index = count();
    if (index == strings.size()) {
      int length = count();
      strings.add(new String(bytes, at, length, StandardCharsets.UTF_8));
      at += length;
    }
    return strings.get(index);
  }

  byte[] block() {
    int length = count();
    byte[] block = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return block;
  }
}
