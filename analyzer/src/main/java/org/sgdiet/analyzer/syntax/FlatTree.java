// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import io.github.treesitter.jtreesitter.InputEncoding;
import io.github.treesitter.jtreesitter.Parser;
import io.github.treesitter.jtreesitter.Tree;
import io.github.treesitter.jtreesitter.TreeCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.mask.CompactText;
import org.sgdiet.analyzer.source.Span;

/// A tree of the C grammar in arrays: read by [PlainParser], or copied from tree-sitter's in one
/// walk, so that the native tree is closed at once and no later question crosses into native code.
/// Nodes are numbered in source order; 0 is the root.
final class FlatTree {

  /// No such node.
  static final int NONE = -1;

  /// Texts longer than this are parsed with a clock running.
  private static final int CLOCKED_BYTES = 64 * 1024;

  private static final int ERROR_SYMBOL = 0xffff;

  private short[] symbols = new short[256];
  private byte[] fields = new byte[256];
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private int[] firstChildren = new int[256];
  private int[] nextSiblings = new int[256];
  private int count;
  private int errorCount;

  private final CompactText text;
  private final boolean damaged;

  private FlatTree(CompactText text, boolean damaged) {
    this.text = text;
    this.damaged = damaged;
  }

  /// An empty tree that will have `size` nodes at most.
  FlatTree(CompactText text, int size) {
    this(text, false);
    symbols = new short[size];
    fields = new byte[size];
    starts = new int[size];
    ends = new int[size];
    firstChildren = new int[size];
    nextSiblings = new int[size];
  }

  /// Reads `text`, or gives nothing when it takes longer than `limitMillis`.
  static Optional<FlatTree> read(CompactText text, int limitMillis) {
    return PlainParser.parse(text).or(() -> parse(text, limitMillis));
  }

  /// Has tree-sitter parse `text`, or gives nothing when it takes longer than `limitMillis`.
  static Optional<FlatTree> parse(CompactText text, int limitMillis) {
    if (text.code().length <= CLOCKED_BYTES) {
      return Optional.of(NativeTree.parse(text.code(), root -> copy(root, text)));
    }
    String string = new String(text.code(), StandardCharsets.ISO_8859_1);
    long deadline = System.nanoTime() + limitMillis * 1_000_000L;
    try (Parser parser = new Parser(NativeTreeSitter.c())) {
      Optional<Tree> parsed =
          parser.parse(
              (offset, _) -> offset < string.length() ? string.substring(offset) : "",
              InputEncoding.UTF_8,
              new Parser.Options(_ -> System.nanoTime() > deadline));
      if (parsed.isEmpty()) {
        return Optional.empty();
      }
      try (Tree tree = parsed.get();
          TreeCursor cursor = tree.walk()) {
        return Optional.of(NativeTree.walk(cursor, root -> copy(root, text)));
      }
    }
  }

  private static FlatTree copy(NativeTree root, CompactText text) {
    FlatTree flat = new FlatTree(text, root.hasError());
    flat.fill(root);
    return flat;
  }

