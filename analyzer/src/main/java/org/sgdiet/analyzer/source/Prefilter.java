// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Tells whether bytes mention any of a set of names, as whole words or as the beginning of a word,
/// faster than they could be parsed: most of a kernel tree is skipped by it.
///
/// The search is Wu and Manber's: it looks at two bytes, and from them knows how far it may jump.
/// Comments and strings are not told apart, so a hit only says that parsing is worth while.
/// Immutable.
public final class Prefilter {

  private final byte[][] names;
  private final boolean[] prefixes;
  private final byte[] jumps = new byte[1 << 16];
  private final int[] firstOf = new int[1 << 16];
  private final int[] nextOf;
  private final int shortest;

  /// A filter for `names`, each of two bytes or more; one that ends in `*` also matches longer
  /// words.
  public Prefilter(Collection<String> names) {
    List<String> sorted = List.copyOf(new TreeSet<>(names));
    this.names = new byte[sorted.size()][];
    this.prefixes = new boolean[sorted.size()];
    this.nextOf = new int[sorted.size()];
    int least = 127;
    for (int i = 0; i < sorted.size(); i++) {
      prefixes[i] = sorted.get(i).endsWith("*");
      String name = sorted.get(i).replace("*", "");
      if (name.length() < 2) {
        throw new IllegalArgumentException("name \"" + name + "\" is shorter than two bytes");
      }
      this.names[i] = name.getBytes(StandardCharsets.ISO_8859_1);
      least = Math.min(least, name.length());
    }
    this.shortest = least;
    prepare();
  }

  private void prepare() {
    Arrays.fill(jumps, (byte) (shortest - 1));
    Arrays.fill(firstOf, -1);
    for (int i = 0; i < names.length; i++) {
      for (int end = 2; end <= shortest; end++) {
        int block = block(names[i], end - 2);
        jumps[block] = (byte) Math.min(jumps[block], shortest - end);
      }
      int last = block(names[i], shortest - 2);
      nextOf[i] = firstOf[last];
      firstOf[last] = i;
    }
  }

  private static int block(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  /// Whether any name stands in `bytes`.
  public boolean matches(byte[] bytes) {
    return find(bytes, 0, bytes.length) >= 0;
  }

  /// Whether any name stands in the bytes of `span`.
  public boolean matches(byte[] bytes, Span span) {
    return find(bytes, span.start(), span.end()) >= 0;
  }

  /// The offset of the first name from `start` to before `end`, or -1.
  public int find(byte[] bytes, int start, int end) {
    int at = start + shortest - 2;
    while (at + 1 < end) {
      int block = block(bytes, at);
      int jump = jumps[block];
      if (jump > 0) {
        at += jump;
        continue;
      }
      int from = at - shortest + 2;
      for (int i = firstOf[block]; i >= 0; i = nextOf[i]) {
        if (isAt(bytes, from, start, end, i)) {
          return from;
        }
      }
      at++;
    }
    return -1;
  }

  /// The names that stand in the first `length` bytes, without the `*` of those that have one.
  public Set<String> found(byte[] bytes, int length) {
    BitSet found = new BitSet();
    for (int at = find(bytes, 0, length); at >= 0; at = find(bytes, at + 1, length)) {
      for (int i = firstOf[block(bytes, at + shortest - 2)]; i >= 0; i = nextOf[i]) {
        if (isAt(bytes, at, 0, length, i)) {
          found.set(i);
        }
      }
    }
    return found.stream()
        .mapToObj(i -> new String(names[i], StandardCharsets.ISO_8859_1))
        .collect(Collectors.toSet());
  }

  private boolean isAt(byte[] bytes, int from, int start, int end, int name) {
    byte[] wanted = names[name];
    int to = from + wanted.length;
    return to <= end
        && Arrays.equals(bytes, from, to, wanted, 0, wanted.length)
        && (from == start || !Words.isWordByte(bytes[from - 1]))
        && (prefixes[name] || to == end || !Words.isWordByte(bytes[to]));
  }
}
