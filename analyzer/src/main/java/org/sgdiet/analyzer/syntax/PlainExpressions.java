// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.sgdiet.analyzer.syntax.PlainTokens.AMPERSAND;
import static org.sgdiet.analyzer.syntax.PlainTokens.ARROW;
import static org.sgdiet.analyzer.syntax.PlainTokens.BRACE;
import static org.sgdiet.analyzer.syntax.PlainTokens.BRACKET;
import static org.sgdiet.analyzer.syntax.PlainTokens.CLOSE;
import static org.sgdiet.analyzer.syntax.PlainTokens.COLON;
import static org.sgdiet.analyzer.syntax.PlainTokens.COMMA;
import static org.sgdiet.analyzer.syntax.PlainTokens.DECREMENT;
import static org.sgdiet.analyzer.syntax.PlainTokens.DOT;
import static org.sgdiet.analyzer.syntax.PlainTokens.END_BRACKET;
import static org.sgdiet.analyzer.syntax.PlainTokens.EQUALS;
import static org.sgdiet.analyzer.syntax.PlainTokens.INCREMENT;
import static org.sgdiet.analyzer.syntax.PlainTokens.LAST_ASSIGNMENT;
import static org.sgdiet.analyzer.syntax.PlainTokens.MINUS;
import static org.sgdiet.analyzer.syntax.PlainTokens.NOT;
import static org.sgdiet.analyzer.syntax.PlainTokens.OPEN;
import static org.sgdiet.analyzer.syntax.PlainTokens.PLUS;
import static org.sgdiet.analyzer.syntax.PlainTokens.QUESTION;
import static org.sgdiet.analyzer.syntax.PlainTokens.SIZEOF_WORD;
import static org.sgdiet.analyzer.syntax.PlainTokens.STAR;
import static org.sgdiet.analyzer.syntax.PlainTokens.TILDE;

import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Reads expressions of plain C.
final class PlainExpressions {

  private static final int IDENTIFIER = Kinds.named("identifier");
  private static final int FIELD_IDENTIFIER = Kinds.named("field_identifier");
  private static final int NUMBER_LITERAL = Kinds.named("number_literal");
  private static final int STRING_LITERAL = Kinds.named("string_literal");
  private static final int CONCATENATED = Kinds.named("concatenated_string");
  private static final int CHAR_LITERAL = Kinds.named("char_literal");
  private static final int TRUE = Kinds.named("true");
  private static final int FALSE = Kinds.named("false");
  private static final int NULL = Kinds.named("null");
  private static final int COMMA_EXPRESSION = Kinds.named("comma_expression");
  private static final int CONDITIONAL = Kinds.named("conditional_expression");
  private static final int ASSIGNMENT = Kinds.named("assignment_expression");
  private static final int BINARY = Kinds.named("binary_expression");
  private static final int POINTER = Kinds.named("pointer_expression");
  private static final int UNARY = Kinds.named("unary_expression");
  private static final int UPDATE = Kinds.named("update_expression");
  private static final int CAST = Kinds.named("cast_expression");
  private static final int SIZEOF = Kinds.named("sizeof_expression");
  private static final int SUBSCRIPT = Kinds.named("subscript_expression");
  private static final int CALL = Kinds.named("call_expression");
  private static final int ARGUMENTS = Kinds.named("argument_list");
  private static final int MEMBER = Kinds.named("field_expression");
  private static final int COMPOUND_LITERAL = Kinds.named("compound_literal_expression");
  private static final int PARENTHESIZED = Kinds.named("parenthesized_expression");

  /// How tightly binary operators bind, by token; 0 for what is none.
  private static final int[] BINDING = new int[(int) PlainTokens.all().count()];

  static {
    String[][] levels = {
      {"||"},
      {"&&"},
      {"|"},
      {"^"},
      {"&"},
      {"==", "!="},
      {"<", ">", "<=", ">="},
      {"<<", ">>"},
      {"+", "-"},
      {"*", "/", "%"}
    };
    for (int i = 0; i < levels.length; i++) {
      for (String operator : levels[i]) {
        BINDING[PlainTokens.of(operator)] = i + 1;
      }
    }
  }

  private final PlainCursor cursor;
  private final PlainNodes nodes;
  private final PlainParser parser;

