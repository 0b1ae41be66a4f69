// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.sgdiet.analyzer.mask.Restorations.Restoration;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Kinds.Field;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Turns type specifiers and declarators into [TypeSyntax].
final class TypeReader {

  private final TreeReader reader;
  private final TreeText text;
  private final FlatTree tree;

  TypeReader(TreeReader reader, TreeText text) {
    this.reader = reader;
    this.text = text;
    this.tree = text.tree();
  }

  /// A declared name and its type.
  ///
  /// @param node the name's node, or [FlatTree#NONE] for an abstract declarator
  record Declared(int node, TypeSyntax type) {}

  /// The type of a `type_descriptor`: specifier and abstract declarator.
  TypeSyntax descriptor(int node) {
    if (node == FlatTree.NONE) {
      return new TypeSyntax.Unread(new Span(0, 0));
    }
    if (!tree.is(node, "type_descriptor")) {
      return specifier(node);
    }
    TypeSyntax base = specifier(tree.child(node, Field.TYPE));
    int declarator = tree.child(node, Field.DECLARATOR);
    return declarator == FlatTree.NONE ? base : declared(declarator, base).type();
  }

  /// The type that a declaration, field or parameter starts with.
  TypeSyntax specifierOf(int declaration) {
    return specifier(tree.child(declaration, Field.TYPE));
  }

  private TypeSyntax specifier(int node) {
    if (node == FlatTree.NONE) {
      return new TypeSyntax.Unread(new Span(0, 0));
    }
    return switch (tree.kind(node)) {
      case "primitive_type", "type_identifier", "identifier" -> named(node);
      case "sized_type_specifier" -> new TypeSyntax.Named(words(node));
      case "struct_specifier" -> tagged(node, TagKind.STRUCT);
      case "union_specifier" -> tagged(node, TagKind.UNION);
      case "enum_specifier" -> tagged(node, TagKind.ENUM);
      case "macro_type_specifier" -> macroType(node);
      default -> new TypeSyntax.Unread(text.span(node));
    };
  }

  /// A type of one word; `typeof` is masked as one.
  TypeSyntax named(int node) {
    Optional<Restoration> masked = text.restored().at(text.start(node));
    if (masked.isPresent() && masked.get() instanceof Restoration.TypeOf(Span operand)) {
      return typeOf(operand);
    }
    if (masked.isPresent() && masked.get() instanceof Restoration.TypeArgument(Span type)) {
      return written(type);
    }
    return new TypeSyntax.Named(text.text(node));
  }

  private TypeSyntax typeOf(Span operand) {
    TypeSyntax type = WrittenType.read(text.file(), operand);
    if (!(type instanceof TypeSyntax.Unread) && !(type instanceof TypeSyntax.Named)) {
      return type;
    }
    return new TypeSyntax.TypeOf(Fragments.expression(text.file(), operand));
  }

  /// The type that stands in `span` as text, where masking hid it from the parser.
  TypeSyntax written(Span span) {
    return WrittenType.read(text.file(), span);
  }

  private String words(int node) {
    StringJoiner words = new StringJoiner(" ");
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      words.add(text.text(c));
    }
    return words.toString();
  }

  private TypeSyntax tagged(int node, TagKind kind) {
    int name = tree.child(node, Field.NAME);
    Optional<String> tag = name == FlatTree.NONE ? Optional.empty() : Optional.of(text.text(name));
    if (kind != TagKind.ENUM && tree.child(node, Field.BODY) != FlatTree.NONE) {
      return new TypeSyntax.Inline(reader.items().struct(node, kind, text.span(node)));
    }
    return new TypeSyntax.Tagged(kind, tag.orElse(""));
  }

  private TypeSyntax macroType(int node) {
    int name = tree.child(node, Field.NAME);
    return name == FlatTree.NONE
        ? new TypeSyntax.Unread(text.span(node))
        : new TypeSyntax.Named(text.text(name));
  }

  /// Wraps `base` in what a declarator says, from the outside in.
  Declared declared(int declarator, TypeSyntax base) {
    int node = declarator;
    TypeSyntax type = base;
    while (node != FlatTree.NONE) {
      int inner = tree.child(node, Field.DECLARATOR);
      switch (tree.kind(node)) {
        case "identifier", "field_identifier", "type_identifier", "primitive_type" -> {
          return new Declared(node, type);
        }
        case "pointer_declarator", "abstract_pointer_declarator" ->
            type = new TypeSyntax.Pointer(type);
        case "array_declarator", "abstract_array_declarator" ->
            type = new TypeSyntax.Array(type, reader.exprs().optional(node, Field.SIZE));
        case "function_declarator", "abstract_function_declarator" ->
            type = new TypeSyntax.Function(type, parameters(node));
        case "parenthesized_declarator",
            "abstract_parenthesized_declarator",
            "attributed_declarator" ->
            inner = innerDeclarator(node);
        default -> {
          return new Declared(FlatTree.NONE, new TypeSyntax.Unread(text.span(declarator)));
        }
      }
      node = inner;
    }
    return new Declared(FlatTree.NONE, type);
  }

  private int innerDeclarator(int node) {
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.isNamed(c) && !tree.kind(c).startsWith("ms_")) {
        return c;
      }
    }
    return FlatTree.NONE;
  }

  /// The parameters of a `function_declarator`.
  List<TypeSyntax.Parameter> parameters(int function) {
    int list = tree.child(function, Field.PARAMETERS);
    List<TypeSyntax.Parameter> parameters = new ArrayList<>();
    if (list == FlatTree.NONE) {
      return parameters;
    }
    for (int c = tree.firstChild(list); c != FlatTree.NONE; c = tree.next(c)) {
      switch (tree.kind(c)) {
        case "parameter_declaration" -> parameters.add(parameter(c));
        case "variadic_parameter", "..." ->
            parameters.add(
                new TypeSyntax.Parameter(
                    Optional.empty(), new TypeSyntax.Named("..."), text.span(c)));
        case "identifier" ->
            parameters.add(
                new TypeSyntax.Parameter(
                    Optional.of(text.text(c)), new TypeSyntax.Named("int"), text.span(c)));
        default -> {}
      }
    }
    boolean none =
        parameters.size() == 1
            && parameters.getFirst().name().isEmpty()
            && parameters.getFirst().type() instanceof TypeSyntax.Named(String name)
            && name.equals("void");
    return none ? List.of() : List.copyOf(parameters);
  }

  private TypeSyntax.Parameter parameter(int node) {
    TypeSyntax base = specifierOf(node);
    int declarator = tree.child(node, Field.DECLARATOR);
    if (declarator == FlatTree.NONE) {
      return new TypeSyntax.Parameter(Optional.empty(), base, text.span(node));
    }
    Declared declared = declared(declarator, base);
    Optional<String> name =
        declared.node() == FlatTree.NONE
            ? Optional.empty()
            : Optional.of(text.text(declared.node()));
    return new TypeSyntax.Parameter(name, declared.type(), text.span(node));
  }
}
