// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import static org.sgdiet.analyzer.syntax.PlainTokens.BRACE;
import static org.sgdiet.analyzer.syntax.PlainTokens.SEMICOLON;
import static org.sgdiet.analyzer.syntax.PlainTokens.TYPEDEF;

import java.util.Optional;
import org.sgdiet.analyzer.mask.CompactText;
import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Reads plain C, that is nearly everything that is left once a kernel's macros are masked, into
/// the tree that the grammar gives for it, in a twentieth of the time. What it does not know, or
/// what may be read in two ways, it leaves to the grammar.
final class PlainParser {

  private static final int UNIT = Kinds.named("translation_unit");
  private static final int FUNCTION_DEFINITION = Kinds.named("function_definition");
  private static final int DECLARATION = Kinds.named("declaration");

  private final PlainCursor cursor;
  private final PlainNodes nodes;
  private final PlainExpressions expressions;
  private final PlainInitializers initializers;
  private final PlainTypes types;
  private final PlainDeclarators declarators;
  private final PlainStructs structs;
  private final PlainStatements statements;

  private PlainParser(PlainTokens tokens) {
    this.cursor = new PlainCursor(tokens);
    this.nodes = cursor.nodes();
    this.expressions = new PlainExpressions(cursor, this);
    this.initializers = new PlainInitializers(cursor, this);
    this.types = new PlainTypes(cursor, this);
    this.declarators = new PlainDeclarators(cursor, this);
    this.structs = new PlainStructs(cursor, this);
    this.statements = new PlainStatements(cursor, this);
  }

  /// The tree of `text`, unless it is not plain C.
  static Optional<FlatTree> parse(CompactText text) {
    try {
      PlainParser parser = new PlainParser(new PlainTokens(text.code()));
      return Optional.of(parser.nodes.flat(parser.unit(), text));
    } catch (NotPlain _) {
      return Optional.empty();
    }
  }

  PlainExpressions expressions() {
    return expressions;
  }

  PlainInitializers initializers() {
    return initializers;
  }

  PlainDeclarators declarators() {
    return declarators;
  }

  PlainStructs structs() {
    return structs;
  }

  PlainTypes types() {
    return types;
  }

  PlainStatements statements() {
    return statements;
  }

  private int unit() {
    int root = nodes.node(UNIT);
    while (!cursor.is(PlainTokens.END)) {
      item(root);
    }
    return root;
  }

  private void item(int root) {
    if (cursor.is(TYPEDEF)) {
      nodes.append(root, types.definition());
      return;
    }
    if (!types.startsDeclaration()) {
      throw new NotPlain();
    }
    int node = nodes.node(DECLARATION);
    types.specifiers(node);
    if (cursor.is(SEMICOLON)) {
      typeAlone(root, node);
      return;
    }
    int declarator = declarators.variable();
    if (!cursor.is(BRACE)) {
      nodes.append(root, types.declaration(node, declarator));
      return;
    }
    nodes.become(node, FUNCTION_DEFINITION);
    nodes.append(node, Field.DECLARATOR, declarator);
    nodes.append(node, Field.BODY, statements.block());
    nodes.append(root, node);
  }

  /// `struct foo { ... };`: the grammar has the parts beside each other.
  private void typeAlone(int root, int declaration) {
    if (!nodes.hasOneChild(declaration)) {
      throw new NotPlain();
    }
    nodes.append(root, nodes.onlyChild(declaration));
    nodes.append(root, cursor.take());
  }
}
