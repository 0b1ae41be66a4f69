// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Expr;

/// What may undo any mapping whatever: an unmap, a function of the driver that makes one a few
/// calls down, or what cannot be looked into and is named like one.
record AnyUndo(DriverFacts facts, Body body) implements MapWays.Events {

  private static final int DEEPEST = 3;

  private static final Pattern KEEPS = Pattern.compile("dma_unmap_(addr|len)(_set)?");

  /// Calls that cannot be looked into, and may end what was begun.
  private static final Pattern ENDS =
      Pattern.compile(
          "\\w*(unmap|unwind|abort|reset|restart|teardown|clean|release|recycle|reclaim|schedule"
              + "|queue_work|callback|complete)\\w*");

  /// Whether the function itself calls, somewhere behind a mapping, what is named like an unmap.
  static boolean isNamedBehind(FoundCall map) {
    return map.body().calls().stream()
        .filter(c -> c.span().start() > map.call().span().end())
        .flatMap(c -> c.name().stream())
        .anyMatch(n -> n.contains("unmap") && !KEEPS.matcher(n).matches());
  }

  @Override
  public boolean undoes(Expr.Call call) {
    return undoes(body, call, DEEPEST, new HashSet<>());
  }

  @Override
  public boolean gives(Expr expr) {
    return false;
  }

  private boolean undoes(Body in, Expr.Call call, int deep, Set<Body> seen) {
    if (call.name().filter(n -> KEEPS.matcher(n).matches()).isPresent()) {
      return false;
    }
    if (call.name()
        .flatMap(n -> facts.flow().api().call(n, call.args().size()))
        .filter(k -> k.effect() == Effect.UNMAP)
        .isPresent()) {
      return true;
    }
    List<Body> targets = facts.flow().driver().targets(in, call);
    return targets.isEmpty()
        ? call.name().isEmpty() || call.name().filter(n -> ENDS.matcher(n).matches()).isPresent()
        : deep > 0
            && targets.stream()
                .filter(seen::add)
                .anyMatch(t -> t.calls().stream().anyMatch(c -> undoes(t, c, deep - 1, seen)));
  }
}
