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

  private static final int[] NOWHERE = {};

  /// The last mention of each word, by the low bits of the word's hash, at the first free place.
  private int[] last = new int[1 << 10];

  /// The hash of the word whose last mention stands at the same place.
  private int[] hashes = new int[1 << 10];

  private int words;

  private int[] items = new int[1 << 11];

  /// The mention of the same word before one.
  private int[] before = new int[1 << 11];

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

  /// Where a word stands in the table, or the free place where it belongs.
  private int place(int hash) {
    int mask = last.length - 1;
    int at = (hash ^ hash >>> 15) & mask;
    while (last[at] != NONE && hashes[at] != hash) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /// Items come in their order, so that the last mention of a word is the one that may be the same.
  private void add(int hash, int item) {
    int at = place(hash);
    if (last[at] == NONE) {
      if (++words * 2 > last.length) {
        grow();
        at = place(hash);
      }
      hashes[at] = hash;
    } else if (items[last[at]] == item) {
      return;
    }
    if (count == items.length) {
      items = Arrays.copyOf(items, count * 2);
      before = Arrays.copyOf(before, count * 2);
    }
    items[count] = item;
    before[count] = last[at];
    last[at] = count++;
  }

  private void grow() {
    int[] mentions = last;
    int[] known = hashes;
    last = new int[mentions.length * 4];
    hashes = new int[last.length];
    Arrays.fill(last, NONE);
    for (int i = 0; i < mentions.length; i++) {
      if (mentions[i] != NONE) {
        int at = place(known[i]);
        last[at] = mentions[i];
        hashes[at] = known[i];
      }
    }
  }

  /// Numbers of the items that mention `word`, ascending.
  int[] items(String word) {
    int hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = hash * 31 + (byte) word.charAt(i);
    }
    int first = last[place(hash)];
    if (first == NONE) {
      return NOWHERE;
    }
    int size = 0;
    for (int at = first; at != NONE; at = before[at]) {
      size++;
    }
    int[] found = new int[size];
    for (int at = first; at != NONE; at = before[at]) {
      found[--size] = items[at];
    }
    return found;
  }
}
