// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.sgdiet.analyzer.syntax.PlainTokens.BRACKET;
import static org.sgdiet.analyzer.syntax.PlainTokens.CLOSE;
import static org.sgdiet.analyzer.syntax.PlainTokens.COMMA;
import static org.sgdiet.analyzer.syntax.PlainTokens.END_BRACKET;
import static org.sgdiet.analyzer.syntax.PlainTokens.ENUM_WORD;
import static org.sgdiet.analyzer.syntax.PlainTokens.EQUALS;
import static org.sgdiet.analyzer.syntax.PlainTokens.FIRST_PRIMITIVE;
import static org.sgdiet.analyzer.syntax.PlainTokens.FIRST_QUALIFIER;
import static org.sgdiet.analyzer.syntax.PlainTokens.FIRST_SIZE;
import static org.sgdiet.analyzer.syntax.PlainTokens.FIRST_STORAGE;
import static org.sgdiet.analyzer.syntax.PlainTokens.LAST_PRIMITIVE;
import static org.sgdiet.analyzer.syntax.PlainTokens.LAST_QUALIFIER;
import static org.sgdiet.analyzer.syntax.PlainTokens.LAST_SIZE;
import static org.sgdiet.analyzer.syntax.PlainTokens.LAST_STORAGE;
import static org.sgdiet.analyzer.syntax.PlainTokens.OPEN;
import static org.sgdiet.analyzer.syntax.PlainTokens.SEMICOLON;
import static org.sgdiet.analyzer.syntax.PlainTokens.STAR;
import static org.sgdiet.analyzer.syntax.PlainTokens.STRUCT_WORD;
import static org.sgdiet.analyzer.syntax.PlainTokens.UNION_WORD;

import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Reads type specifiers and declarations of plain C.
final class PlainTypes {

  private static final int TYPE_IDENTIFIER = Kinds.named("type_identifier");
  private static final int PRIMITIVE = Kinds.named("primitive_type");
  private static final int SIZED = Kinds.named("sized_type_specifier");
  private static final int STORAGE = Kinds.named("storage_class_specifier");
  private static final int QUALIFIER = Kinds.named("type_qualifier");
  private static final int DESCRIPTOR = Kinds.named("type_descriptor");
  private static final int TYPE_DEFINITION = Kinds.named("type_definition");
  private static final int DECLARATION = Kinds.named("declaration");
  private static final int INIT_DECLARATOR = Kinds.named("init_declarator");

  private final PlainCursor cursor;
  private final PlainNodes nodes;
  private final PlainParser parser;

  PlainTypes(PlainCursor cursor, PlainParser parser) {
    this.cursor = cursor;
    this.nodes = cursor.nodes();
    this.parser = parser;
  }

  /// Whether a type starts some tokens ahead, for sure: with a word of the language, or with a name
  /// and a pointer that nothing follows.
  boolean startsIn(int ahead) {
    int kind = cursor.kind(ahead);
    if (kind != PlainTokens.NAME) {
      return isTypeWord(kind);
    }
    int i = ahead + 1;
    boolean pointer = false;
    while (cursor.kind(i) == STAR || isQualifier(cursor.kind(i))) {
      pointer = true;
      i++;
    }
    return pointer && cursor.kind(i) == CLOSE;
  }

  private static boolean isTypeWord(int kind) {
    return kind >= FIRST_PRIMITIVE && kind <= LAST_QUALIFIER && !isStorage(kind);
  }

  static boolean isStorage(int kind) {
    return kind >= FIRST_STORAGE && kind <= LAST_STORAGE;
  }

  static boolean isQualifier(int kind) {
    return kind >= FIRST_QUALIFIER && kind <= LAST_QUALIFIER;
  }

  /// Whether a declaration starts here rather than an expression.
  boolean startsDeclaration() {
    int kind = cursor.kind();
    if (kind != PlainTokens.NAME) {
      return isTypeWord(kind) || isStorage(kind);
    }
    int next = cursor.kind(1);
    return next == PlainTokens.NAME
        || isQualifier(next)
        || isStorage(next)
        || (next == STAR && declaresPointer());
  }

  /// Whether `a *b` is followed by what follows a declarator.
  private boolean declaresPointer() {
    int i = 1;
    while (cursor.kind(i) == STAR || isQualifier(cursor.kind(i))) {
      i++;
    }
    if (cursor.kind(i) != PlainTokens.NAME) {
      return false;
    }
    i++;
    while (cursor.kind(i) == BRACKET || cursor.kind(i) == OPEN) {
      i = behindGroup(i);
    }
    int next = cursor.kind(i);
    return next == SEMICOLON || next == EQUALS || next == COMMA;
  }

