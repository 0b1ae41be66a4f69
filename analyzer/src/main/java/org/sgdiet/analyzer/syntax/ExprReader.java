// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgdiet.analyzer.mask.Restorations.Restoration;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Kinds.Field;

/// Turns the expression nodes of a tree into [Expr], restoring what masking replaced.
final class ExprReader {

  private static final Map<String, BinaryOperator> BINARY =
      Stream.of(BinaryOperator.values())
          .collect(Collectors.toUnmodifiableMap(BinaryOperator::token, Function.identity()));

  private static final Map<String, UnaryOperator> UNARY =
      Stream.of(UnaryOperator.values())
          .collect(Collectors.toUnmodifiableMap(UnaryOperator::token, Function.identity()));

  private final TreeReader reader;
  private final TreeText text;
  private final FlatTree tree;

  ExprReader(TreeReader reader, TreeText text) {
    this.reader = reader;
    this.text = text;
    this.tree = text.tree();
  }

  Expr read(int node) {
    if (node == FlatTree.NONE) {
      return new Expr.Unread("nothing stands here", new Span(0, 0));
    }
    if (!reader.descend()) {
      return new Expr.Unread(TreeReader.TOO_DEEP, text.span(node));
    }
    try {
      return tree.hasDirectError(node) ? unread(node) : readSound(node);
    } finally {
      reader.ascend();
    }
  }

  private Expr unread(int node) {
    return new Expr.Unread("cannot read this expression", text.span(node));
  }

  private Expr readSound(int node) {
    Span span = text.span(node);
    return switch (tree.kind(node)) {
      case "identifier", "type_identifier", "field_identifier", "primitive_type" -> name(node);
      case "true", "false", "null" -> new Expr.Name(text.text(node), span);
      case "number_literal" -> number(text.text(node), span);
      case "char_literal" -> new Expr.CharLiteral(text.text(node), span);
      case "string_literal", "concatenated_string" -> new Expr.StringLiteral(text.text(node), span);
      case "parenthesized_expression" -> parenthesized(node);
      case "compound_statement" -> new Expr.StatementExpr(reader.stmts().block(node), span);
      case "call_expression" -> call(node);
      case "field_expression" -> member(node);
      case "subscript_expression" ->
          new Expr.Index(child(node, Field.ARGUMENT), child(node, Field.INDEX), span);
      case "unary_expression", "pointer_expression" -> unary(node);
      case "update_expression" -> step(node);
      case "binary_expression" -> binary(node);
      case "assignment_expression" -> assign(node);
      case "conditional_expression" ->
          new Expr.Conditional(
              child(node, Field.CONDITION),
              optional(node, Field.CONSEQUENCE),
              child(node, Field.ALTERNATIVE),
              span);
      case "cast_expression" -> new Expr.Cast(type(node), child(node, Field.VALUE), span);
      case "sizeof_expression" -> sizeOf(node);
      case "comma_expression" ->
          new Expr.Comma(child(node, Field.LEFT), child(node, Field.RIGHT), span);
      case "initializer_list" -> initList(node);
      case "compound_literal_expression" ->
          new Expr.CompoundLiteral(type(node), initList(tree.child(node, Field.VALUE)), span);
      case "extension_expression" -> read(tree.namedChild(node));
      case "type_descriptor" -> typeOperand(node);
      case "gnu_asm_expression" -> new Expr.Unread("inline assembly", span);
      default -> unread(node);
    };
  }

  /// The grammar takes a sign into the number; C does not.
  private static Expr number(String written, Span span) {
    char first = written.charAt(0);
    if (first != '-' && first != '+') {
      return new Expr.NumberLiteral(written, span);
    }
    Span digits = new Span(span.start() + 1, span.end());
    return new Expr.Unary(
        first == '-' ? UnaryOperator.MINUS : UnaryOperator.PLUS,
        new Expr.NumberLiteral(written.substring(1), digits),
        span);
  }

  private Expr child(int node, Field field) {
    int child = tree.child(node, field);
    return child == FlatTree.NONE ? unread(node) : read(child);
  }

  Optional<Expr> optional(int node, Field field) {
    int child = tree.child(node, field);
    return child == FlatTree.NONE ? Optional.empty() : Optional.of(read(child));
  }

  private TypeSyntax type(int node) {
    return reader.types().descriptor(tree.child(node, Field.TYPE));
  }

  private Expr typeOperand(int node) {
    return node == FlatTree.NONE
        ? new Expr.Unread("cannot read this type", new Span(0, 0))
        : new Expr.TypeOperand(reader.types().descriptor(node), text.span(node));
  }

  private Expr name(int node) {
    Optional<Restoration> masked = text.restored().at(text.start(node));
    if (masked.isPresent()) {
      if (masked.get() instanceof Restoration.TypeArgument(Span type)) {
        return new Expr.TypeOperand(reader.types().written(type), type);
      }
      if (masked.get() instanceof Restoration.TypeOf) {
        return new Expr.TypeOperand(reader.types().named(node), text.span(node));
      }
    }
    return new Expr.Name(text.text(node), text.span(node));
  }

