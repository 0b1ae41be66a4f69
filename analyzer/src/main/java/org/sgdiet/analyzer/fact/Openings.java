// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.syntax.Expr;

/// Tells where a list leaves the driver: the functions through which other directories hand it in,
/// the operations that they implement, the struct of theirs that it comes in.
final class Openings {

  private final DriverFlow facts;

  Openings(DriverFlow facts) {
    this.facts = facts;
  }

  /// The names that lead to where the list comes from.
  Set<String> toOrigin(List<Path> back) {
    Set<String> names = callers(back);
    for (Path path : back) {
      path.members().stream().filter(this::isForeign).forEach(m -> names.add(m.struct()));
    }
    return names;
  }

  /// The names that lead to who reads the outputs.
  Set<String> toReaders(FoundCall found, List<Path> back) {
    Set<String> names = callers(back);
    for (Expr.Call call : found.body().calls()) {
      if (call.callee() instanceof Expr.Member member && isGiven(found.body(), call, back)) {
        MemberKey key = facts.driver().tags().key(found.body(), member);
        if (facts.driver().defines(key.struct()) && facts.driver().storedIn(key).isEmpty()) {
          names.add(member.field());
        }
      }
    }
    return names;
  }

  /// Whether a call is given the list, or a structure that holds it.
  private boolean isGiven(Body body, Expr.Call call, List<Path> back) {
    return call.args().stream()
        .flatMap(a -> facts.flow().paths(body, a).stream())
        .anyMatch(p -> back.stream().anyMatch(b -> b.startsWith(p)));
  }

  private static Set<String> callers(List<Path> back) {
    Set<String> names = new TreeSet<>();
    for (Path path : back) {
      if (path.root() instanceof Root.Parameter(Body function, int _) && isShared(function)) {
        names.add(function.name());
      }
    }
    return names;
  }

  private static boolean isShared(Body function) {
    return !function.function().isStatic() && function.file().path().endsWith(".c");
  }

  /// Whether a member stands in a struct of `include/` that no table tells about.
  private boolean isForeign(MemberKey member) {
    return !member.struct().isEmpty()
        && !member.struct().startsWith("@")
        && !facts.driver().defines(member.struct());
  }
}
