// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.sgdiet.analyzer.syntax.PlainTokens.BRACKET;
import static org.sgdiet.analyzer.syntax.PlainTokens.CLOSE;
import static org.sgdiet.analyzer.syntax.PlainTokens.COMMA;
import static org.sgdiet.analyzer.syntax.PlainTokens.ELLIPSIS;
import static org.sgdiet.analyzer.syntax.PlainTokens.END_BRACKET;
import static org.sgdiet.analyzer.syntax.PlainTokens.OPEN;
import static org.sgdiet.analyzer.syntax.PlainTokens.STAR;

import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Reads declarators of plain C: names with what makes pointers, arrays and functions of a type.
final class PlainDeclarators {

  private static final int IDENTIFIER = Kinds.named("identifier");
  private static final int FIELD_IDENTIFIER = Kinds.named("field_identifier");
  private static final int TYPE_IDENTIFIER = Kinds.named("type_identifier");
  private static final int POINTER = Kinds.named("pointer_declarator");
  private static final int FUNCTION = Kinds.named("function_declarator");
  private static final int ARRAY = Kinds.named("array_declarator");
  private static final int PARENTHESIZED = Kinds.named("parenthesized_declarator");
  private static final int ABSTRACT_POINTER = Kinds.named("abstract_pointer_declarator");
  private static final int ABSTRACT_FUNCTION = Kinds.named("abstract_function_declarator");
  private static final int ABSTRACT_ARRAY = Kinds.named("abstract_array_declarator");
  private static final int ABSTRACT_PARENTHESIZED =
      Kinds.named("abstract_parenthesized_declarator");
  private static final int PARAMETERS = Kinds.named("parameter_list");
  private static final int PARAMETER = Kinds.named("parameter_declaration");
  private static final int VARIADIC = Kinds.named("variadic_parameter");

  /// What a declarator declares: the names have another kind in each case.
  private enum Names {
    VARIABLE,
    MEMBER,
    TYPE
  }

  private final PlainCursor cursor;
  private final PlainNodes nodes;
  private final PlainParser parser;

  PlainDeclarators(PlainCursor cursor, PlainParser parser) {
    this.cursor = cursor;
    this.nodes = cursor.nodes();
    this.parser = parser;
  }

  /// The declarator of a variable or function.
  int variable() {
    return declarator(Names.VARIABLE);
  }

  /// The declarator of a member.
  int member() {
    return declarator(Names.MEMBER);
  }

  /// The declarator of a type name.
  int typeName() {
    return declarator(Names.TYPE);
  }

  private int declarator(Names names) {
    cursor.descend();
    int node;
    if (cursor.is(STAR)) {
      node = nodes.node(POINTER);
      nodes.append(node, cursor.take());
      parser.types().qualifiers(node);
      nodes.append(node, Field.DECLARATOR, declarator(names));
    } else {
      node = suffixed(direct(names), ARRAY, FUNCTION);
    }
    cursor.ascend();
    return node;
  }

  private int direct(Names names) {
    if (!cursor.is(OPEN)) {
      return cursor.name(
          switch (names) {
            case VARIABLE -> IDENTIFIER;
            case MEMBER -> FIELD_IDENTIFIER;
            case TYPE -> TYPE_IDENTIFIER;
          });
    }
    int node = nodes.node(PARENTHESIZED);
    nodes.append(node, cursor.take());
    nodes.append(node, declarator(names));
    nodes.append(node, cursor.take(CLOSE));
    return node;
  }

  private int suffixed(int declarator, int array, int function) {
    int inner = declarator;
    while (cursor.is(BRACKET) || cursor.is(OPEN)) {
      int node = nodes.node(cursor.is(OPEN) ? function : array);
      nodes.append(node, Field.DECLARATOR, inner);
      suffix(node);
      inner = node;
    }
    return inner;
  }

  private void suffix(int node) {
    if (cursor.is(OPEN)) {
      nodes.append(node, Field.PARAMETERS, parameters());
      return;
    }
    nodes.append(node, cursor.take());
    if (PlainTypes.isQualifier(cursor.kind())
        || PlainTypes.isStorage(cursor.kind())
        || cursor.is(STAR)) {
      throw new NotPlain();
    }
    if (!cursor.is(END_BRACKET)) {
      nodes.append(node, Field.SIZE, parser.expressions().expression());
    }
    nodes.append(node, cursor.take(END_BRACKET));
  }

  private int parameters() {
    cursor.descend();
    int list = nodes.node(PARAMETERS);
    nodes.append(list, cursor.take());
    while (!cursor.is(CLOSE)) {
      if (cursor.is(ELLIPSIS)) {
        int variadic = nodes.node(VARIADIC);
        nodes.append(variadic, cursor.take());
        nodes.append(list, variadic);
      } else {
        nodes.append(list, parameter());
      }
      if (cursor.is(COMMA)) {
        nodes.append(list, cursor.take());
        if (cursor.is(CLOSE)) {
          throw new NotPlain();
        }
      } else if (!cursor.is(CLOSE)) {
        throw new NotPlain();
      }
    }
    nodes.append(list, cursor.take());
    cursor.ascend();
    return list;
  }

  private int parameter() {
    int node = nodes.node(PARAMETER);
    parser.types().specifiers(node);
    if (!cursor.is(COMMA) && !cursor.is(CLOSE)) {
      nodes.append(node, Field.DECLARATOR, isAbstract() ? unnamed() : variable());
    }
    return node;
  }

  /// Whether the declarator here has no name in it.
  private boolean isAbstract() {
    int i = 0;
    while (cursor.kind(i) == STAR
        || PlainTypes.isQualifier(cursor.kind(i))
        || cursor.kind(i) == OPEN) {
      i++;
    }
    if (cursor.kind(i) == PlainTokens.NAME && i > 0 && cursor.kind(i - 1) == OPEN) {
      throw new NotPlain(); // a name in parentheses, or the type of a parameter
    }
    return cursor.kind(i) != PlainTokens.NAME;
  }

  /// A declarator without a name.
  int unnamed() {
    cursor.descend();
    int node;
    if (cursor.is(STAR)) {
      node = nodes.node(ABSTRACT_POINTER);
      nodes.append(node, cursor.take());
      parser.types().qualifiers(node);
      if (!cursor.is(CLOSE) && !cursor.is(COMMA)) {
        nodes.append(node, Field.DECLARATOR, unnamed());
      }
    } else if (cursor.is(OPEN) && cursor.kind(1) == STAR) {
      node = nodes.node(ABSTRACT_PARENTHESIZED);
      nodes.append(node, cursor.take());
      nodes.append(node, unnamed());
      nodes.append(node, cursor.take(CLOSE));
      node = suffixed(node, ABSTRACT_ARRAY, ABSTRACT_FUNCTION);
    } else if (cursor.is(BRACKET)) {
      node = nodes.node(ABSTRACT_ARRAY);
      suffix(node);
      node = suffixed(node, ABSTRACT_ARRAY, ABSTRACT_FUNCTION);
    } else {
      throw new NotPlain();
    }
    cursor.ascend();
    return node;
  }
}
