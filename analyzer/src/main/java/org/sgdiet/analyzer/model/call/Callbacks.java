// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sgdiet.analyzer.syntax.Expr;

/// Where functions that are passed as an argument are called: `walk(list, fill)` runs `fill` where
/// `walk`, or a function that it passes the parameter on to, calls its parameter.
final class Callbacks {

  private static final int FARTHEST = 4;

  private final Driver driver;

  Callbacks(Driver driver) {
    this.driver = driver;
  }

  /// The calls that run `body` through a parameter.
  List<CallSite> callsOf(Body body) {
    List<CallSite> found = new ArrayList<>();
    boolean hidden = body.function().isStatic() && body.file().path().endsWith(".c");
    for (DriverFile file : driver.files()) {
      if (!hidden || file.path().equals(body.file().path())) {
        for (Body user : file.functions(Mention.VALUE, body.name())) {
          if (!user.declares(body.name())) {
            passed(user, body.name(), FARTHEST, found);
          }
        }
      }
    }
    return found;
  }

  /// The calls of what `user` passes on as `name`.
  private void passed(Body user, String name, int depth, List<CallSite> found) {
    for (Expr.Call call : user.calls()) {
      OptionalInt at = position(call.args(), name);
      if (at.isPresent() && depth > 0) {
        for (Body callee : driver.targets(user, call)) {
          parameter(callee, at.getAsInt())
              .ifPresent(p -> {
                callee.calls().stream()
                    .filter(c -> c.name().filter(p::equals).isPresent())
                    .forEach(c -> found.add(new CallSite(callee, c)));
                passed(callee, p, depth - 1, found);
              });
        }
      }
    }
  }

  private static OptionalInt position(List<Expr> args, String name) {
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i) instanceof Expr.Name(String id, _) && id.equals(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static Optional<String> parameter(Body body, int index) {
    return index < body.function().parameters().size()
        ? body.function().parameters().get(index).name()
        : Optional.empty();
  }
}
