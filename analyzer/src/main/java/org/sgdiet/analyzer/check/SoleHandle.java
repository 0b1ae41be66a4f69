// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Provenance.Stored;
import org.sgdiet.analyzer.syntax.Expr;

/// A member in which nothing but the handles of certain mappings is ever kept, so that what undoes
/// the member's handle undoes them. A member of a structure that serves both rings of a driver is
/// stored by both.
final class SoleHandle {
  private SoleHandle() {}

  /// Whether the handle of an undoing in another function can only be that of its mappings.
  static boolean isOf(DriverFacts facts, Undo undone) {
    Set<Path> handles = undone.call().values(facts.flow().flow());
    return !handles.isEmpty()
        && handles.stream().allMatch(p -> p.last().filter(SoleHandle::isOfOneDriver).isPresent())
        && handles.stream()
            .flatMap(p -> stores(facts, p))
            .allMatch(s ->
                undone.maps().stream()
                    .anyMatch(
                        m -> m.body() == s.body() && s.value().span().contains(m.call().span())))
        && undone.maps().stream().allMatch(m -> isSamePlace(facts, m, handles));
  }

  /// Whether a member is of a structure that not all drivers have in common, as they have lists.
  private static boolean isOfOneDriver(MemberKey member) {
    return !member.struct().isEmpty() && !member.struct().equals("scatterlist");
  }

  /// Whether a mapping stores its handle in the very member, of the same member of a larger
  /// structure.
  private static boolean isSamePlace(DriverFacts facts, FoundCall map, Set<Path> handles) {
    return map.body().definitions().stream()
        .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
        .flatMap(d -> facts.flow().flow().paths(map.body(), d.target()).stream())
        .anyMatch(kept -> handles.stream().allMatch(h -> endAlike(kept.members(), h.members())));
  }

  private static boolean endAlike(List<MemberKey> a, List<MemberKey> b) {
    int both = Math.min(a.size(), b.size());
    return a.subList(a.size() - both, a.size()).equals(b.subList(b.size() - both, b.size()));
  }

  private static Stream<Stored> stores(DriverFacts facts, Path handle) {
    return handle.last().stream()
        .flatMap(m -> facts.flow().provenance().stores(m).stream())
        .filter(s -> !(s.value() instanceof Expr.NumberLiteral));
  }
}