  private int behindGroup(int open) {
    int depth = 0;
    int i = open;
    do {
      int kind = cursor.kind(i);
      if (kind == OPEN || kind == BRACKET) {
        depth++;
      } else if (kind == CLOSE || kind == END_BRACKET) {
        depth--;
      } else if (kind == PlainTokens.END) {
        throw new NotPlain();
      }
      i++;
    } while (depth > 0);
    return i;
  }

  /// `type *[...]` without a name.
  int descriptor() {
    int node = nodes.node(DESCRIPTOR);
    qualifiers(node);
    nodes.append(node, Field.TYPE, specifier());
    qualifiers(node);
    if (!cursor.is(CLOSE)) {
      nodes.append(node, Field.DECLARATOR, parser.declarators().unnamed());
    }
    return node;
  }

  /// Qualifiers, if any stand here.
  void qualifiers(int parent) {
    while (isQualifier(cursor.kind())) {
      nodes.append(parent, cursor.takeAs(QUALIFIER));
    }
  }

  /// Storage classes, qualifiers and the type in front of declarators.
  void specifiers(int parent) {
    modifiers(parent);
    nodes.append(parent, Field.TYPE, specifier());
    modifiers(parent);
  }

  private void modifiers(int parent) {
    while (isQualifier(cursor.kind()) || isStorage(cursor.kind())) {
      nodes.append(parent, cursor.takeAs(isQualifier(cursor.kind()) ? QUALIFIER : STORAGE));
    }
  }

  private int specifier() {
    int kind = cursor.kind();
    if (kind == PlainTokens.NAME) {
      return cursor.takeAs(TYPE_IDENTIFIER);
    }
    if (kind >= FIRST_PRIMITIVE && kind <= LAST_PRIMITIVE) {
      return sizedBehind(cursor.takeAs(PRIMITIVE));
    }
    if (kind >= FIRST_SIZE && kind <= LAST_SIZE) {
      return sized();
    }
    if (kind == STRUCT_WORD || kind == UNION_WORD) {
      return parser.structs().structure();
    }
    if (kind == ENUM_WORD) {
      return parser.structs().enumeration();
    }
    throw new NotPlain();
  }

  /// A primitive type; `int unsigned` is left to the grammar.
  private int sizedBehind(int primitive) {
    if (cursor.kind() >= FIRST_SIZE && cursor.kind() <= LAST_SIZE) {
      throw new NotPlain();
    }
    return primitive;
  }

  private int sized() {
    int node = nodes.node(SIZED);
    while (cursor.kind() >= FIRST_SIZE && cursor.kind() <= LAST_SIZE) {
      nodes.append(node, cursor.take());
    }
    if (cursor.is(PlainTokens.NAME) && cursor.kind(1) == PlainTokens.NAME) {
      throw new NotPlain();
    }
    if (cursor.kind() >= FIRST_PRIMITIVE && cursor.kind() <= LAST_PRIMITIVE) {
      nodes.append(node, Field.TYPE, cursor.takeAs(PRIMITIVE));
      if (cursor.kind() >= FIRST_SIZE && cursor.kind() <= LAST_SIZE) {
        throw new NotPlain();
      }
    }
    return node;
  }

  /// A declaration with its `;`.
  int declaration() {
    int node = nodes.node(DECLARATION);
    specifiers(node);
    if (cursor.is(SEMICOLON)) {
      throw new NotPlain(); // a type by itself
    }
    return declaration(node, parser.declarators().variable());
  }

  /// `typedef type name;`
  int definition() {
    int node = nodes.node(TYPE_DEFINITION);
    nodes.append(node, cursor.take());
    qualifiers(node);
    nodes.append(node, Field.TYPE, specifier());
    qualifiers(node);
    nodes.append(node, Field.DECLARATOR, parser.declarators().typeName());
    while (cursor.is(COMMA)) {
      nodes.append(node, cursor.take());
      nodes.append(node, Field.DECLARATOR, parser.declarators().typeName());
    }
    nodes.append(node, cursor.take(SEMICOLON));
    return node;
  }

  /// The rest of a declaration behind its first declarator.
  int declaration(int node, int first) {
    int declarator = first;
    while (true) {
      nodes.append(node, Field.DECLARATOR, initialised(declarator));
      if (!cursor.is(COMMA)) {
        break;
      }
      nodes.append(node, cursor.take());
      declarator = parser.declarators().variable();
    }
    nodes.append(node, cursor.take(SEMICOLON));
    return node;
  }

  private int initialised(int declarator) {
    if (!cursor.is(EQUALS)) {
      return declarator;
    }
    int node = nodes.node(INIT_DECLARATOR);
    nodes.append(node, Field.DECLARATOR, declarator);
    nodes.append(node, cursor.take());
    nodes.append(node, Field.VALUE, parser.initializers().value());
    return node;
  }
}
