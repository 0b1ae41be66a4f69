// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Type;
import org.sgdiet.runtime.program.Variable;

/// The names of a program, so that a run does not search lists for them at every step.
final class Code {

  /// A function with its locals and blocks by name.
  ///
  /// @param inMemory the locals and parameters that have an address
  record Body(
      Function function,
      Map<String, Type> types,
      List<Variable> inMemory,
      Map<String, Block> blocks) {}

  private final Program program;
  private final Map<String, Layout> layouts = new HashMap<>();

  /// By layout and name.
  private final Map<String, Map<String, Layout.Field>> fields = new HashMap<>();

  private final Map<String, Integer> functions = new HashMap<>();
  private final Map<String, Body> bodies = new HashMap<>();

  Code(Program program) {
    this.program = program;
    program.layouts().forEach(l -> layouts.putIfAbsent(l.name(), l));
    for (int i = 0; i < program.functions().size(); i++) {
      functions.putIfAbsent(program.functions().get(i).name(), i);
    }
  }

  Optional<Layout> layout(String name) {
    return Optional.ofNullable(layouts.get(name));
  }

  /// The field `field` of a layout that the program is known to have.
  Layout.Field field(String layout, String field) {
    Map<String, Layout.Field> known = fields.computeIfAbsent(layout, _ -> new HashMap<>());
    Layout.Field found = known.get(field);
    if (found == null) {
      found = layout(layout).flatMap(l -> l.field(field)).orElseThrow();
      known.put(field, found);
    }
    return found;
  }

  /// The place of a function among those of the program.
  int number(String function) {
    return Optional.ofNullable(functions.get(function)).orElseThrow();
  }

  Function function(String name) {
    return program.functions().get(number(name));
  }

  Body body(Function function) {
    return bodies.computeIfAbsent(function.name(), _ -> read(function));
  }

  private static Body read(Function function) {
    Map<String, Variable> variables = new HashMap<>();
    function.parameters().forEach(v -> variables.put(v.name(), v));
    function.locals().forEach(v -> variables.put(v.name(), v));
    Map<String, Type> types = new HashMap<>();
    variables.forEach((name, v) -> types.put(name, v.type()));
    Map<String, Block> blocks = new HashMap<>();
    function.blocks().forEach(b -> blocks.put(b.label(), b));
    List<Variable> inMemory = variables.values().stream().filter(Variable::inMemory).toList();
    return new Body(function, types, inMemory, blocks);
  }
}
