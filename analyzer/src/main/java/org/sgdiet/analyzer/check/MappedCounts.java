// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;

/// The count that a mapping call was given, and what a driver does with it behind the call.
final class MappedCounts {

  private MappedCounts() {}

  /// Whether a bound is the very member of the driver's structure that was given to the mapping
  /// call.
  static boolean isSameMember(DriverFacts facts, FoundCall map, Expr given, Body body, Expr bound) {
    Set<Path> a = facts.flow().flow().paths(map.body(), given);
    Set<Path> b = facts.flow().flow().paths(body, bound);
    return a.size() == 1
        && b.size() == 1
        && a.iterator().next().last().filter(MappedCounts::isOwn).isPresent()
        && a.iterator().next().last().equals(b.iterator().next().last());
  }

  /// Whether a member keeps the count that the driver wanted: a table's `nents` may be either.
  private static boolean isOwn(MemberKey member) {
    return !member.struct().isEmpty()
        && !(member.struct().equals("sg_table") && member.field().equals("nents"));
  }

  /// Whether what held the count of entries gets another value behind the mapping, the count of
  /// what was mapped.
  static boolean isReplaced(FoundCall map) {
    Optional<String> given =
        map.argument(Parameter.COUNT)
            .filter(c -> c instanceof Expr.Member)
            .map(c -> map.body().text(c));
    return map.body().definitions().stream()
        .filter(d -> d.span().start() > map.call().span().end())
        .anyMatch(d -> given.filter(map.body().text(d.target())::equals).isPresent());
  }

  /// Whether the driver refuses a list of which entries were merged.
  static boolean isCompared(DriverFacts facts, FoundCall map) {
    String given =
        map.argument(Parameter.COUNT).map(c -> map.body().file().dense(c.span())).orElse("");
    String check = facts.bookkeeping(map).check();
    return !given.isEmpty() && check.contains(given);
  }

  /// Whether a bound is the count that the mapping was given, in words and in value.
  static boolean isSame(DriverFacts facts, FoundCall map, Expr given, Expr bound) {
    Set<Path> a = new LinkedHashSet<>(facts.flow().flow().paths(map.body(), given));
    Set<Path> b = facts.flow().flow().paths(map.body(), bound);
    boolean written =
        map.body().definitions().stream()
            .anyMatch(d ->
                d.span().start() >= map.call().span().start() - 200
                    && d.value().filter(v -> v.span().contains(map.call().span())).isPresent()
                    && text(map, d.target().span()).equals(text(map, bound.span())));
    return !written
        && text(map, given.span()).equals(text(map, bound.span()))
        && (isCounted(facts, bound) || (!b.isEmpty() && a.equals(b)));
  }

  /// Whether a bound asks how many entries there are on the CPU side: `sg_nents(src)`,
  /// `scsi_sg_count(cmd)`.
  private static boolean isCounted(DriverFacts facts, Expr bound) {
    return bound instanceof Expr.Call call
        && call.name()
            .flatMap(n -> facts.flow().api().call(n, call.args().size()))
            .filter(k -> k.effect() == Effect.COUNT || k.subject() == Subject.COUNT)
            .isPresent();
  }

  private static String text(FoundCall map, Span span) {
    return map.body().file().dense(span);
  }
}
