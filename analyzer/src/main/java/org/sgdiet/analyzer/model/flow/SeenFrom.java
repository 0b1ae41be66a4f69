// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// Where a function can still find in a variable or member what a call returned: behind the call,
/// as far as control gets without another value being stored there.
public final class SeenFrom {

  private final ControlFlow flow;
  private final List<Span> stores;
  private final BitSet reached = new BitSet();

  /// @param place the variable or member as written
  public SeenFrom(Body body, ControlFlow flow, Span call, String place) {
    this.flow = flow;
    this.stores =
        body.definitions().stream()
            .filter(d -> replaces(d) && body.text(d.target()).equals(place))
            .map(Definition::span)
            .toList();
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < flow.size(); i++) {
      if (flow.expressions(i).stream().anyMatch(e -> e.span().contains(call))) {
        open.add(i);
      }
    }
    List<Integer> first = new ArrayList<>(open);
    while (!open.isEmpty()) {
      int at = open.remove();
      if (first.contains(at) || !stores(at)) {
        for (int next : flow.successors(at)) {
          if (!reached.get(next)) {
            reached.set(next);
            open.add(next);
          }
        }
      }
    }
  }

  /// Whether an expression of the function can be evaluated while the result is there.
  public boolean reaches(Span use) {
    return reached.stream()
        .anyMatch(i -> flow.expressions(i).stream().anyMatch(e -> e.span().contains(use)));
  }

  private boolean stores(int node) {
    for (Expr expr : flow.expressions(node)) {
      for (Span store : stores) {
        if (expr.span().contains(store)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean replaces(Definition d) {
    return switch (d.how()) {
      case INITIALISED, ASSIGNED, ITERATED -> true;
      case CHANGED, PASSED_BY_ADDRESS -> false;
    };
  }
}
