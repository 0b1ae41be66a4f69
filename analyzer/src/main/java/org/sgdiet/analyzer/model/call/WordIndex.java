// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.Arrays;
import java.util.List;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.Words;

/// Which items of a file mention a word: hashes only, so an answer may hold an item too many, never
/// one too few.
final class WordIndex {

  /// Words remembered so that one that an item repeats is not sorted again and again.
  private static final int RECENT = 1 << 11;

  /// Hash of a word in the upper half, number of an item in the lower; sorted.
  private final long[] entries;

  private WordIndex(long[] entries) {
    this.entries = entries;
  }

  static WordIndex of(byte[] bytes, List<Slice> slices) {
    long[] found = new long[1024];
    long[] recent = new long[RECENT];
    Arrays.fill(recent, -1);
    int count = 0;
    for (int item = 0; item < slices.size(); item++) {
      Slice slice = slices.get(item);
      int end = slice.span().end();
      int i = slice.span().start();
      while (i < end) {
        if (!Words.isWordByte(bytes[i])) {
          i++;
          continue;
        }
        int hash = 0;
        while (i < end && Words.isWordByte(bytes[i])) {
          hash = hash * 31 + bytes[i++];
        }
        long entry = (long) hash << 32 | item;
        int slot = (hash ^ hash >>> 16) & (RECENT - 1);
        if (recent[slot] == entry) {
          continue;
        }
        recent[slot] = entry;
        if (count == found.length) {
          count = compact(found, count);
          if (count > found.length / 2) {
            found = Arrays.copyOf(found, found.length * 2);
          }
        }
        found[count++] = entry;
      }
    }
    return new WordIndex(Arrays.copyOf(found, compact(found, count)));
  }

  private static int compact(long[] values, int count) {
    Arrays.sort(values, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || values[i] != values[i - 1]) {
        values[kept++] = values[i];
      }
    }
    return kept;
  }

  /// Numbers of the items that mention `word`, ascending.
  int[] items(String word) {
    int hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = hash * 31 + (byte) word.charAt(i);
    }
    long low = (long) hash << 32;
    int from = Arrays.binarySearch(entries, low);
    from = from < 0 ? -from - 1 : from;
    int to = from;
    while (to < entries.length && entries[to] >>> 32 == low >>> 32) {
      to++;
    }
    int[] items = new int[to - from];
    for (int i = from; i < to; i++) {
      items[i - from] = (int) entries[i];
    }
    return items;
  }
}
