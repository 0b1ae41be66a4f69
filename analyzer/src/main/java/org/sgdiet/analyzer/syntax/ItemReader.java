// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sgdiet.analyzer.mask.Restorations.Restoration;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Kinds.Field;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Turns the nodes at file scope into [Item], and declarations anywhere into declarators.
final class ItemReader {

  private final TreeReader reader;
  private final TreeText text;
  private final FlatTree tree;

  ItemReader(TreeReader reader, TreeText text) {
    this.reader = reader;
    this.text = text;
    this.tree = text.tree();
  }

  /// The items under the root; one slice may declare several names.
  List<Item> read(Span slice) {
    List<Item> items = new ArrayList<>();
    for (int c = tree.firstChild(0); c != FlatTree.NONE; c = tree.next(c)) {
      if (!tree.isNamed(c)) {
        continue;
      }
      switch (tree.kind(c)) {
        case "function_definition" -> items.add(function(c, slice));
        case "declaration" -> addDeclared(c, items);
        case "type_definition" -> addTypedefs(c, items);
        case "struct_specifier" -> items.add(struct(c, TagKind.STRUCT, slice));
        case "union_specifier" -> items.add(struct(c, TagKind.UNION, slice));
        case "enum_specifier" -> items.add(enumeration(c, slice));
        case "expression_statement" -> items.add(invocation(c));
        case "attribute_specifier" -> {}
        default -> items.add(new Item.Unread("cannot read this item", text.span(c)));
      }
    }
    return items.isEmpty()
        ? List.of(new Item.Unread("nothing to read", slice))
        : List.copyOf(items);
  }

  /// A macro invocation at file scope, which may declare a variable.
  private Item invocation(int node) {
    Span span = text.span(node);
    int child = tree.namedChild(node);
    if (child != FlatTree.NONE && reader.exprs().read(child) instanceof Expr.Call call) {
      Optional<Stmt.Declarator> declared = MacroStatements.declaration(call);
      if (declared.isPresent()) {
        return new Item.Variable(declared.get(), text.file().text(span).startsWith("static"), span);
      }
    }
    return new Item.Unread("macro invocation at file scope", span);
  }

  private Item function(int node, Span slice) {
    int declarator = tree.child(node, Field.DECLARATOR);
    int body = tree.child(node, Field.BODY);
    if (declarator == FlatTree.NONE || body == FlatTree.NONE) {
      return new Item.Unread("cannot read this function", slice);
    }
    TypeReader.Declared declared =
        reader.types().declared(declarator, reader.types().specifierOf(node));
    if (declared.node() == FlatTree.NONE
        || !(declared.type()
            instanceof
            TypeSyntax.Function(TypeSyntax result, List<TypeSyntax.Parameter> parameters))) {
      return new Item.Unread("cannot read this function's head", slice);
    }
    Span name = functionName(declared.node());
    return new Item.Function(
        text.file().text(name),
        result,
        oldStyleTypes(node, parameters),
        isStatic(node),
        reader.stmts().block(body),
        name,
        new Span(slice.start(), text.start(body)),
        slice);
  }

  private Span functionName(int node) {
    return text.restored().at(text.start(node)).orElse(null)
            instanceof Restoration.FunctionName(Span name)
        ? name
        : text.span(node);
  }