  /// Parentheses are dropped, unless a block stands in them.
  private Expr parenthesized(int node) {
    int inner = tree.namedChild(node);
    if (inner == FlatTree.NONE) {
      return unread(node);
    }
    return tree.is(inner, "compound_statement")
        ? new Expr.StatementExpr(reader.stmts().block(inner), text.span(node))
        : read(inner);
  }

  /// A call. `(name)(x)` with one argument is a cast to a typedef name.
  private Expr call(int node) {
    int function = tree.child(node, Field.FUNCTION);
    int arguments = tree.child(node, Field.ARGUMENTS);
    if (function == FlatTree.NONE || arguments == FlatTree.NONE || tree.hasDirectError(arguments)) {
      return unread(node);
    }
    List<Expr> args = arguments(arguments);
    Expr callee = read(function);
    if (tree.is(function, "parenthesized_expression")
        && callee instanceof Expr.Name(String type, Span _)
        && args.size() == 1) {
      return new Expr.Cast(new TypeSyntax.Named(type), args.getFirst(), text.span(node));
    }
    Span span = text.span(node);
    return UnmapState.of(callee, args, span).orElseGet(() -> new Expr.Call(callee, args, span));
  }

  List<Expr> arguments(int list) {
    List<Expr> args = new ArrayList<>();
    for (int c = tree.firstChild(list); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.isNamed(c) && !tree.is(c, "comment")) {
        args.add(read(c));
      }
    }
    return List.copyOf(args);
  }

  private Expr member(int node) {
    int field = tree.child(node, Field.FIELD);
    if (field == FlatTree.NONE) {
      return unread(node);
    }
    return new Expr.Member(
        child(node, Field.ARGUMENT),
        tree.operator(node).equals("->"),
        text.text(field),
        text.span(field),
        text.span(node));
  }

  private Expr unary(int node) {
    Optional<Restoration> masked = text.restored().at(text.start(node));
    if (masked.isPresent() && masked.get() instanceof Restoration.Cast(Span type)) {
      return new Expr.Cast(
          reader.types().written(type), child(node, Field.ARGUMENT), text.span(node));
    }
    Optional<UnaryOperator> operator = Optional.ofNullable(UNARY.get(tree.operator(node)));
    return operator.isEmpty()
        ? unread(node)
        : new Expr.Unary(operator.get(), child(node, Field.ARGUMENT), text.span(node));
  }

  private Expr step(int node) {
    int argument = tree.child(node, Field.ARGUMENT);
    if (argument == FlatTree.NONE) {
      return unread(node);
    }
    return new Expr.Step(
        tree.operator(node).equals("++"),
        tree.start(node) < tree.start(argument),
        read(argument),
        text.span(node));
  }

  private Expr binary(int node) {
    Optional<BinaryOperator> operator = Optional.ofNullable(BINARY.get(tree.operator(node)));
    return operator.isEmpty()
        ? unread(node)
        : new Expr.Binary(
            operator.get(), child(node, Field.LEFT), child(node, Field.RIGHT), text.span(node));
  }

  private Expr assign(int node) {
    String operator = tree.operator(node);
    Optional<BinaryOperator> arithmetic =
        Optional.ofNullable(BINARY.get(operator.substring(0, Math.max(0, operator.length() - 1))));
    return new Expr.Assign(
        arithmetic, child(node, Field.LEFT), child(node, Field.RIGHT), text.span(node));
  }

  private Expr sizeOf(int node) {
    int type = tree.child(node, Field.TYPE);
    Expr operand = type != FlatTree.NONE ? typeOperand(type) : child(node, Field.VALUE);
    return new Expr.SizeOf(operand, text.span(node));
  }

  Expr.InitList initList(int node) {
    if (node == FlatTree.NONE) {
      return new Expr.InitList(List.of(), new Span(0, 0));
    }
    List<Expr.Initializer> entries = new ArrayList<>();
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.isNamed(c)) {
        entries.add(initializer(c));
      }
    }
    return new Expr.InitList(List.copyOf(entries), text.span(node));
  }

  private Expr.Initializer initializer(int node) {
    if (!tree.is(node, "initializer_pair")) {
      return new Expr.Initializer(List.of(), read(node), text.span(node));
    }
    List<Expr.Designator> designators = new ArrayList<>();
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      switch (tree.kind(c)) {
        case "field_designator" ->
            designators.add(new Expr.Designator.Field(text.text(tree.namedChild(c))));
        case "field_identifier" -> designators.add(new Expr.Designator.Field(text.text(c)));
        case "subscript_designator" ->
            designators.add(new Expr.Designator.Element(read(tree.namedChild(c))));
        case "subscript_range_designator" ->
            designators.add(
                new Expr.Designator.Elements(child(c, Field.START), child(c, Field.END)));
        default -> {}
      }
    }
    return new Expr.Initializer(
        List.copyOf(designators), child(node, Field.VALUE), text.span(node));
  }
}
