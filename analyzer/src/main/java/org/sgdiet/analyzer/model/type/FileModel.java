// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// What names mean in one translation unit: a file, the headers it includes (nearest first), and,
/// for functions, the other files of its directory. Confined to one thread.
public final class FileModel {

  private static final int DEEPEST_LAYOUT = 40;

  private final TreeModel tree;
  private final String path;
  private final Closure closure;
  private final TypeReader types = new TypeReader(this);
  private final ExprTypes exprTypes = new ExprTypes(this);
  private final ConstantExpr constants = new ConstantExpr(this);
  private final Map<String, Optional<?>> found = new HashMap<>();
  private final IdentityHashMap<Item.Struct, Layout> layouts = new IdentityHashMap<>();
  private final Set<String> resolving = new HashSet<>();
  private int layoutDepth;

  FileModel(TreeModel tree, String path) {
    this.tree = tree;
    this.path = path;
    this.closure = new Closure(tree, path);
  }

  /// Path of the file this model looks from.
  public String path() {
    return path;
  }

  /// The functions defined in this file, in source order.
  public List<Item.Function> functions() {
    return tree.names(path).functions();
  }

  /// The function called `name`: of this file, of an included header, or the one non-static
  /// definition in the other files of this directory.
  public Optional<Found<Item.Function>> function(String name) {
    return remember(
        "function " + name,
        () ->
            inClosure(names -> names.function(name))
                .or(() -> tree.functionOfDirectory(path, name)));
  }

  /// As [#function], but of this file's directory only: its `.c` files and the headers beside them.
  public Optional<Found<Item.Function>> functionOfDriver(String name) {
    return remember(
        "driver function " + name,
        () ->
            closure
                .findNear(names -> names.function(name))
                .or(() -> tree.functionOfDirectory(path, name)));
  }

  /// The prototype of `name`, when one is visible.
  public Optional<Found<Item.Prototype>> prototype(String name) {
    return remember("prototype " + name, () -> inClosure(n -> n.prototype(name)));
  }

  /// The body of `struct tag` or `union tag`.
  public Optional<Found<Item.Struct>> struct(TagKind kind, String tag) {
    return remember(
        kind + " " + tag,
        () -> inClosure(n -> n.struct(kind, tag)).or(() -> tree.prelude(n -> n.struct(kind, tag))));
  }

  /// The typedef called `name`.
  public Optional<Found<Item.Typedef>> typedef(String name) {
    return remember(
        "typedef " + name,
        () -> inClosure(n -> n.typedef(name)).or(() -> tree.prelude(n -> n.typedef(name))));
  }

  /// The macro called `name`, object-like or function-like.
  public Optional<Found<Item.Macro>> macro(String name) {
    return remember("macro " + name, () -> inClosure(n -> n.macro(name)));
  }

  /// The variable at file scope called `name`.
  public Optional<Found<Item.Variable>> variable(String name) {
    return remember("variable " + name, () -> inClosure(n -> n.variable(name)));
  }

  /// The enum that has an enumerator called `name`.
  public Optional<Found<Item.Enumeration>> enumerator(String name) {
    return remember(
        "enumerator " + name,
        () -> inClosure(n -> n.enumerator(name)).or(() -> tree.prelude(n -> n.enumerator(name))));
  }

  /// The type that `syntax` means at file scope.
  public CType type(TypeSyntax syntax) {
    return types.read(syntax, Scope.EMPTY);
  }

  /// The type that `syntax` means where `scope` is visible.
  public CType type(TypeSyntax syntax, Scope scope) {
    return types.read(syntax, scope);
  }

  /// The type of an expression, before it decays; [CType.Opaque] with a reason when it is not
  /// known.
  public CType typeOf(Expr expr, Scope scope) {
    return exprTypes.of(expr, scope);
  }

  /// The value of a constant expression: literals, enumerators, macros, `sizeof`, `offsetof`.
  public Optional<Literals.Constant> constant(Expr expr, Scope scope) {
    return constants.value(expr, scope);
  }

  OptionalLong constantValue(Expr expr) {
    return constant(expr, Scope.EMPTY)
        .map(c -> OptionalLong.of(c.value()))
        .orElse(OptionalLong.empty());
  }

  /// The body of a struct or union type and the file that has it.
  public Optional<Found<Item.Struct>> definition(CType type) {
    return switch (type) {
      case CType.Tagged(TagKind kind, String tag) -> struct(kind, tag);
      case CType.Inline(Item.Struct body) -> Optional.of(new Found<>(body, path));
      case CType.VoidType _,
          CType.Bool _,
          CType.Int _,
          CType.Pointer _,
          CType.Array _,
          CType.Function _,
          CType.Opaque _ ->
          Optional.empty();
    };
  }