  PlainExpressions(PlainCursor cursor, PlainParser parser) {
    this.cursor = cursor;
    this.nodes = cursor.nodes();
    this.parser = parser;
  }

  /// An expression, commas included.
  int withCommas() {
    int left = expression();
    if (!cursor.is(COMMA)) {
      return left;
    }
    int node = nodes.node(COMMA_EXPRESSION);
    nodes.append(node, Field.LEFT, left);
    nodes.append(node, cursor.take());
    cursor.descend();
    nodes.append(node, Field.RIGHT, withCommas());
    cursor.ascend();
    return node;
  }

  /// An expression without a comma at its top.
  int expression() {
    cursor.descend();
    int left = binary(1);
    if (isAssignment(cursor.kind())) {
      if (!isAssignable(left)) {
        throw new NotPlain();
      }
      int node = nodes.node(ASSIGNMENT);
      nodes.append(node, Field.LEFT, left);
      nodes.append(node, cursor.take());
      nodes.append(node, Field.RIGHT, expression());
      left = node;
    } else if (cursor.is(QUESTION)) {
      int node = nodes.node(CONDITIONAL);
      nodes.append(node, Field.CONDITION, left);
      nodes.append(node, cursor.take());
      if (!cursor.is(COLON)) {
        nodes.append(node, Field.CONSEQUENCE, withCommas());
      }
      nodes.append(node, cursor.take(COLON));
      nodes.append(node, Field.ALTERNATIVE, expression());
      left = node;
    }
    cursor.ascend();
    return left;
  }

  private static boolean isAssignment(int kind) {
    return kind >= EQUALS && kind <= LAST_ASSIGNMENT;
  }

  private boolean isAssignable(int node) {
    int symbol = nodes.symbol(node);
    return symbol == IDENTIFIER
        || symbol == CALL
        || symbol == MEMBER
        || symbol == POINTER
        || symbol == SUBSCRIPT
        || symbol == PARENTHESIZED;
  }

  private int binary(int least) {
    int left = unary();
    int binding = BINDING[cursor.kind()];
    while (binding >= least) {
      int node = nodes.node(BINARY);
      nodes.append(node, Field.LEFT, left);
      nodes.append(node, cursor.take());
      nodes.append(node, Field.RIGHT, binary(binding + 1));
      left = node;
      binding = BINDING[cursor.kind()];
    }
    return left;
  }

  private int unary() {
    int kind = cursor.kind();
    if (kind == STAR || kind == AMPERSAND) {
      return prefixed(POINTER);
    }
    if ((kind == MINUS || kind == PLUS)
        && cursor.kind(1) == PlainTokens.NUMBER
        && cursor.touchesNext()) {
      return postfixed(cursor.takeTwoAs(NUMBER_LITERAL));
    }
    if (kind == MINUS || kind == PLUS || kind == TILDE || kind == NOT) {
      return prefixed(UNARY);
    }
    if (kind == INCREMENT || kind == DECREMENT) {
      return prefixed(UPDATE);
    }
    if (kind == SIZEOF_WORD) {
      return sizeOf();
    }
    return kind == OPEN ? parenthesis() : postfixed(primary());
  }

  private int prefixed(int symbol) {
    cursor.descend();
    int node = nodes.node(symbol);
    nodes.append(node, cursor.take());
    nodes.append(node, Field.ARGUMENT, unary());
    cursor.ascend();
    return node;
  }

  private int sizeOf() {
    int node = nodes.node(SIZEOF);
    nodes.append(node, cursor.take());
    if (cursor.is(OPEN) && parser.types().startsIn(1)) {
      nodes.append(node, cursor.take());
      nodes.append(node, Field.TYPE, parser.types().descriptor());
      nodes.append(node, cursor.take(CLOSE));
    } else {
      nodes.append(node, Field.VALUE, unary());
    }
    return node;
  }

  /// A cast, a compound literal, or a value in parentheses.
  private int parenthesis() {
    if (!isCast()) {
      return postfixed(parenthesized());
    }
    cursor.descend();
    int open = cursor.take();
    int type = parser.types().descriptor();
    int close = cursor.take(CLOSE);
    boolean literal = cursor.is(BRACE);
    int node = nodes.node(literal ? COMPOUND_LITERAL : CAST);
    nodes.append(node, open);
    nodes.append(node, Field.TYPE, type);
    nodes.append(node, close);
    nodes.append(node, Field.VALUE, literal ? parser.initializers().list() : unary());
    cursor.ascend();
    return literal ? postfixed(node) : node;
  }

