// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.HeaderLines;
import org.sgdiet.rewriter.code.LocalDeclarations;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.code.StructMembers;
import org.sgdiet.rewriter.edit.Draft;

/// Where the vectors of a list are kept between mapping and unmapping.
sealed interface VectorHome {

  /// The `struct dma_vecs` as `code` names it, when it can.
  ///
  /// @param list the list as `code` names it
  Optional<String> in(FunctionCode code, ListKey list);

  /// Declares it.
  void declare(Draft draft);

  /// A member that the API patch puts beside the list.
  record Lent() implements VectorHome {

    @Override
    public Optional<String> in(FunctionCode code, ListKey list) {
      return list.lent();
    }

    @Override
    public void declare(Draft draft) {}
  }

  /// A local of the one function that maps, reads and unmaps.
  record Local(FunctionCode code, String name) implements VectorHome {

    @Override
    public Optional<String> in(FunctionCode other, ListKey list) {
      return other == code ? Optional.of(name) : Optional.empty();
    }

    @Override
    public void declare(Draft draft) {
      new LocalDeclarations(code).add("struct dma_vecs " + name + ";", draft);
    }
  }

  /// A member of a structure of the driver.
  ///
  /// @param after the member behind which it is declared
  record Member(CodeTree tree, String tag, Found<Item.Struct> struct, Item.Field after, String name)
      implements VectorHome {

    @Override
    public Optional<String> in(FunctionCode code, ListKey list) {
      Map<String, CType> visible = new LinkedHashMap<>();
      for (Occurrence o : code.occurrences()) {
        if (o.expr() instanceof Expr.Name n) {
          code.local(n).ifPresent(l -> visible.putIfAbsent(l.name(), l.type()));
        }
      }
      List<String> owners =
          visible.entrySet().stream()
              .filter(e -> pointsTo(e.getValue(), tag))
              .map(Map.Entry::getKey)
              .toList();
      return owners.size() == 1 ? Optional.of(owners.getFirst() + "->" + name) : Optional.empty();
    }

    @Override
    public void declare(Draft draft) {
      SourceFile file = tree.file(struct.path());
      if (file.path().endsWith(".h")
          && !HeaderLines.has(file, "linux/dma-mapping.h", "linux/dma-vec.h")) {
        HeaderLines.add(file, "linux/dma-vec.h", draft);
      }
      new StructMembers(struct.item(), file)
          .add(
              after,
              new StructMembers.Member("struct dma_vecs", name, "what the device sees of the list"),
              draft);
    }
  }

  /// Whether a type is a pointer to `struct tag`.
  static boolean pointsTo(CType type, String tag) {
    return type instanceof CType.Pointer(CType target)
        && target instanceof CType.Tagged(TagKind kind, String t)
        && kind == TagKind.STRUCT
        && t.equals(tag);
  }

  /// The structures that could keep the vectors of `key`, the one that says most first: the one
  /// that has the list, the one that keeps the count, the context of the request, the host.
  static List<VectorHome> candidates(ListKey key, Occurrence map, CodeTree tree) {
    List<VectorHome> homes = new ArrayList<>();
    FunctionCode code = map.in();
    key.member().ifPresent(f -> member(f, f.name(), key, code, tree).ifPresent(homes::add));
    for (Entity.Field count : counts(map)) {
      member(count, count.name(), key, code, tree).ifPresent(homes::add);
    }
    for (String tag : contexts(code)) {
      member(new Entity.Field(TagKind.STRUCT, tag, ""), "", key, code, tree).ifPresent(homes::add);
    }
    return homes;
  }

  private static Optional<VectorHome> member(
      Entity.Field field, String after, ListKey key, FunctionCode code, CodeTree tree) {
    Optional<Found<Item.Struct>> struct = tree.struct(field, code);
    if (struct.isEmpty()
        || struct.get().path().startsWith("include/")
        || struct.get().path().startsWith("arch/")
        || isHardware(struct.get().item())) {
      return Optional.empty();
    }
    List<Item.Field> fields = struct.get().item().fields();
    Optional<Item.Field> behind =
        fields.stream().filter(f -> f.name().filter(after::equals).isPresent()).findFirst();
    if (behind.isEmpty() && !fields.isEmpty()) {
      behind = Optional.of(fields.getFirst());
    }
    Set<String> names =
        Set.copyOf(new StructMembers(struct.get().item(), tree.file(struct.get().path())).names());
    String name = key.vectors();
    while (names.contains(name)) {
      name = "dma_" + name;
    }
    String free = name;
    return behind.map(b -> new Member(tree, field.tag(), struct.get(), b, free));
  }

  /// Whether a structure is laid out for a device.
  private static boolean isHardware(Item.Struct struct) {
    return struct.packed()
        || struct.fields().stream()
            .anyMatch(f ->
                f.type() instanceof TypeSyntax.Named(String name)
                    && name.matches("__[lb]e(16|32|64)"));
  }

  /// Members that hold the mapped count or the number of entries.
  private static List<Entity.Field> counts(Occurrence map) {
    FunctionCode code = map.in();
    List<Expr> places = new ArrayList<>();
    places.add(((Expr.Call) map.expr()).args().get(2));
    Optional<Expr> target =
        map.parent()
            .filter(p -> p.expr() instanceof Expr.Assign)
            .map(p -> ((Expr.Assign) p.expr()).target());
    target.ifPresent(places::add);
    if (target.orElse(null) instanceof Expr.Name result) {
      for (Occurrence o : code.occurrences()) {
        if (o.expr() instanceof Expr.Assign a
            && a.value() instanceof Expr.Name n
            && n.id().equals(result.id())
            && o.span().start() > map.span().end()) {
          places.add(a.target());
        }
      }
    }
    List<Entity.Field> found = new ArrayList<>();
    for (Expr place : places) {
      if (place instanceof Expr.Member m
          && m.arrow()
          && Entity.of(place, code).orElse(null) instanceof Entity.Field f) {
        found.add(f);
      }
    }
    return found;
  }

  /// Structures that a framework keeps for the driver with each request or host.
  private static List<String> contexts(FunctionCode code) {
    List<String> tags = new ArrayList<>();
    for (Occurrence o : code.occurrences()) {
      if (o.expr() instanceof Expr.Call c
          && c.name().filter(n -> n.matches("\\w+_request_ctx(_dma)?|mmc_priv")).isPresent()) {
        o.in().occurrences().stream()
            .filter(n -> n.expr() instanceof Expr.Name)
            .flatMap(n -> code.local((Expr.Name) n.expr()).stream())
            .filter(l -> l.init().filter(i -> i.span().equals(o.span())).isPresent())
            .forEach(l -> tag(l.type()).filter(t -> !tags.contains(t)).ifPresent(tags::add));
      }
      if (o.expr() instanceof Expr.Assign a
          && a.value() instanceof Expr.Call c
          && c.name().filter(n -> n.matches("\\w+_request_ctx(_dma)?|mmc_priv")).isPresent()) {
        tag(code.type(a.target())).filter(t -> !tags.contains(t)).ifPresent(tags::add);
      }
    }
    return tags;
  }

  private static Optional<String> tag(CType type) {
    return type instanceof CType.Pointer(CType target)
            && target instanceof CType.Tagged(TagKind kind, String t)
            && kind == TagKind.STRUCT
        ? Optional.of(t)
        : Optional.empty();
  }
}
