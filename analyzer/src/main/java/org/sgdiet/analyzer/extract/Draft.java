// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.model.type.TreeModel;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Global;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Type;

/// A program while it is being made: the functions that are still to be lowered, and what those
/// already lowered refer to.
final class Draft {

  private static final int MOST_FUNCTIONS = 60;

  /// More than a structure has whose members do not matter.
  private static final int UNOPENED_BYTES = 4096;

  private final TreeModel tree;
  private final Relevance relevance;
  private final Map<String, FileModel> models;
  private final Map<String, Integer> files = new LinkedHashMap<>();
  private final LayoutUse layouts = new LayoutUse();
  private final Map<String, Wanted> wanted = new LinkedHashMap<>();
  private final Deque<Wanted> pending = new ArrayDeque<>();
  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final Map<String, Global> globals = new LinkedHashMap<>();
  private final Map<String, Initialised> initialised = new LinkedHashMap<>();
  private boolean readsOutputs;

  /// A function that the program calls.
  ///
  /// @param names the translation unit it is lowered in: its own file's, for a header's function
  ///   the caller's
  record Wanted(String name, Found<Item.Function> source, FileModel names) {}

  /// A variable at file scope with an initialiser.
  record Initialised(Found<Item.Variable> source, CType type) {}

  /// @param models what names mean in files, as far as it was asked for before
  Draft(TreeModel tree, Map<String, FileModel> models) {
    this.tree = tree;
    this.models = models;
    this.relevance = new Relevance(tree);
  }

  /// Notes that the program reads the DMA side of a list.
  void readOutputs() {
    readsOutputs = true;
  }

  /// Whether the program reads the DMA side of a list.
  boolean readsOutputs() {
    return readsOutputs;
  }

  TreeModel tree() {
    return tree;
  }

  Relevance relevance() {
    return relevance;
  }

  FileModel file(String path) {
    return models.computeIfAbsent(path, tree::file);
  }

  LayoutUse layouts() {
    return layouts;
  }

  Position position(String path, Span span) {
    int file = files.computeIfAbsent(path, _ -> files.size());
    return new Position(file, tree.source(path).line(span.start()));
  }

  List<String> files() {
    return List.copyOf(files.keySet());
  }

  /// The name under which the program has `function`; it will be lowered.
  String want(Found<Item.Function> function, FileModel caller) {
    String key = function.path() + ":" + function.item().nameSpan().start();
    Wanted known = wanted.get(key);
    if (known != null) {
      return known.name();
    }
    if (wanted.size() >= MOST_FUNCTIONS) {
      throw new NotLowered("more than " + MOST_FUNCTIONS + " functions of the driver are involved");
    }
    String name = function.item().name();
    for (int i = 2; taken(name); i++) {
      name = function.item().name() + "_" + i;
    }
    Wanted added = new Wanted(name, function, unit(function, caller));
    wanted.put(key, added);
    pending.add(added);
    return name;
  }

  private FileModel unit(Found<Item.Function> function, FileModel caller) {
    return function.path().endsWith(".c") ? file(function.path()) : caller;
  }

  private boolean taken(String name) {
    return wanted.values().stream().anyMatch(w -> w.name().equals(name));
  }

  Optional<Wanted> nextPending() {
    return Optional.ofNullable(pending.poll());
  }

  void add(Function function) {
    functions.put(function.name(), function);
  }

  /// The lowered function called `name`.
  Function function(String name) {
    return Optional.ofNullable(functions.get(name)).orElseThrow();
  }

  Map<String, Function> functions() {
    return functions;
  }

  /// The object that stands for a variable at file scope.
  String variable(Found<Item.Variable> variable, FileModel names) {
    String name = variable.item().declarator().name();
    if (!globals.containsKey(name)) {
      CType type = StatementLowering.sized(variable.item().declarator(), names);
      globals.put(name, new Global(name, layouts.type(type, names), Global.Storage.ZEROED));
      if (variable.item().declarator().init().isPresent()) {
        initialised.put(name, new Initialised(variable, type));
      }
    }
    return name;
  }

  /// A variable of which the first value is not wholly known becomes an input.
  void unknown(String variable) {
    globals.computeIfPresent(
        variable, (name, known) -> new Global(name, known.type(), Global.Storage.INPUT));
  }

  /// The function that the program calls `name`, as it stands in C.
  Optional<Wanted> source(String name) {
    return wanted.values().stream().filter(w -> w.name().equals(name)).findFirst();
  }

  /// The one object of a structure type that the world of the program has.
  String singleton(CType struct, FileModel names) {
    String name = "the_" + layouts.use(struct, names);
    if (!globals.containsKey(name)) {
      Type type = new Type.Struct(layouts.use(struct, names));
      globals.put(name, new Global(name, type, Global.Storage.INPUT));
    }
    return name;
  }

  /// The one object of a structure that the program hands on and does not look into.
  String unopened(String layout) {
    String name = "the_" + layout;
    Type bytes = new Type.Array(Type.Int.U8, UNOPENED_BYTES);
    globals.putIfAbsent(name, new Global(name, bytes, Global.Storage.INPUT));
    return name;
  }

  /// Layouts that have an object of their own.
  List<String> singletonLayouts() {
    return globals.keySet().stream()
        .filter(name -> name.startsWith("the_"))
        .map(name -> name.substring("the_".length()))
        .toList();
  }

  boolean hasSingleton(String layout) {
    return globals.containsKey("the_" + layout);
  }

  List<Global> globals() {
    return new ArrayList<>(globals.values());
  }

  Map<String, Initialised> initialised() {
    return initialised;
  }
}