  /// Whether a type stands in the parentheses. A lone name is one where a value follows that could
  /// not follow a value.
  private boolean isCast() {
    if (parser.types().startsIn(1)) {
      return true;
    }
    if (cursor.kind(1) != PlainTokens.NAME || cursor.kind(2) != CLOSE) {
      return false;
    }
    int next = cursor.kind(3);
    return next == BRACE
        || next == TILDE
        || next == NOT
        || next == SIZEOF_WORD
        || (next >= PlainTokens.NAME && next <= PlainTokens.CHAR)
        || constant(next) != 0;
  }

  /// `( ... )` around an expression or a block.
  int parenthesized() {
    cursor.descend();
    int node = nodes.node(PARENTHESIZED);
    nodes.append(node, cursor.take(OPEN));
    nodes.append(node, cursor.is(BRACE) ? parser.statements().block() : withCommas());
    nodes.append(node, cursor.take(CLOSE));
    cursor.ascend();
    return node;
  }

  private int primary() {
    int kind = cursor.kind();
    return switch (kind) {
      case PlainTokens.NAME -> cursor.takeAs(IDENTIFIER);
      case PlainTokens.NUMBER -> cursor.takeAs(NUMBER_LITERAL);
      case PlainTokens.CHAR -> cursor.takeAs(CHAR_LITERAL);
      case PlainTokens.STRING -> strings();
      default -> {
        int symbol = constant(kind);
        if (symbol == 0) {
          throw new NotPlain();
        }
        yield cursor.takeAs(symbol);
      }
    };
  }

  private static int constant(int kind) {
    return switch (PlainTokens.text(kind)) {
      case "true", "TRUE" -> TRUE;
      case "false", "FALSE" -> FALSE;
      case "NULL", "nullptr" -> NULL;
      default -> 0;
    };
  }

  private int strings() {
    int first = cursor.takeAs(STRING_LITERAL);
    if (cursor.is(PlainTokens.NAME)) {
      throw new NotPlain();
    }
    if (!cursor.is(PlainTokens.STRING)) {
      return first;
    }
    int node = nodes.node(CONCATENATED);
    nodes.append(node, first);
    while (cursor.is(PlainTokens.STRING)) {
      nodes.append(node, cursor.takeAs(STRING_LITERAL));
    }
    if (cursor.is(PlainTokens.NAME)) {
      throw new NotPlain();
    }
    return node;
  }

  private int postfixed(int value) {
    int left = value;
    while (true) {
      int kind = cursor.kind();
      int node;
      if (kind == OPEN) {
        node = nodes.node(CALL);
        nodes.append(node, Field.FUNCTION, left);
        nodes.append(node, Field.ARGUMENTS, arguments());
      } else if (kind == BRACKET) {
        node = nodes.node(SUBSCRIPT);
        nodes.append(node, Field.ARGUMENT, left);
        nodes.append(node, cursor.take());
        nodes.append(node, Field.INDEX, expression());
        nodes.append(node, cursor.take(END_BRACKET));
      } else if (kind == DOT || kind == ARROW) {
        node = nodes.node(MEMBER);
        nodes.append(node, Field.ARGUMENT, left);
        nodes.append(node, cursor.take());
        nodes.append(node, Field.FIELD, cursor.name(FIELD_IDENTIFIER));
      } else if (kind == INCREMENT || kind == DECREMENT) {
        node = nodes.node(UPDATE);
        nodes.append(node, Field.ARGUMENT, left);
        nodes.append(node, cursor.take());
      } else {
        return left;
      }
      left = node;
    }
  }

  private int arguments() {
    cursor.descend();
    int node = nodes.node(ARGUMENTS);
    nodes.append(node, cursor.take());
    while (!cursor.is(CLOSE)) {
      nodes.append(node, cursor.is(BRACE) ? parser.statements().block() : expression());
      if (cursor.is(COMMA)) {
        nodes.append(node, cursor.take());
        if (cursor.is(CLOSE)) {
          throw new NotPlain();
        }
      } else if (!cursor.is(CLOSE)) {
        throw new NotPlain();
      }
    }
    nodes.append(node, cursor.take());
    cursor.ascend();
    return node;
  }
}