  /// The parameters with the types that an old-style head declares after its parentheses.
  private List<TypeSyntax.Parameter> oldStyleTypes(
      int function, List<TypeSyntax.Parameter> parameters) {
    List<TypeSyntax.Parameter> typed = new ArrayList<>(parameters);
    for (int c = tree.firstChild(function); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.is(c, "declaration")
          && reader.items().declaration(c) instanceof Stmt.Declaration d) {
        for (Stmt.Declarator declarator : d.declarators()) {
          typed.replaceAll(p ->
              p.name().equals(Optional.of(declarator.name()))
                  ? new TypeSyntax.Parameter(p.name(), declarator.type(), p.span())
                  : p);
        }
      }
    }
    return List.copyOf(typed);
  }

  private boolean isStatic(int node) {
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.is(c, "storage_class_specifier") && text.text(c).equals("static")) {
        return true;
      }
    }
    return false;
  }

  private void addDeclared(int node, List<Item> into) {
    Span span = text.span(node);
    if (!(declaration(node)
        instanceof Stmt.Declaration(List<Stmt.Declarator> declarators, Span _))) {
      into.add(new Item.Unread("cannot read this declaration", span));
      return;
    }
    for (Stmt.Declarator declarator : declarators) {
      into.add(
          declarator.type()
                  instanceof
                  TypeSyntax.Function(TypeSyntax result, List<TypeSyntax.Parameter> parameters)
              ? new Item.Prototype(declarator.name(), result, parameters, span)
              : new Item.Variable(declarator, isStatic(node), span));
    }
  }

  private void addTypedefs(int node, List<Item> into) {
    TypeSyntax base = reader.types().specifierOf(node);
    boolean any = false;
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.isField(c, Field.DECLARATOR)) {
        TypeReader.Declared declared = reader.types().declared(c, base);
        if (declared.node() != FlatTree.NONE) {
          into.add(new Item.Typedef(text.text(declared.node()), declared.type(), text.span(node)));
          any = true;
        }
      }
    }
    if (!any) {
      into.add(new Item.Unread("cannot read this typedef", text.span(node)));
    }
  }

  /// A declaration statement.
  Stmt declaration(int node) {
    Span span = text.span(node);
    if (tree.hasDirectError(node) && tree.child(node, Field.DECLARATOR) == FlatTree.NONE) {
      return new Stmt.Unread("cannot read this declaration", span);
    }
    TypeSyntax base = reader.types().specifierOf(node);
    List<String> storage = storage(node);
    List<Stmt.Declarator> declarators = new ArrayList<>();
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.is(c, Kinds.ERROR_NAME)) {
        return new Stmt.Unread("cannot read this declaration", span);
      }
      if (tree.isField(c, Field.DECLARATOR)) {
        declarators.add(declarator(c, base, storage));
      }
    }
    return new Stmt.Declaration(List.copyOf(declarators), span);
  }

  private List<String> storage(int node) {
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (tree.is(c, "storage_class_specifier") && text.text(c).equals("static")) {
        return List.of("static");
      }
    }
    return List.of();
  }

  private Stmt.Declarator declarator(int node, TypeSyntax base, List<String> storage) {
    boolean initialised = tree.is(node, "init_declarator");
    int inner = initialised ? tree.child(node, Field.DECLARATOR) : node;
    TypeReader.Declared declared = reader.types().declared(inner, base);
    Optional<Expr> init =
        initialised ? reader.exprs().optional(node, Field.VALUE) : Optional.empty();
    Span nameSpan = declared.node() == FlatTree.NONE ? text.span(node) : text.span(declared.node());
    String name = declared.node() == FlatTree.NONE ? "" : text.text(declared.node());
    List<String> attributes = new ArrayList<>(storage);
    int value = initialised ? tree.child(node, Field.VALUE) : FlatTree.NONE;
    int attributesEnd = value == FlatTree.NONE ? attributesEnd(node) : text.start(value);
    for (Restoration restoration : text.restored().between(nameSpan.end(), attributesEnd)) {
      if (restoration instanceof Restoration.Attribute(String attribute)) {
        attributes.add(attribute);
      }
    }
    return new Stmt.Declarator(
        name, declared.type(), init, List.copyOf(attributes), nameSpan, text.span(node));
  }

  /// Where the `,` or `;` after a declarator without initialiser stands.
  private int attributesEnd(int declarator) {
    int next = tree.next(declarator);
    return next == FlatTree.NONE ? text.end(declarator) : text.start(next);
  }

  /// A struct or union with a body.
  Item.Struct struct(int node, TagKind kind, Span span) {
    int name = tree.child(node, Field.NAME);
    int body = tree.child(node, Field.BODY);
    List<Item.Field> fields = new ArrayList<>();
    String definition = text.file().text(new Span(text.start(node), span.end()));
    boolean aligned = definition.contains("aligned");
    for (int c = body == FlatTree.NONE ? body : tree.firstChild(body);
        c != FlatTree.NONE;
        c = tree.next(c)) {
      if (tree.is(c, "field_declaration")) {
        addFields(c, aligned, fields);
      }
    }
    boolean packed = isPacked(definition);
    return new Item.Struct(
        kind,
        name == FlatTree.NONE ? Optional.empty() : Optional.of(text.text(name)),
        List.copyOf(fields),
        packed,
        span);
  }

  private static boolean isPacked(String definition) {
    int brace = definition.indexOf('{');
    int close = definition.lastIndexOf('}');
    String head = brace < 0 ? definition : definition.substring(0, brace);
    String tail = close < 0 ? "" : definition.substring(close);
    return head.contains("packed") || tail.contains("packed");
  }

  /// @param aligned whether an alignment may be written on it
  private void addFields(int node, boolean aligned, List<Item.Field> into) {
    TypeSyntax base = reader.types().specifierOf(node);
    Span span = text.span(node);
    Optional<Restoration> masked = text.restored().at(span.start());
    OptionalLong alignBytes = aligned ? Alignment.of(text.file().text(span)) : OptionalLong.empty();
    boolean any = false;
    for (int c = tree.firstChild(node); c != FlatTree.NONE; c = tree.next(c)) {
      if (!tree.isField(c, Field.DECLARATOR)) {
        continue;
      }
      any = true;
      TypeReader.Declared declared = reader.types().declared(c, base);
      boolean named = declared.node() != FlatTree.NONE;
      TypeSyntax type =
          masked.isPresent() && masked.get() instanceof Restoration.MacroMember member
              ? MacroMembers.type(text.file(), member)
              : declared.type();
      into.add(
          new Item.Field(
              named ? Optional.of(text.text(declared.node())) : Optional.empty(),
              type,
              bits(c),
              alignBytes,
              named ? text.span(declared.node()) : text.span(c),
              span));
    }
    if (!any) {
      into.add(new Item.Field(Optional.empty(), base, anonymousBits(node), alignBytes, span, span));
    }
  }

  private Optional<Expr> bits(int declarator) {
    int next = tree.next(declarator);
    return next != FlatTree.NONE && tree.is(next, "bitfield_clause")
        ? Optional.of(reader.exprs().read(tree.namedChild(next)))
        : Optional.empty();
  }

  private Optional<Expr> anonymousBits(int field) {
    int clause = tree.childOfKind(field, "bitfield_clause");
    return clause == FlatTree.NONE
        ? Optional.empty()
        : Optional.of(reader.exprs().read(tree.namedChild(clause)));
  }

  private Item enumeration(int node, Span span) {
    int name = tree.child(node, Field.NAME);
    int body = tree.child(node, Field.BODY);
    List<Item.Enumerator> enumerators = new ArrayList<>();
    for (int c = body == FlatTree.NONE ? body : tree.firstChild(body);
        c != FlatTree.NONE;
        c = tree.next(c)) {
      int enumerator = tree.is(c, "enumerator") ? tree.child(c, Field.NAME) : FlatTree.NONE;
      if (enumerator != FlatTree.NONE) {
        enumerators.add(
            new Item.Enumerator(
                text.text(enumerator), reader.exprs().optional(c, Field.VALUE), text.span(c)));
      }
    }
    return new Item.Enumeration(
        name == FlatTree.NONE ? Optional.empty() : Optional.of(text.text(name)),
        List.copyOf(enumerators),
        span);
  }
}
