// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.program.Binding;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.InputValue;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Program;

/// Gives the version after of a program the inputs of the one before: what both ask for is the
/// same, and only what the rewrite adds is its own.
///
/// Inputs are chosen so that a run gets to the mapping; a version that has one condition less may
/// be given others, and then the two differ in what they are given.
record SameInputs(Program before, Program after) {

  Program program() {
    return new Program(
        after.name(),
        after.files(),
        after.layouts(),
        after.globals(),
        bindings(),
        after.functions(),
        script(),
        after.limits(),
        after.listsMapped(),
        after.undoneByCallers());
  }

  private List<Binding> bindings() {
    Map<String, Binding> all = new LinkedHashMap<>();
    after.bindings().forEach(b -> all.put(key(b), b));
    before.bindings().stream()
        .filter(b -> isInBoth(b) && exists(b.value()))
        .forEach(b -> all.put(key(b), b));
    return List.copyOf(all.values());
  }

  private static String key(Binding binding) {
    return binding.layout() + "." + binding.field();
  }

  private boolean isInBoth(Binding b) {
    Optional<Layout.Field> then = field(before, b);
    return then.isPresent()
        && then.map(Layout.Field::type).equals(field(after, b).map(Layout.Field::type));
  }

  private static Optional<Layout.Field> field(Program program, Binding b) {
    return program.layout(b.layout()).flatMap(l -> l.field(b.field()));
  }

  private boolean exists(InputValue value) {
    return !(value instanceof InputValue.GlobalObject(String name))
        || after.globals().stream().anyMatch(g -> g.name().equals(name));
  }

  private List<Entry> script() {
    List<Entry> script = new ArrayList<>();
    for (Entry entry : after.script()) {
      script.add(
          before.script().stream()
              .filter(e -> isSame(e, entry))
              .findFirst()
              .map(e -> new Entry(e.function(), e.role(), e.arguments(), entry.success()))
              .orElse(entry));
    }
    return script;
  }

  /// Whether an entry calls the same function with the same types in both versions, and is called
  /// with what both have.
  private boolean isSame(Entry then, Entry now) {
    return then.function().equals(now.function())
        && then.role() == now.role()
        && before.script().indexOf(then) == after.script().indexOf(now)
        && then.arguments().stream().allMatch(this::exists)
        && before
            .function(then.function())
            .map(f -> f.parameters().stream().map(p -> p.type()).toList())
            .equals(
                after
                    .function(now.function())
                    .map(f -> f.parameters().stream().map(p -> p.type()).toList()));
  }
}
