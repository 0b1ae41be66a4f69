// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.sgdiet.analyzer.syntax.PlainTokens.BRACE;
import static org.sgdiet.analyzer.syntax.PlainTokens.BRACKET;
import static org.sgdiet.analyzer.syntax.PlainTokens.COLON;
import static org.sgdiet.analyzer.syntax.PlainTokens.COMMA;
import static org.sgdiet.analyzer.syntax.PlainTokens.DOT;
import static org.sgdiet.analyzer.syntax.PlainTokens.ELLIPSIS;
import static org.sgdiet.analyzer.syntax.PlainTokens.END_BRACE;
import static org.sgdiet.analyzer.syntax.PlainTokens.END_BRACKET;
import static org.sgdiet.analyzer.syntax.PlainTokens.EQUALS;

import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Reads initialisers of plain C.
final class PlainInitializers {

  private static final int FIELD_IDENTIFIER = Kinds.named("field_identifier");
  private static final int INITIALIZERS = Kinds.named("initializer_list");
  private static final int INITIALIZER_PAIR = Kinds.named("initializer_pair");
  private static final int SUBSCRIPT_DESIGNATOR = Kinds.named("subscript_designator");
  private static final int RANGE_DESIGNATOR = Kinds.named("subscript_range_designator");
  private static final int FIELD_DESIGNATOR = Kinds.named("field_designator");

  private final PlainCursor cursor;
  private final PlainNodes nodes;
  private final PlainParser parser;

  PlainInitializers(PlainCursor cursor, PlainParser parser) {
    this.cursor = cursor;
    this.nodes = cursor.nodes();
    this.parser = parser;
  }

  /// `{ ... }` behind `=` or a type.
  int list() {
    cursor.descend();
    int node = nodes.node(INITIALIZERS);
    nodes.append(node, cursor.take(BRACE));
    while (!cursor.is(END_BRACE)) {
      nodes.append(node, initializer());
      if (!cursor.is(COMMA)) {
        break;
      }
      nodes.append(node, cursor.take());
    }
    nodes.append(node, cursor.take(END_BRACE));
    cursor.ascend();
    return node;
  }

  /// A value or a braced list of them.
  int value() {
    return cursor.is(BRACE) ? list() : parser.expressions().expression();
  }

  private int initializer() {
    if (!cursor.is(DOT) && !cursor.is(BRACKET)) {
      if (cursor.is(PlainTokens.NAME) && cursor.kind(1) == COLON) {
        throw new NotPlain();
      }
      return value();
    }
    int node = nodes.node(INITIALIZER_PAIR);
    while (cursor.is(DOT) || cursor.is(BRACKET)) {
      nodes.append(node, Field.DESIGNATOR, designator());
    }
    nodes.append(node, cursor.take(EQUALS));
    nodes.append(node, Field.VALUE, value());
    return node;
  }

  private int designator() {
    if (cursor.is(DOT)) {
      int node = nodes.node(FIELD_DESIGNATOR);
      nodes.append(node, cursor.take());
      nodes.append(node, cursor.name(FIELD_IDENTIFIER));
      return node;
    }
    int open = cursor.take();
    int first = parser.expressions().expression();
    boolean range = cursor.is(ELLIPSIS);
    int node = nodes.node(range ? RANGE_DESIGNATOR : SUBSCRIPT_DESIGNATOR);
    nodes.append(node, open);
    if (range) {
      nodes.append(node, Field.START, first);
      nodes.append(node, cursor.take());
      nodes.append(node, Field.END, parser.expressions().expression());
    } else {
      nodes.append(node, first);
    }
    nodes.append(node, cursor.take(END_BRACKET));
    return node;
  }
}
