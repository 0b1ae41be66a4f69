// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.Arrays;
import org.sgdiet.analyzer.mask.CompactText;
import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Nodes while they are put together: a parent may be made after its children, as the left operand
/// of `a + b` is.
final class PlainNodes {

  private static final int NONE = -1;

  private final PlainTokens tokens;
  private int[] symbols = new int[256];
  private byte[] fields = new byte[256];
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private int[] firstChildren = new int[256];
  private int[] lastChildren = new int[256];
  private int[] nextSiblings = new int[256];
  private int count;

  PlainNodes(PlainTokens tokens) {
    this.tokens = tokens;
  }

  /// A node without children yet.
  int node(int symbol) {
    return add(symbol, 0, 0);
  }

  /// A node that is one token.
  int leaf(int symbol, int token) {
    return add(symbol, tokens.start(token), tokens.end(token));
  }

  /// A node that is some tokens, whose inside nobody asks for.
  int leaf(int symbol, int first, int last) {
    return add(symbol, tokens.start(first), tokens.end(last));
  }

  private int add(int symbol, int start, int end) {
    if (count == symbols.length) {
      int size = count * 2;
      symbols = Arrays.copyOf(symbols, size);
      fields = Arrays.copyOf(fields, size);
      starts = Arrays.copyOf(starts, size);
      ends = Arrays.copyOf(ends, size);
      firstChildren = Arrays.copyOf(firstChildren, size);
      lastChildren = Arrays.copyOf(lastChildren, size);
      nextSiblings = Arrays.copyOf(nextSiblings, size);
    }
    symbols[count] = symbol;
    fields[count] = 0;
    starts[count] = start;
    ends[count] = end;
    firstChildren[count] = NONE;
    lastChildren[count] = NONE;
    nextSiblings[count] = NONE;
    return count++;
  }

  /// Gives a node another kind.
  void become(int node, int symbol) {
    symbols[node] = symbol;
  }

  boolean hasOneChild(int node) {
    return firstChildren[node] != NONE && firstChildren[node] == lastChildren[node];
  }

  /// The only child of a node, taken off it.
  int onlyChild(int node) {
    int child = firstChildren[node];
    fields[child] = 0;
    return child;
  }

  int symbol(int node) {
    return symbols[node];
  }

  /// Puts `child` behind the other children of `parent`.
  void append(int parent, int child) {
    if (firstChildren[parent] == NONE) {
      firstChildren[parent] = child;
      starts[parent] = starts[child];
    } else {
      nextSiblings[lastChildren[parent]] = child;
    }
    lastChildren[parent] = child;
    ends[parent] = ends[child];
  }

  /// As [#append(int, int)], under a field.
  void append(int parent, Field field, int child) {
    fields[child] = (byte) field.id();
    append(parent, child);
  }

  /// The finished tree under `root`, numbered in source order.
  FlatTree flat(int root, CompactText text) {
    FlatTree flat = new FlatTree(text, count);
    int[] open = new int[64];
    int[] copies = new int[64];
    int depth = 0;
    open[0] = firstChildren[root];
    copies[0] = flat.add(symbols[root], starts[root], ends[root], 0);
    int before = NONE;
    while (depth >= 0) {
      int node = open[depth];
      if (node == NONE) {
        before = copies[depth];
        depth--;
        continue;
      }
      int copy = flat.add(symbols[node], starts[node], ends[node], fields[node]);
      if (before == NONE) {
        flat.setFirstChild(copies[depth], copy);
      } else {
        flat.setNext(before, copy);
      }
      open[depth] = nextSiblings[node];
      if (firstChildren[node] == NONE) {
        before = copy;
        continue;
      }
      depth++;
      if (depth == open.length) {
        open = Arrays.copyOf(open, depth * 2);
        copies = Arrays.copyOf(copies, depth * 2);
      }
      open[depth] = firstChildren[node];
      copies[depth] = copy;
      before = NONE;
    }
    return flat;
  }
}
