// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Bytes that grow; numbers are short when they are small, and a string is written once.
final class ByteWriter {

  private byte[] bytes = new byte[1024];
  private int length;
  private final Map<String, Integer> strings = new HashMap<>();

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  void number(long value) {
    long left = value << 1 ^ value >> 63;
    while ((left & ~0x7fL) != 0) {
      put((byte) (left | 0x80));
      left >>>= 7;
    }
    put((byte) left);
  }

  void string(String value) {
    Integer known = strings.putIfAbsent(value, strings.size());
    if (known != null) {
      number(known);
      return;
    }
    number(strings.size() - 1L);
    block(value.getBytes(StandardCharsets.UTF_8));
  }

  void block(byte[] block) {
    number(block.length);
    reserve(block.length);
    System.arraycopy(block, 0, bytes, length, block.length);
    length += block.length;
  }

  private void put(byte b) {
    reserve(1);
    bytes[length++] = b;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