  /// The layout of a struct or union type whose body is known.
  public Optional<Layout> layout(CType type) {
    return definition(type).flatMap(d -> layoutOf(d.item()));
  }

  private Optional<Layout> layoutOf(Item.Struct struct) {
    Layout known = layouts.get(struct);
    if (known != null) {
      return Optional.of(known);
    }
    if (layoutDepth >= DEEPEST_LAYOUT) {
      return Optional.empty();
    }
    layoutDepth++;
    try {
      Layout layout = new LayoutBuilder(this, struct).build(struct.fields());
      layouts.put(struct, layout);
      return Optional.of(layout);
    } finally {
      layoutDepth--;
    }
  }

  /// The member `name` of the struct that `base` is, or points to.
  public Optional<Layout.Member> member(CType base, String name) {
    CType struct = base.decayed() instanceof CType.Pointer(CType target) ? target : base;
    return layout(struct).flatMap(l -> l.member(name));
  }

  /// Size and alignment of a type.
  ///
  /// @param exact false when the type is not known and 8 bytes stand in for it
  public record Extent(long sizeBytes, long alignBytes, boolean exact) {}

  /// How much room a type takes.
  public Extent extent(CType type) {
    return switch (type) {
      case CType.VoidType _ -> new Extent(1, 1, true);
      case CType.Bool _ -> new Extent(1, 1, true);
      case CType.Int i -> new Extent(i.bits() / 8, i.bits() / 8, true);
      case CType.Pointer _ -> new Extent(8, 8, true);
      case CType.Function _ -> new Extent(1, 1, true);
      case CType.Opaque _ -> new Extent(8, 8, false);
      case CType.Array(CType element, OptionalLong length) -> {
        Extent one = extent(element);
        yield new Extent(one.sizeBytes() * length.orElse(0), one.alignBytes(), one.exact());
      }
      case CType.Tagged _, CType.Inline _ ->
          layout(type)
              .map(l -> new Extent(l.sizeBytes(), l.alignBytes(), l.exact()))
              .orElse(new Extent(8, 8, false));
    };
  }

  /// Runs `body` unless `key` is being resolved already: a typedef or macro that names itself.
  <T> Optional<T> guarded(String key, java.util.function.Supplier<Optional<T>> body) {
    if (!resolving.add(key)) {
      return Optional.empty();
    }
    try {
      return body.get();
    } finally {
      resolving.remove(key);
    }
  }

  /// The parsed body of an object-like macro, or of a call of a function-like one.
  Optional<Expr> expansion(String name, List<Expr> args) {
    return macro(name).flatMap(m -> tree.macros().expression(m, args));
  }

  /// The expression an object-like macro stands for.
  public Optional<Expr> expand(Expr.Name use) {
    return macro(use.id())
        .filter(m -> m.item().parameters().isEmpty())
        .flatMap(m -> tree.macros().expression(m, List.of()));
  }

  /// The expression a call of a function-like macro stands for, arguments put in.
  public Optional<Expr> expand(Expr.Call use) {
    return use.name()
        .flatMap(this::macro)
        .filter(m -> m.item().parameters().isPresent())
        .flatMap(m -> tree.macros().expression(m, use.args()));
  }

  /// The statements a call of a function-like macro stands for, arguments put in.
  public Optional<Stmt.Block> expandStatements(Expr.Call use) {
    return use.name()
        .flatMap(this::macro)
        .filter(m -> m.item().parameters().isPresent())
        .flatMap(m -> tree.macros().statements(m, use.args()));
  }

  /// The `for` that a loop by macro stands for, arguments and body put in.
  public Optional<Stmt.For> expandLoop(String macro, List<Expr> args, Stmt body) {
    return macro(macro).flatMap(m -> tree.macros().loop(m, args, body));
  }

  private <T> Optional<Found<T>> inClosure(Function<FileNames, Optional<T>> find) {
    return closure.find(find);
  }

  @SuppressWarnings("unchecked") // a key's prefix fixes the type
  private <T> Optional<T> remember(String key, java.util.function.Supplier<Optional<T>> search) {
    Optional<?> known = found.get(key);
    if (known == null) {
      known = search.get();
      found.put(key, known);
    }
    return (Optional<T>) known;
  }
}
