// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;

/// What `__free(x)` and `__cleanup(x)` do when a scope is left, by whichever way
/// (include/linux/cleanup.h).
final class Cleanups {

  private record Cleanup(String name, Place place) {}

  private final Frame frame;
  private final List<Cleanup> active = new ArrayList<>();
  private final Map<String, Integer> depthAtLabel = new HashMap<>();

  Cleanups(Frame frame) {
    this.frame = frame;
  }

  int depth() {
    return active.size();
  }

  /// Notes how many cleanups are pending at each label of a body.
  void measure(Stmt.Block body) {
    measure(body, 0);
  }

  private int measure(Stmt stmt, int depth) {
    return switch (stmt) {
      case Stmt.Block b -> {
        int inner = depth;
        for (Stmt s : b.body()) {
          inner = measure(s, inner);
        }
        yield depth;
      }
      case Stmt.Declaration d ->
          depth + (int) d.declarators().stream().filter(x -> cleanup(x).isPresent()).count();
      case Stmt.Label(String name, var _) -> {
        depthAtLabel.put(name, depth);
        yield depth;
      }
      case Stmt.If s -> {
        measure(s.then(), depth);
        s.otherwise().ifPresent(o -> measure(o, depth));
        yield depth;
      }
      case Stmt.While s -> inside(s.body(), depth);
      case Stmt.DoWhile s -> inside(s.body(), depth);
      case Stmt.For s -> inside(s.body(), depth);
      case Stmt.Each s -> inside(s.body(), depth);
      case Stmt.Scoped s -> inside(s.body(), depth);
      case Stmt.Switch s -> inside(s.body(), depth);
      case Stmt.Expression _,
          Stmt.Case _,
          Stmt.Default _,
          Stmt.Goto _,
          Stmt.Guard _,
          Stmt.Return _,
          Stmt.Break _,
          Stmt.Continue _,
          Stmt.Empty _,
          Stmt.Unread _ ->
          depth;
    };
  }

  private int inside(Stmt body, int depth) {
    measure(body, depth);
    return depth;
  }

  private static Optional<String> cleanup(Stmt.Declarator d) {
    for (String attribute : d.attributes()) {
      if (attribute.startsWith("__free") || attribute.startsWith("__cleanup")) {
        int open = attribute.indexOf('(');
        int close = attribute.lastIndexOf(')');
        if (open > 0 && close > open) {
          return Optional.of(attribute.substring(open + 1, close).strip());
        }
      }
    }
    return Optional.empty();
  }

  void declared(Stmt.Declarator d, Place place) {
    cleanup(d).ifPresent(name -> active.add(new Cleanup(name, place)));
  }

  void runDownToLabel(String label) {
    runDownTo(depthAtLabel.getOrDefault(label, 0));
  }

  /// Emits the cleanups above `depth`, last declared first; they stay pending on other ways out.
  void runDownTo(int depth) {
    for (int i = active.size() - 1; i >= depth; i--) {
      run(active.get(i));
    }
  }

  /// Forgets the cleanups above `depth`: their scope has ended.
  void drop(int depth) {
    while (active.size() > depth) {
      active.removeLast();
    }
  }

  private void run(Cleanup cleanup) {
    Value value = frame.load(cleanup.place());
    switch (cleanup.name()) {
      case "kfree", "kvfree", "vfree", "kfree_sensitive" -> frame.run(Operation.FREE, value.ir());
      default ->
          frame.emit(
              new Instruction.Opaque(
                  Optional.empty(),
                  cleanup.name(),
                  value.type() instanceof CType.Pointer ? List.of(value.ir()) : List.of(),
                  List.of(),
                  List.of(),
                  frame.at()));
    }
  }
}
