// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.source.Slice;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.ParsedFile;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// What one file declares at file scope, by name. The outline is made once; an item is parsed when
/// its name is first looked up. Safe for many threads.
final class FileNames {

  /// An `#include` line.
  record Include(String name, boolean quoted) {}

  private final ParsedFile parsedFile;
  private final SourceFile file;
  private final Map<Slice.Kind, Map<String, List<Slice>>> slices = new EnumMap<>(Slice.Kind.class);
  private final List<Slice> functionSlices = new ArrayList<>();
  private final List<Slice> holders = new ArrayList<>();
  private final List<Include> includes = new ArrayList<>();
  private final Map<Slice, Item> parsed = new HashMap<>();
  private Optional<Map<String, List<Slice>>> enumWords = Optional.empty();
  private Optional<Map<String, List<Slice>>> innerStructs = Optional.empty();

  FileNames(ParsedFile parsedFile) {
    this.parsedFile = parsedFile;
    this.file = parsedFile.source();
    for (Slice slice : parsedFile.outline()) {
      add(slice);
    }
  }

  private void add(Slice slice) {
    switch (slice.kind()) {
      case INCLUDE ->
          includes.add(
              new Include(slice.name().orElse(""), file.text(slice.span()).contains("\"")));
      case FUNCTION -> functionSlices.add(slice);
      case ENUM, TYPEDEF, STRUCT, UNION, VARIABLE -> holders.add(slice);
      case MACRO, PROTOTYPE, OTHER -> {}
    }
    slice
        .name()
        .ifPresent(name ->
            slices
                .computeIfAbsent(slice.kind(), _ -> new HashMap<>())
                .computeIfAbsent(name, _ -> new ArrayList<>(1))
                .add(slice));
  }

  List<Include> includes() {
    return includes;
  }

  /// The file's bytes.
  SourceFile file() {
    return file;
  }

  /// All functions, in source order.
  List<Item.Function> functions() {
    List<Item.Function> result = new ArrayList<>();
    for (Slice slice : functionSlices) {
      if (item(slice) instanceof Item.Function f) {
        result.add(f);
      }
    }
    return result;
  }

  /// The text of the functions of a name, which are several where the preprocessor chooses one.
  List<String> functionTexts(String name) {
    return slices.getOrDefault(Slice.Kind.FUNCTION, Map.of()).getOrDefault(name, List.of()).stream()
        .map(slice -> file.text(slice.span()))
        .toList();
  }

  Optional<Item.Function> function(String name) {
    return first(Slice.Kind.FUNCTION, name, Item.Function.class);
  }

  Optional<Item.Prototype> prototype(String name) {
    return first(Slice.Kind.PROTOTYPE, name, Item.Prototype.class);
  }

  /// The body of `struct tag` or `union tag`, wherever in an item it stands.
  Optional<Item.Struct> struct(TagKind kind, String tag) {
    Slice.Kind slice = kind == TagKind.UNION ? Slice.Kind.UNION : Slice.Kind.STRUCT;
    for (Slice s : slices.getOrDefault(slice, Map.of()).getOrDefault(tag, List.of())) {
      Optional<Item.Struct> found = InnerStructs.find(item(s), kind, tag);
      if (found.isPresent()) {
        return found;
      }
    }
    return inner(kind, tag);
  }

  private Optional<Item.Struct> inner(TagKind kind, String tag) {
    for (Slice s : innerStructs().getOrDefault(tag, List.of())) {
      Optional<Item.Struct> found = InnerStructs.find(item(s), kind, tag);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private synchronized Map<String, List<Slice>> innerStructs() {
    if (innerStructs.isEmpty()) {
      Map<String, List<Slice>> byTag = new HashMap<>();
      for (Slice s : holders) {
        boolean structure =
            s.name().isPresent() && (s.kind() == Slice.Kind.STRUCT || s.kind() == Slice.Kind.UNION);
        for (String tag : InnerStructs.tags(file.text(s.span()), structure)) {
          byTag.computeIfAbsent(tag, _ -> new ArrayList<>(1)).add(s);
        }
      }
      innerStructs = Optional.of(byTag);
    }
    return innerStructs.get();
  }

  Optional<Item.Typedef> typedef(String name) {
    return first(Slice.Kind.TYPEDEF, name, Item.Typedef.class);
  }

  Optional<Item.Macro> macro(String name) {
    return first(Slice.Kind.MACRO, name, Item.Macro.class);
  }

  Optional<Item.Variable> variable(String name) {
    return first(Slice.Kind.VARIABLE, name, Item.Variable.class);
  }

  /// The enum with an enumerator called `name`, wherever in an item it stands.
  Optional<Item.Enumeration> enumerator(String name) {
    for (Slice slice : enumWords().getOrDefault(name, List.of())) {
      for (Item.Enumeration e : enumerations(slice)) {
        if (e.enumerators().stream().anyMatch(n -> n.name().equals(name))) {
          return Optional.of(e);
        }
      }
    }
    return Optional.empty();
  }

  /// All enums of the file that are items of their own.
  List<Item.Enumeration> enumerations() {
    List<Item.Enumeration> result = new ArrayList<>();
    for (Slice slice : holders) {
      if (item(slice) instanceof Item.Enumeration e) {
        result.add(e);
      }
    }
    return result;
  }

  private synchronized Map<String, List<Slice>> enumWords() {
    if (enumWords.isEmpty()) {
      Map<String, List<Slice>> byWord = new HashMap<>();
      for (Slice slice : holders) {
        if (mayHoldEnum(slice)) {
          for (String word : EnumWords.of(file.text(slice.span()))) {
            byWord.computeIfAbsent(word, _ -> new ArrayList<>(1)).add(slice);
          }
        }
      }
      enumWords = Optional.of(byWord);
    }
    return enumWords.get();
  }

  /// A variable may have the enum as its type; a name behind an enum is often an attribute.
  private boolean mayHoldEnum(Slice slice) {
    return slice.kind() != Slice.Kind.VARIABLE || file.text(slice.span()).startsWith("enum");
  }

  private List<Item.Enumeration> enumerations(Slice slice) {
    if (slice.kind() == Slice.Kind.ENUM && item(slice) instanceof Item.Enumeration e) {
      return List.of(e);
    }
    return InnerEnums.of(file.text(slice.span()));
  }

  private <T extends Item> Optional<T> first(Slice.Kind kind, String name, Class<T> type) {
    for (Slice slice : slices.getOrDefault(kind, Map.of()).getOrDefault(name, List.of())) {
      Item item = item(slice);
      if (type.isInstance(item)) {
        return Optional.of(type.cast(item));
      }
    }
    return Optional.empty();
  }

  private Item item(Slice slice) {
    synchronized (parsed) {
      Item known = parsed.get(slice);
      if (known != null) {
        return known;
      }
    }
    Item item = parsedFile.item(slice);
    synchronized (parsed) {
      parsed.put(slice, item);
    }
    return item;
  }
}
