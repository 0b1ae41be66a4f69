// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.sgdiet.analyzer.syntax.PlainTokens.BRACE;
import static org.sgdiet.analyzer.syntax.PlainTokens.CASE_WORD;
import static org.sgdiet.analyzer.syntax.PlainTokens.CLOSE;
import static org.sgdiet.analyzer.syntax.PlainTokens.COLON;
import static org.sgdiet.analyzer.syntax.PlainTokens.DEFAULT_WORD;
import static org.sgdiet.analyzer.syntax.PlainTokens.ELSE_WORD;
import static org.sgdiet.analyzer.syntax.PlainTokens.END_BRACE;
import static org.sgdiet.analyzer.syntax.PlainTokens.OPEN;
import static org.sgdiet.analyzer.syntax.PlainTokens.SEMICOLON;
import static org.sgdiet.analyzer.syntax.PlainTokens.WHILE_WORD;

import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Reads statements of plain C.
final class PlainStatements {

  private static final int STATEMENT_IDENTIFIER = Kinds.named("statement_identifier");
  private static final int COMPOUND = Kinds.named("compound_statement");
  private static final int EXPRESSION = Kinds.named("expression_statement");
  private static final int LABELED = Kinds.named("labeled_statement");
  private static final int CASE = Kinds.named("case_statement");
  private static final int IF = Kinds.named("if_statement");
  private static final int ELSE = Kinds.named("else_clause");
  private static final int SWITCH = Kinds.named("switch_statement");
  private static final int WHILE = Kinds.named("while_statement");
  private static final int DO = Kinds.named("do_statement");
  private static final int FOR = Kinds.named("for_statement");
  private static final int RETURN = Kinds.named("return_statement");
  private static final int BREAK = Kinds.named("break_statement");
  private static final int CONTINUE = Kinds.named("continue_statement");
  private static final int GOTO = Kinds.named("goto_statement");

  private final PlainCursor cursor;
  private final PlainNodes nodes;
  private final PlainParser parser;

  PlainStatements(PlainCursor cursor, PlainParser parser) {
    this.cursor = cursor;
    this.nodes = cursor.nodes();
    this.parser = parser;
  }

  /// `{ ... }`.
  int block() {
    cursor.descend();
    int node = nodes.node(COMPOUND);
    nodes.append(node, cursor.take(BRACE));
    while (!cursor.is(END_BRACE)) {
      nodes.append(node, itemOfBlock());
    }
    nodes.append(node, cursor.take());
    cursor.ascend();
    return node;
  }

  private int itemOfBlock() {
    return startsLabel() || !parser.types().startsDeclaration()
        ? statement()
        : parser.types().declaration();
  }

  private boolean startsLabel() {
    return cursor.is(PlainTokens.NAME) && cursor.kind(1) == COLON;
  }

  private int statement() {
    cursor.descend();
    int node =
        switch (PlainTokens.text(cursor.kind())) {
          case "{" -> block();
          case "if" -> ifStatement();
          case "switch" -> headed(SWITCH);
          case "while" -> headed(WHILE);
          case "do" -> doStatement();
          case "for" -> forStatement();
          case "case", "default" -> caseStatement();
          case "return" -> returnStatement();
          case "break" -> ended(BREAK);
          case "continue" -> ended(CONTINUE);
          case "goto" -> gotoStatement();
          default -> startsLabel() ? labeled() : expressionStatement();
        };
    cursor.ascend();
    return node;
  }

  private int expressionStatement() {
    int node = nodes.node(EXPRESSION);
    if (!cursor.is(SEMICOLON)) {
      nodes.append(node, parser.expressions().withCommas());
    }
    nodes.append(node, cursor.take(SEMICOLON));
    return node;
  }

  private int labeled() {
    int node = nodes.node(LABELED);
    nodes.append(node, Field.LABEL, cursor.takeAs(STATEMENT_IDENTIFIER));
    nodes.append(node, cursor.take());
    nodes.append(node, itemOfBlock());
    return node;
  }

  private int caseStatement() {
    int node = nodes.node(CASE);
    boolean value = cursor.is(CASE_WORD);
    nodes.append(node, cursor.take());
    if (value) {
      nodes.append(node, Field.VALUE, parser.expressions().expression());
    }
    nodes.append(node, cursor.take(COLON));
    while (!cursor.is(END_BRACE) && !cursor.is(CASE_WORD) && !cursor.is(DEFAULT_WORD)) {
      nodes.append(node, itemOfBlock());
    }
    return node;
  }

  private int ifStatement() {
    int node = nodes.node(IF);
    nodes.append(node, cursor.take());
    nodes.append(node, Field.CONDITION, parser.expressions().parenthesized());
    nodes.append(node, Field.CONSEQUENCE, statement());
    if (cursor.is(ELSE_WORD)) {
      int otherwise = nodes.node(ELSE);
      nodes.append(otherwise, cursor.take());
      nodes.append(otherwise, statement());
      nodes.append(node, Field.ALTERNATIVE, otherwise);
    }
    return node;
  }

  /// `switch (...) body` and `while (...) body`.
  private int headed(int symbol) {
    int node = nodes.node(symbol);
    nodes.append(node, cursor.take());
    nodes.append(node, Field.CONDITION, parser.expressions().parenthesized());
    if (symbol == SWITCH && !cursor.is(BRACE)) {
      throw new NotPlain();
    }
    nodes.append(node, Field.BODY, statement());
    return node;
  }

  private int doStatement() {
    int node = nodes.node(DO);
    nodes.append(node, cursor.take());
    nodes.append(node, Field.BODY, statement());
    nodes.append(node, cursor.take(WHILE_WORD));
    nodes.append(node, Field.CONDITION, parser.expressions().parenthesized());
    nodes.append(node, cursor.take(SEMICOLON));
    return node;
  }

  private int forStatement() {
    int node = nodes.node(FOR);
    nodes.append(node, cursor.take());
    nodes.append(node, cursor.take(OPEN));
    if (parser.types().startsDeclaration()) {
      nodes.append(node, Field.INITIALIZER, parser.types().declaration());
    } else {
      if (!cursor.is(SEMICOLON)) {
        nodes.append(node, Field.INITIALIZER, parser.expressions().withCommas());
      }
      nodes.append(node, cursor.take(SEMICOLON));
    }
    if (!cursor.is(SEMICOLON)) {
      nodes.append(node, Field.CONDITION, parser.expressions().withCommas());
    }
    nodes.append(node, cursor.take(SEMICOLON));
    if (!cursor.is(CLOSE)) {
      nodes.append(node, Field.UPDATE, parser.expressions().withCommas());
    }
    nodes.append(node, cursor.take(CLOSE));
    nodes.append(node, Field.BODY, statement());
    return node;
  }

  private int returnStatement() {
    int node = nodes.node(RETURN);
    nodes.append(node, cursor.take());
    if (!cursor.is(SEMICOLON)) {
      nodes.append(node, parser.expressions().withCommas());
    }
    nodes.append(node, cursor.take(SEMICOLON));
    return node;
  }

  private int ended(int symbol) {
    int node = nodes.node(symbol);
    nodes.append(node, cursor.take());
    nodes.append(node, cursor.take(SEMICOLON));
    return node;
  }

  private int gotoStatement() {
    int node = nodes.node(GOTO);
    nodes.append(node, cursor.take());
    nodes.append(node, Field.LABEL, cursor.name(STATEMENT_IDENTIFIER));
    nodes.append(node, cursor.take(SEMICOLON));
    return node;
  }
}
