// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.ArrayList;
import java.util.List;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Definition.How;
import org.sgdiet.analyzer.source.Span;

/// Which definitions of a local can be the one that a use sees.
///
/// @param definitions latest first
/// @param entry whether the value on entry to the function may still be there
public record Reaching(List<Definition> definitions, boolean entry) {

  /// The definitions of `name` that reach the byte at `offset`: back from there in source order, up
  /// to the first that control must have passed, then those behind it in the loop around it that an
  /// earlier round may have left.
  public static Reaching at(Body body, String name, int offset) {
    List<Definition> found = new ArrayList<>();
    List<Definition> all = body.definitions(name);
    for (int i = all.size() - 1; i >= 0; i--) {
      Definition d = all.get(i);
      if (d.span().end() <= offset) {
        found.add(d);
        if (d.region().contains(offset) && replaces(d.how())) {
          body.loopAround(offset)
              .filter(l -> !l.contains(d.span()))
              .ifPresent(l -> addLater(all, l, offset, found));
          return new Reaching(found, false);
        }
      }
    }
    body.loopAround(offset).ifPresent(l -> addLater(all, l, offset, found));
    return new Reaching(found, true);
  }

  private static void addLater(
      List<Definition> all, Span loop, int offset, List<Definition> found) {
    all.stream()
        .filter(d -> d.span().end() > offset && loop.contains(d.span()))
        .forEach(found::add);
  }

  private static boolean replaces(How how) {
    return switch (how) {
      case INITIALISED, ASSIGNED, ITERATED -> true;
      case CHANGED, PASSED_BY_ADDRESS -> false;
    };
  }
}
