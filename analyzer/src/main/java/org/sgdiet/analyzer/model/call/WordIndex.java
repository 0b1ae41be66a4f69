// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.Arrays;
import java.util.List;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.Words;

/// Which items of a file mention a word: hashes only, so an answer may hold an item too many, never
/// one too few.
final class WordIndex {

  private static final int NONE = -1;

  /// The last entry of each bucket, by the low bits of a word's hash.
  private int[] last = new int[1 << 9];

  private int[] hashes = new int[1 << 10];
  private int[] items = new int[1 << 10];

  /// The entry before one in its bucket.
  private int[] before = new int[1 << 10];

  private int count;

  private WordIndex() {
    Arrays.fill(last, NONE);
  }

  static WordIndex of(byte[] bytes, List<Slice> slices) {
    WordIndex index = new WordIndex();
    for (int item = 0; item < slices.size(); item++) {
      int end = slices.get(item).span().end();
      int i = slices.get(item).span().start();
      while (i < end) {
        if (!Words.isWordByte(bytes[i])) {
          i++;
          continue;
        }
        int hash = 0;
        while (i < end && Words.isWordByte(bytes[i])) {
          hash = hash * 31 + bytes[i++];
        }
        index.add(hash, item);
      }
    }
    return index;
  }

  private int bucket(int hash) {
    return (hash ^ hash >>> 15) & (last.length - 1);
  }

  /// Items come in their order, so that the last entry of a word is the one that may be the same.
  private void add(int hash, int item) {
    int entry = find(hash, last[bucket(hash)]);
    if (entry != NONE && items[entry] == item) {
      return;
    }
    if (count == hashes.length) {
      grow();
    }
    int bucket = bucket(hash);
    hashes[count] = hash;
    items[count] = item;
    before[count] = last[bucket];
    last[bucket] = count++;
  }

  /// The first entry of a word from `entry` back.
  private int find(int hash, int entry) {
    int at = entry;
    while (at != NONE && hashes[at] != hash) {
      at = before[at];
    }
    return at;
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, count * 2);
    items = Arrays.copyOf(items, count * 2);
    before = Arrays.copyOf(before, count * 2);
    last = new int[last.length * 2];
    Arrays.fill(last, NONE);
    for (int i = 0; i < count; i++) {
      int bucket = bucket(hashes[i]);
      before[i] = last[bucket];
      last[bucket] = i;
    }
  }

  /// Numbers of the items that mention `word`, ascending.
  int[] items(String word) {
    int hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = hash * 31 + (byte) word.charAt(i);
    }
    int first = find(hash, last[bucket(hash)]);
    int size = 0;
    for (int at = first; at != NONE; at = find(hash, before[at])) {
      size++;
    }
    int[] found = new int[size];
    for (int at = first; at != NONE; at = find(hash, before[at])) {
      found[--size] = items[at];
    }
    return found;
  }
}
