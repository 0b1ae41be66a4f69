// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

/// Where reading has come to in the tokens, and the nodes made so far.
final class PlainCursor {

  /// Deeper than anybody writes; keeps the stack small.
  private static final int MAX_DEPTH = 400;

  private static final int[] SYMBOLS =
      PlainTokens.all().map(t -> Kinds.token(PlainTokens.text(t))).toArray();

  private final PlainTokens tokens;
  private final PlainNodes nodes;
  private int at;
  private int depth;

  PlainCursor(PlainTokens tokens) {
    this.tokens = tokens;
    this.nodes = new PlainNodes(tokens);
  }

  PlainNodes nodes() {
    return nodes;
  }

  int kind() {
    return tokens.kind(at);
  }

  /// The kind of a token ahead; 0 is the next one.
  int kind(int ahead) {
    return tokens.kind(at + ahead);
  }

  boolean is(int kind) {
    return tokens.kind(at) == kind;
  }

  /// Whether the next token and the one behind it touch.
  boolean touchesNext() {
    return tokens.end(at) == tokens.start(at + 1);
  }

  /// The next token as a keyword, bracket or operator; the one that has to stand there.
  int take(int kind) {
    if (!is(kind)) {
      throw new NotPlain();
    }
    return take();
  }

  /// The next token as a keyword, bracket or operator.
  int take() {
    return nodes.leaf(SYMBOLS[tokens.kind(at)], at++);
  }

  /// The next token as a named node.
  int takeAs(int symbol) {
    return nodes.leaf(symbol, at++);
  }

  /// The next two tokens as one named node.
  int takeTwoAs(int symbol) {
    at += 2;
    return nodes.leaf(symbol, at - 2, at - 1);
  }

  /// The next token, a name, as a named node.
  int name(int symbol) {
    if (!is(PlainTokens.NAME)) {
      throw new NotPlain();
    }
    return takeAs(symbol);
  }

  void descend() {
    if (++depth > MAX_DEPTH) {
      throw new NotPlain();
    }
  }

  void ascend() {
    depth--;
  }
}
