// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.sgdiet.analyzer.syntax.PlainTokens.BRACE;
import static org.sgdiet.analyzer.syntax.PlainTokens.COLON;
import static org.sgdiet.analyzer.syntax.PlainTokens.COMMA;
import static org.sgdiet.analyzer.syntax.PlainTokens.END_BRACE;
import static org.sgdiet.analyzer.syntax.PlainTokens.EQUALS;
import static org.sgdiet.analyzer.syntax.PlainTokens.SEMICOLON;
import static org.sgdiet.analyzer.syntax.PlainTokens.UNION_WORD;

import java.util.function.IntSupplier;
import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Reads structs, unions and enums of plain C.
final class PlainStructs {

  private static final int IDENTIFIER = Kinds.named("identifier");
  private static final int TYPE_IDENTIFIER = Kinds.named("type_identifier");
  private static final int STRUCT = Kinds.named("struct_specifier");
  private static final int UNION = Kinds.named("union_specifier");
  private static final int ENUM = Kinds.named("enum_specifier");
  private static final int FIELDS = Kinds.named("field_declaration_list");
  private static final int FIELD_DECLARATION = Kinds.named("field_declaration");
  private static final int BIT_FIELD = Kinds.named("bitfield_clause");
  private static final int ENUMERATORS = Kinds.named("enumerator_list");
  private static final int ENUMERATOR = Kinds.named("enumerator");

  private final PlainCursor cursor;
  private final PlainNodes nodes;
  private final PlainParser parser;

  PlainStructs(PlainCursor cursor, PlainParser parser) {
    this.cursor = cursor;
    this.nodes = cursor.nodes();
    this.parser = parser;
  }

  /// `struct` or `union`, with its body when there is one.
  int structure() {
    return tagged(cursor.is(UNION_WORD) ? UNION : STRUCT, this::members);
  }

  private int members() {
    cursor.descend();
    int list = nodes.node(FIELDS);
    nodes.append(list, cursor.take());
    while (!cursor.is(END_BRACE)) {
      nodes.append(list, member());
    }
    nodes.append(list, cursor.take());
    cursor.ascend();
    return list;
  }

  private int member() {
    int node = nodes.node(FIELD_DECLARATION);
    parser.types().specifiers(node);
    while (!cursor.is(SEMICOLON)) {
      if (!cursor.is(COLON)) {
        nodes.append(node, Field.DECLARATOR, parser.declarators().member());
      }
      if (cursor.is(COLON)) {
        int bits = nodes.node(BIT_FIELD);
        nodes.append(bits, cursor.take());
        nodes.append(bits, parser.expressions().expression());
        nodes.append(node, bits);
      }
      if (!cursor.is(COMMA)) {
        break;
      }
      nodes.append(node, cursor.take());
    }
    nodes.append(node, cursor.take(SEMICOLON));
    return node;
  }

  /// `enum`, with its body when there is one.
  int enumeration() {
    return tagged(ENUM, this::enumerators);
  }

  /// The word, then a tag or a body or both.
  private int tagged(int symbol, IntSupplier body) {
    int node = nodes.node(symbol);
    nodes.append(node, cursor.take());
    if (cursor.is(PlainTokens.NAME)) {
      nodes.append(node, Field.NAME, cursor.takeAs(TYPE_IDENTIFIER));
    } else if (!cursor.is(BRACE)) {
      throw new NotPlain();
    }
    if (cursor.is(BRACE)) {
      nodes.append(node, Field.BODY, body.getAsInt());
    }
    return node;
  }

  private int enumerators() {
    int list = nodes.node(ENUMERATORS);
    nodes.append(list, cursor.take());
    while (!cursor.is(END_BRACE)) {
      int node = nodes.node(ENUMERATOR);
      nodes.append(node, Field.NAME, cursor.name(IDENTIFIER));
      if (cursor.is(EQUALS)) {
        nodes.append(node, cursor.take());
        nodes.append(node, Field.VALUE, parser.expressions().expression());
      }
      nodes.append(list, node);
      if (!cursor.is(COMMA)) {
        break;
      }
      nodes.append(list, cursor.take());
    }
    nodes.append(list, cursor.take(END_BRACE));
    return list;
  }
}
