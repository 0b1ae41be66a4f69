// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;

/// Which definitions of a local can be the one that a use sees.
///
/// @param definitions latest first
/// @param entry whether the value on entry to the function may still be there
public record Reaching(List<Definition> definitions, boolean entry) {

  /// The definitions of `name` that reach the byte at `offset`: back from there in source order, up
  /// to the first that control must have passed. When there is none before it, those of a loop
  /// around it.
  public static Reaching at(Body body, String name, int offset) {
    List<Definition> found = new ArrayList<>();
    List<Definition> all = body.definitions(name);
    for (int i = all.size() - 1; i >= 0; i--) {
      Definition d = all.get(i);
      if (d.span().end() <= offset) {
        found.add(d);
        if (d.region().contains(offset) && replaces(d.how())) {
          return new Reaching(found, false);
        }
      }
    }
    if (found.isEmpty()) {
      all.stream()
          .filter(d -> body.loopAround(offset).filter(l -> l.contains(d.span())).isPresent())
          .forEach(found::add);
    }
    return new Reaching(found, true);
  }

  private static boolean replaces(How how) {
    return switch (how) {
      case INITIALISED, ASSIGNED, ITERATED -> true;
      case CHANGED, PASSED_BY_ADDRESS -> false;
    };
  }
}
