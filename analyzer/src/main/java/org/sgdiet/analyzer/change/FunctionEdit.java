// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.change;

import java.util.List;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.Stmt;

/// A function that maps, unmaps or syncs, in two versions.
///
/// @param calls the mapping, unmapping and syncing calls of the new version
record FunctionEdit(Body then, Body now, List<FoundCall> calls) {

  FunctionEdit {
    calls = List.copyOf(calls);
  }

  /// Whether both versions call the same with the same.
  boolean callsTheSame() {
    return calls(then).equals(calls(now));
  }

  private static List<String> calls(Body body) {
    return body.calls().stream().map(body::text).toList();
  }

  /// The statements of a kind, in source order.
  static <T extends Stmt> List<T> statements(Body body, Class<T> kind) {
    return body.statements().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
