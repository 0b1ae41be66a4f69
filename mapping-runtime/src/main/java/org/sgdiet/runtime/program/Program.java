// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A mapping program: everything one run of the machine needs but the profile, the input shape and
/// the fault.
///
/// @param name what a report calls it, usually the function that maps
/// @param files paths that [Position#file] counts
/// @param layouts structures of the driver; [KernelLayouts] are added when they are missing
/// @param bindings what input objects hold
/// @param script entries in the order they are called
/// @param listsMapped whether a caller has mapped the lists that the program is given
/// @param undoneByCallers whether a caller that gets an error may undo what is mapped then
public record Program(
    String name,
    List<String> files,
    List<Layout> layouts,
    List<Global> globals,
    List<Binding> bindings,
    List<Function> functions,
    List<Entry> script,
    DeviceLimits limits,
    boolean listsMapped,
    boolean undoneByCallers) {

  public Program {
    files = List.copyOf(files);
    globals = List.copyOf(globals);
    bindings = List.copyOf(bindings);
    functions = List.copyOf(functions);
    script = List.copyOf(script);
    layouts = withKernelLayouts(layouts);
    List<String> errors = new ProgramCheck(layouts, globals, bindings, functions, script).errors();
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "program " + name + " is not complete: " + String.join("; ", errors));
    }
  }

  /// The same program, of which a caller may undo what an error leaves mapped.
  public Program thatCallersUndo() {
    return new Program(
        name, files, layouts, globals, bindings, functions, script, limits, listsMapped, true);
  }

  /// The same program, with a success that is told as that of another version is: helpers that a
  /// rewrite adds may return other numbers.
  public Program succeedingAs(Program other) {
    Optional<Entry.Success> success =
        other.script.stream()
            .filter(e -> e.role() == Entry.Role.MAP)
            .map(Entry::success)
            .findFirst();
    List<Entry> entries =
        script.stream()
            .map(e ->
                e.role() == Entry.Role.MAP
                    ? new Entry(e.function(), e.role(), e.arguments(), success.orElse(e.success()))
                    : e)
            .toList();
    return new Program(
        name,
        files,
        layouts,
        globals,
        bindings,
        functions,
        entries,
        limits,
        listsMapped,
        undoneByCallers);
  }

  private static List<Layout> withKernelLayouts(List<Layout> given) {
    var all = new ArrayList<Layout>(given);
    for (Layout kernel : KernelLayouts.all()) {
      if (given.stream().noneMatch(l -> l.name().equals(kernel.name()))) {
        all.add(kernel);
      }
    }
    return List.copyOf(all);
  }

  /// The layout called `name`.
  public Optional<Layout> layout(String name) {
    return layouts.stream().filter(l -> l.name().equals(name)).findFirst();
  }

  /// The function called `name`.
  public Optional<Function> function(String name) {
    return functions.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /// `path:line` of a position, for reports.
  public String describe(Position at) {
    return at.line() == 0 || at.file() >= files.size()
        ? name
        : files.get(at.file()) + ":" + at.line();
  }

  /// Size of a type in bytes.
  public long sizeOf(Type type) {
    return switch (type) {
      case Type.Int(int bits, boolean _, Endian _) -> bits / 8;
      case Type.Bool _ -> 1;
      case Type.Pointer _ -> 8;
      case Type.Struct(String layout) -> layout(layout).orElseThrow().sizeBytes();
      case Type.Array(Type element, int count) -> sizeOf(element) * count;
    };
  }
}