  private void fill(NativeTree cursor) {
    int[] path = new int[64];
    int[] lastChild = new int[64];
    int depth = 0;
    path[0] = add(cursor);
    lastChild[0] = NONE;
    boolean down = cursor.gotoFirstChild();
    while (down) {
      int node = add(cursor);
      if (lastChild[depth] == NONE) {
        firstChildren[path[depth]] = node;
      } else {
        nextSiblings[lastChild[depth]] = node;
      }
      lastChild[depth] = node;
      if (!Kinds.isLeaf(symbols[node] & 0xffff) && cursor.gotoFirstChild()) {
        depth++;
        if (depth == path.length) {
          path = Arrays.copyOf(path, depth * 2);
          lastChild = Arrays.copyOf(lastChild, depth * 2);
        }
        path[depth] = node;
        lastChild[depth] = NONE;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent() || depth == 0) {
          return;
        }
        depth--;
      }
    }
  }

  private int add(NativeTree cursor) {
    int symbol = cursor.symbol();
    int start = cursor.startByte();
    boolean token = Kinds.isToken(symbol) && !damaged;
    int end = token ? start + Kinds.name(symbol).length() : cursor.endByte();
    if (damaged && start == end && count > 0 && cursor.isMissing()) {
      symbol = Kinds.MISSING;
    }
    if (symbol == ERROR_SYMBOL || symbol == Kinds.MISSING) {
      errorCount++;
    }
    return add(symbol, start, end, token ? 0 : cursor.fieldId());
  }

  /// Adds a node behind the last one, without links.
  ///
  /// @param start in the compact text, as is `end`
  int add(int symbol, int start, int end, int field) {
    if (count == symbols.length) {
      grow();
    }
    symbols[count] = (short) symbol;
    starts[count] = start == end ? text.endAt()[start] : text.startAt()[start];
    ends[count] = text.endAt()[end];
    fields[count] = (byte) field;
    firstChildren[count] = NONE;
    nextSiblings[count] = NONE;
    return count++;
  }

  void setFirstChild(int parent, int child) {
    firstChildren[parent] = child;
  }

  void setNext(int node, int next) {
    nextSiblings[node] = next;
  }

  private void grow() {
    int size = count * 2;
    symbols = Arrays.copyOf(symbols, size);
    fields = Arrays.copyOf(fields, size);
    starts = Arrays.copyOf(starts, size);
    ends = Arrays.copyOf(ends, size);
    firstChildren = Arrays.copyOf(firstChildren, size);
    nextSiblings = Arrays.copyOf(nextSiblings, size);
  }

  /// Number of nodes.
  int size() {
    return count;
  }

  /// The ERROR and MISSING nodes, each by its bytes in the file.
  List<Span> errors() {
    List<Span> errors = new ArrayList<>();
    for (int i = 0; errorCount > 0 && i < count; i++) {
      if (is(i, Kinds.ERROR_NAME) || is(i, Kinds.MISSING_NAME)) {
        errors.add(new Span(starts[i], Math.max(starts[i], ends[i])));
      }
    }
    return errors;
  }

  /// The grammar's name of a node; `ERROR` and `MISSING` for those, the token itself for
  /// punctuation.
  String kind(int node) {
    return Kinds.name(symbols[node] & 0xffff);
  }

  boolean is(int node, String kind) {
    return kind(node).equals(kind);
  }

  /// Whether a node has a name in the grammar, unlike punctuation and keywords.
  boolean isNamed(int node) {
    return Kinds.isNamed(symbols[node] & 0xffff);
  }

  /// Offset in the file of the node's first byte.
  int start(int node) {
    return starts[node];
  }

  /// Offset in the file of the byte after the node.
  int end(int node) {
    return ends[node];
  }

  /// The first child of any kind, or [#NONE].
  int firstChild(int node) {
    return firstChildren[node];
  }

  /// The next sibling of any kind, or [#NONE].
  int next(int node) {
    return nextSiblings[node];
  }

  /// The first child under a field, or [#NONE].
  int child(int node, Kinds.Field field) {
    for (int c = firstChildren[node]; c != NONE; c = nextSiblings[c]) {
      if (fields[c] == field.id()) {
        return c;
      }
    }
    return NONE;
  }

  boolean isField(int node, Kinds.Field field) {
    return fields[node] == field.id();
  }

  /// The first named child, or [#NONE].
  int namedChild(int node) {
    for (int c = firstChildren[node]; c != NONE; c = nextSiblings[c]) {
      if (isNamed(c)) {
        return c;
      }
    }
    return NONE;
  }

  /// The operator's token: the only child that is a token and no bracket. Empty when there is none.
  String operator(int node) {
    for (int c = firstChildren[node]; c != NONE; c = nextSiblings[c]) {
      if (!isNamed(c)) {
        return kind(c);
      }
    }
    return "";
  }

  /// The first child of a kind, or [#NONE].
  int childOfKind(int node, String kind) {
    for (int c = firstChildren[node]; c != NONE; c = nextSiblings[c]) {
      if (is(c, kind)) {
        return c;
      }
    }
    return NONE;
  }

  /// Whether an ERROR node or a missing name stands directly under a node.
  boolean hasDirectError(int node) {
    for (int c = firstChildren[node]; c != NONE; c = nextSiblings[c]) {
      if (is(c, Kinds.ERROR_NAME) || is(c, Kinds.MISSING_NAME)) {
        return true;
      }
    }
    return false;
  }
}
