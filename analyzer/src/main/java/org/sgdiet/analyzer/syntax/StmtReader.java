// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.mask.Restorations.Restoration;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Turns the statement nodes of a tree into [Stmt], restoring loop and scope macros.
final class StmtReader {

  private final TreeReader reader;
  private final TreeText text;
  private final FlatTree tree;

  StmtReader(TreeReader reader, TreeText text) {
    this.reader = reader;
    this.text = text;
    this.tree = text.tree();
  }

  /// A `compound_statement`; labels and cases stand beside the statement they label.
  Stmt.Block block(int node) {
    List<Stmt> body = new ArrayList<>();
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.isNamed(c)) {
        add(c, body);
      }
    }
    return new Stmt.Block(List.copyOf(body), text.span(node));
  }

  /// One statement; a labelled one, which is two, becomes a block of the same span.
  private Stmt single(int node) {
    if (node == FlatTree.NONE) {
      return new Stmt.Unread("nothing stands here", new Span(0, 0));
    }
    List<Stmt> statements = new ArrayList<>();
    add(node, statements);
    return statements.size() == 1
        ? statements.getFirst()
        : new Stmt.Block(List.copyOf(statements), text.span(node));
  }

  private void add(int node, List<Stmt> into) {
    if (!reader.descend()) {
      into.add(new Stmt.Unread(TreeReader.TOO_DEEP, text.span(node)));
      return;
    }
    try {
      switch (tree.kind(node)) {
        case "labeled_statement" -> addLabeled(node, into);
        case "case_statement" -> addCase(node, into);
        case "attributed_statement" -> addChildren(node, into);
        default -> into.add(read(node));
      }
    } finally {
      reader.ascend();
    }
  }

  private void addLabeled(int node, List<Stmt> into) {
    int label = tree.child(node, Field.LABEL);
    if (label == FlatTree.NONE) {
      into.add(unread(node));
      return;
    }
    int colon = tree.childOfKind(node, ":");
    int end = colon == FlatTree.NONE ? text.end(label) : text.end(colon);
    into.add(new Stmt.Label(text.text(label), new Span(text.start(node), end)));
    for (int c = tree.next(label); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.isNamed(c)) {
        add(c, into);
      }
    }
  }

  private void addCase(int node, List<Stmt> into) {
    int value = tree.child(node, Field.VALUE);
    int colon = tree.childOfKind(node, ":");
    int end = colon == FlatTree.NONE ? text.start(node) : text.end(colon);
    Span span = new Span(text.start(node), end);
    into.add(value == FlatTree.NONE ? new Stmt.Default(span) : caseOf(value, span));
    for (int c = colon == FlatTree.NONE ? colon : tree.next(colon);
        c != FlatTree.NONE;
        c = tree.next(c)) {
      if (tree.isNamed(c)) {
        add(c, into);
      }
    }
  }

  private Stmt caseOf(int value, Span span) {
    Expr label = reader.exprs().read(value);
    int operator = tree.childOfKind(value, "||");
    boolean range =
        operator != FlatTree.NONE
            && text.restored().at(text.start(operator)).orElse(null)
                instanceof Restoration.CaseRange;
    return range && label instanceof Expr.Binary(BinaryOperator _, Expr low, Expr high, Span _)
        ? new Stmt.Case(low, Optional.of(high), span)
        : new Stmt.Case(label, Optional.empty(), span);
  }

  private void addChildren(int node, List<Stmt> into) {
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.isNamed(c) && !tree.is(c, "attribute_declaration")) {
        add(c, into);
      }
    }
  }

  private Stmt unread(int node) {
    return new Stmt.Unread("cannot read this statement", text.span(node));
  }

  private Stmt read(int node) {
    Span span = text.span(node);
    return switch (tree.kind(node)) {
      case "compound_statement" -> block(node);
      case "expression_statement" -> expression(node);
      case "declaration" -> reader.items().declaration(node);
      case "if_statement" -> ifStatement(node);
      case "else_clause" -> single(tree.namedChild(node));
      case "while_statement" -> whileStatement(node);
      case "do_statement" ->
          new Stmt.DoWhile(
              single(tree.child(node, Field.BODY)), parenthesized(node, Field.CONDITION), span);
      case "for_statement" -> forStatement(node);
      case "switch_statement" ->
          new Stmt.Switch(
              parenthesized(node, Field.CONDITION), single(tree.child(node, Field.BODY)), span);
      case "return_statement" -> returnStatement(node);
      case "break_statement" -> new Stmt.Break(span);
      case "continue_statement" -> new Stmt.Continue(span);
      case "goto_statement" -> gotoStatement(node);
      case "struct_specifier", "union_specifier", "enum_specifier", "type_definition" ->
          new Stmt.Declaration(List.of(), span);
      case "function_definition" -> new Stmt.Unread("function inside a function", span);
      default -> unread(node);
    };
  }

  private Expr parenthesized(int node, Field field) {
    int child = tree.child(node, field);
    return child == FlatTree.NONE
        ? new Expr.Unread("nothing stands here", text.span(node))
        : reader.exprs().read(child);
  }

  private Stmt expression(int node) {
    Span span = text.span(node);
    int child = tree.namedChild(node);
    if (child == FlatTree.NONE) {
      return text.restored().at(span.start()).orElse(null) instanceof Restoration.Assembly(Span asm)
          ? new Stmt.Unread("inline assembly", asm.union(span))
          : new Stmt.Empty(span);
    }
    if (tree.is(child, Kinds.ERROR_NAME)) {
      return unread(node);
    }
    Expr expr = reader.exprs().read(child);
    return MacroStatements.restore(expr, span).orElseGet(() -> new Stmt.Expression(expr, span));
  }

  private Stmt ifStatement(int node) {
    int otherwise = tree.child(node, Field.ALTERNATIVE);
    return new Stmt.If(
        parenthesized(node, Field.CONDITION),
        single(tree.child(node, Field.CONSEQUENCE)),
        otherwise == FlatTree.NONE ? Optional.empty() : Optional.of(single(otherwise)),
        text.span(node));
  }

  /// A `while`, or the loop or scope macro that was masked as one.
  private Stmt whileStatement(int node) {
    Span span = text.span(node);
    Stmt body = single(tree.child(node, Field.BODY));
    int condition = tree.child(node, Field.CONDITION);
    Optional<Restoration> masked = text.restored().at(span.start());
    if (masked.isEmpty() || condition == FlatTree.NONE) {
      return new Stmt.While(parenthesized(node, Field.CONDITION), body, span);
    }
    Span head = new Span(span.start(), text.end(condition));
    List<Expr> args = new ArrayList<>();
    flatten(tree.namedChild(condition), args);
    return switch (masked.get()) {
      case Restoration.Scope(String macro, Span _) ->
          new Stmt.Scoped(macro, List.copyOf(args), body, head, span);
      case Restoration.Loop(String macro, Span _) ->
          new Stmt.Each(macro, List.copyOf(args), body, head, span);
      default -> new Stmt.While(parenthesized(node, Field.CONDITION), body, span);
    };
  }

  /// The arguments of a masked macro: the parser saw them as one comma expression.
  private void flatten(int node, List<Expr> into) {
    int rest = node;
    while (rest != FlatTree.NONE && tree.is(rest, "comma_expression")) {
      into.add(reader.exprs().read(tree.child(rest, Field.LEFT)));
      rest = tree.child(rest, Field.RIGHT);
    }
    if (rest != FlatTree.NONE) {
      into.add(reader.exprs().read(rest));
    }
  }

  private Stmt forStatement(int node) {
    int initializer = tree.child(node, Field.INITIALIZER);
    Optional<Stmt> init = Optional.empty();
    if (initializer != FlatTree.NONE) {
      init =
          Optional.of(
              tree.is(initializer, "declaration")
                  ? reader.items().declaration(initializer)
                  : new Stmt.Expression(reader.exprs().read(initializer), text.span(initializer)));
    }
    return new Stmt.For(
        init,
        reader.exprs().optional(node, Field.CONDITION),
        reader.exprs().optional(node, Field.UPDATE),
        single(tree.child(node, Field.BODY)),
        text.span(node));
  }

  private Stmt returnStatement(int node) {
    int value = tree.namedChild(node);
    return new Stmt.Return(
        value == FlatTree.NONE ? Optional.empty() : Optional.of(reader.exprs().read(value)),
        text.span(node));
  }

  private Stmt gotoStatement(int node) {
    int label = tree.child(node, Field.LABEL);
    return label == FlatTree.NONE ? unread(node) : new Stmt.Goto(text.text(label), text.span(node));
  }
}
