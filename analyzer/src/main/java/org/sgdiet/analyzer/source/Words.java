// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// A set of C words that is asked with bytes, so that no string is made for a word that is not in
/// it.
public final class Words {

  private static final byte[] FREE = {};

  private static final boolean[] WORD_BYTES = new boolean[256];

  static {
    for (int b = 0; b < 128; b++) {
      WORD_BYTES[b] = Character.isLetterOrDigit(b) || b == '_';
    }
  }

  private final byte[][] table;
  private final int mask;

  /// Whether any word begins with a byte.
  private final boolean[] beginning = new boolean[256];

  private final int longest;

  /// The words of `words`.
  public Words(Collection<String> words) {
    int size = Integer.highestOneBit(Math.max(4, words.size()) * 4);
    this.table = new byte[size][];
    this.mask = size - 1;
    this.longest = words.stream().mapToInt(String::length).max().orElse(0);
    Arrays.fill(table, FREE);
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
      beginning[bytes[0] & 0xff] = true;
      if (!contains(bytes, 0, bytes.length)) {
        int slot = hash(bytes, 0, bytes.length) & mask;
        while (table[slot].length > 0) {
          slot = (slot + 1) & mask;
        }
        table[slot] = bytes;
      }
    }
  }

  /// The words of `text`, separated by blanks.
  public static Words of(String text) {
    return new Words(List.of(text.strip().split("\\s+")));
  }

  /// These words and others.
  public Words and(Words others) {
    return new Words(
        Stream.of(table, others.table)
            .flatMap(Arrays::stream)
            .filter(word -> word.length > 0)
            .map(word -> new String(word, StandardCharsets.ISO_8859_1))
            .toList());
  }

  /// Whether the bytes from `start` to before `end` are one of the words.
  public boolean contains(byte[] bytes, int start, int end) {
    if (end - start > longest || start == end || !beginning[bytes[start] & 0xff]) {
      return false;
    }
    int slot = hash(bytes, start, end) & mask;
    while (table[slot].length > 0) {
      if (Arrays.equals(table[slot], 0, table[slot].length, bytes, start, end)) {
        return true;
      }
      slot = (slot + 1) & mask;
    }
    return false;
  }

  /// Whether `byte` can stand in a C word.
  public static boolean isWordByte(byte b) {
    return WORD_BYTES[b & 0xff];
  }

  /// Whether `text` is one C word.
  public static boolean isWord(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c < 128 && isWordByte((byte) c));
  }

  private static int hash(byte[] bytes, int start, int end) {
    int hash = 0x811c9dc5;
    for (int i = start; i < end; i++) {
      hash = (hash ^ bytes[i]) * 0x01000193;
    }
    return hash ^ hash >>> 15;
  }
}
