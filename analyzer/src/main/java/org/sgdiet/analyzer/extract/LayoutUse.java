// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.model.type.Layout.Member;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Type;

/// The structures a program uses, with the fields it touches and no others.
final class LayoutUse {

  private static final int LARGEST_ARRAY = 1 << 24;

  private static final int DEEPEST_MEMBER = 4;

  private final Map<Item.Struct, String> anonymous = new HashMap<>();
  private final Map<String, Used> used = new LinkedHashMap<>();

  private static final class Used {
    final Found<Item.Struct> definition;
    final CType type;
    final FileModel names;
    final Map<String, Member> fields = new LinkedHashMap<>();

    Used(Found<Item.Struct> definition, CType type, FileModel names) {
      this.definition = definition;
      this.type = type;
      this.names = names;
    }

    /// Whether a structure that a field leads to stands in one of the kernel's own headers.
    boolean isOfHeaders(CType target) {
      return names.definition(target).filter(d -> d.path().startsWith("include/")).isPresent();
    }
  }

  /// The name a structure type has in the program: its tag, or one made for it.
  String name(CType struct) {
    return switch (struct) {
      case CType.Tagged(var _, String tag) -> tag;
      case CType.Inline(Item.Struct body) ->
          body.tag()
              .orElseGet(
                  () -> anonymous.computeIfAbsent(body, _ -> "anonymous_" + anonymous.size()));
      case CType.VoidType _,
          CType.Bool _,
          CType.Int _,
          CType.Pointer _,
          CType.Array _,
          CType.Function _,
          CType.Opaque _ ->
          "";
    };
  }

  /// Makes a structure type part of the program.
  ///
  /// @throws NotLowered when its body is not known, or another structure has the same tag
  String use(CType struct, FileModel names) {
    String name = name(struct);
    if (Ir.isKernelLayout(name)) {
      return name;
    }
    Found<Item.Struct> definition =
        names
            .definition(struct)
            .orElseThrow(
                () -> new NotLowered("the definition of struct " + name + " is not in the tree"));
    Used known = used.get(name);
    if (known == null) {
      used.put(name, new Used(definition, struct, names));
    } else if (!known.definition.item().equals(definition.item())) {
      throw new NotLowered("two structs are called " + name);
    }
    return name;
  }

  /// Makes a field part of the program.
  void touch(CType struct, Member member, FileModel names) {
    Used use = used.get(use(struct, names));
    if (use != null) {
      use.fields.put(member.name(), member);
    }
  }

  /// The type of a value or field in the program.
  Type type(CType type, FileModel names) {
    return switch (type) {
      case CType.VoidType _ -> Type.Int.U8;
      case CType.Bool _ -> new Type.Bool();
      case CType.Int i -> new Type.Int(i.bits(), i.signed(), Ir.endian(i));
      case CType.Pointer(CType target) -> new Type.Pointer(name(target));
      case CType.Function _ -> Type.Pointer.VOID;
      case CType.Array(CType element, var length) ->
          new Type.Array(
              type(element, names), (int) Math.clamp(length.orElse(0), 0L, LARGEST_ARRAY));
      case CType.Tagged _, CType.Inline _ -> embedded(type, names);
      case CType.Opaque _ -> Type.Int.U64;
    };
  }

  private Type embedded(CType struct, FileModel names) {
    return names.definition(struct).isPresent() || Ir.isKernelLayout(name(struct))
        ? new Type.Struct(use(struct, names))
        : Type.Int.U64;
  }

  /// The layouts of the program, those of embedded structures included, in order of first use.
  List<Layout> layouts() {
    Map<String, Layout> finished = new LinkedHashMap<>();
    for (int before = -1; before != used.size(); ) {
      before = used.size();
      List.copyOf(used.entrySet()).forEach(e -> finished.put(e.getKey(), finish(e)));
    }
    return List.copyOf(finished.values());
  }

  private Layout finish(Map.Entry<String, Used> entry) {
    Used use = entry.getValue();
    List<Layout.Field> fields = new ArrayList<>();
    use.fields.values().stream()
        .sorted(
            Comparator.comparingLong(Member::offsetBytes)
                .thenComparingInt(Member::bitOffset)
                .thenComparing(Member::name))
        .forEach(m ->
            fields.add(
                new Layout.Field(
                    m.name(),
                    m.offsetBytes(),
                    type(m.type(), use.names),
                    m.bitOffset(),
                    m.bits().orElse(0))));
    FileModel.Extent extent = use.names.extent(use.type);
    return new Layout(entry.getKey(), extent.sizeBytes(), extent.exact(), fields);
  }

  /// The fields of `layout` that the program touches.
  List<Member> touched(String layout) {
    return Optional.ofNullable(used.get(layout))
        .map(u -> List.copyOf(u.fields.values()))
        .orElse(List.of());
  }

  /// The structure type that the program calls `layout`, and the model it was met in.
  Optional<CType> typeOf(String layout) {
    return Optional.ofNullable(used.get(layout)).map(u -> u.type);
  }

  /// The structures of the kernel's own headers that fields of two others lead to, by one field
  /// each: a request that its framework handed over once, and not a list or a pair of them.
  Map<String, CType> meetingPoints() {
    Map<String, CType> types = new LinkedHashMap<>();
    ledTo(Used::isOfHeaders)
        .forEach((name, led) -> {
          if (led.from().size() >= 2) {
            types.put(name, led.type());
          }
        });
    return types;
  }

  /// The structures that hold one of `members`, themselves or in a structure inside, and that a
  /// field of another one leads to.
  Map<String, CType> holdersOf(Set<String> members) {
    Map<String, CType> types = new LinkedHashMap<>();
    ledTo((_, _) -> true)
        .forEach((name, led) -> {
          if (holds(name, members, DEEPEST_MEMBER)) {
            types.put(name, led.type());
          }
        });
    return types;
  }

  private boolean holds(String layout, Set<String> members, int depth) {
    return depth > 0
        && touched(layout).stream()
            .anyMatch(m ->
                members.contains(layout + "." + m.name())
                    || holds(name(m.type()), members, depth - 1));
  }

  /// A structure, and those of which one field each leads to it.
  private record Led(CType type, List<String> from) {}

  /// The structures to which no other has two fields that lead there: those are pairs or lists.
  private Map<String, Led> ledTo(BiPredicate<Used, CType> wanted) {
    Map<String, Led> all = new LinkedHashMap<>();
    used.forEach((holder, use) -> {
      for (Member m : use.fields.values()) {
        if (m.type() instanceof CType.Pointer(CType target) && wanted.test(use, target)) {
          all.computeIfAbsent(name(target), _ -> new Led(target, new ArrayList<>()))
              .from()
              .add(holder);
        }
      }
    });
    all.entrySet()
        .removeIf(e -> {
          List<String> from = e.getValue().from();
          boolean twice = from.size() != Set.copyOf(from).size();
          return twice || from.contains(e.getKey()) || Ir.isKernelLayout(e.getKey());
        });
    return all;
  }
}
