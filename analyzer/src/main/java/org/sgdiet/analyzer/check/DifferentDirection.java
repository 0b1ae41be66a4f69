// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Provenance.Stored;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// Holds the direction of the unmapping or syncing calls against that of what they undo or sync.
record DifferentDirection(Rule rule, SiteKind kind) {

  void run(DriverFacts facts, Findings findings) {
    Undo.of(facts, kind).forEach(u -> compare(facts, u, findings));
  }

  private void compare(DriverFacts facts, Undo undone, Findings findings) {
    FoundCall undo = undone.call();
    Set<String> given = Directions.of(undo);
    List<Set<String>> known = undone.maps().stream().map(Directions::of).toList();
    Set<String> mapped = new LinkedHashSet<>();
    known.forEach(mapped::addAll);
    boolean told = !given.isEmpty() && known.stream().noneMatch(Set::isEmpty);
    if (!told || (kind == SiteKind.SYNC && mapped.contains("DMA_BIDIRECTIONAL"))) {
      return;
    }
    boolean near = undone.maps().stream().allMatch(m -> m.body() == undo.body());
    boolean wrong = given.stream().noneMatch(mapped::contains);
    if (!(wrong
            ? near || undo.isList() || isAlone(facts, undone)
            : fitsOneOnly(undone, given, mapped))
        || isMappedAnew(facts, undo, given)) {
      return;
    }
    findings.add(
        rule,
        undo.body(),
        undone.at(Parameter.DIRECTION),
        near && undone.maps().size() == 1 ? Confidence.HIGH : Confidence.MODERATE,
        "%s() gets %s for what was mapped with %s"
            .formatted(
                undo.kernel().name(), String.join(" or ", given), String.join(" or ", mapped)),
        undone.notes());
  }

  /// Whether the one direction of the undoing is right for only one of the two that its own mapping
  /// may have, and it is reached for both.
  private static boolean fitsOneOnly(Undo undone, Set<String> given, Set<String> mapped) {
    return given.size() == 1
        && mapped.size() > 1
        && undone.ownMap().isPresent()
        && undone.call().body().statements().stream()
            .noneMatch(s ->
                (s instanceof Stmt.If || s instanceof Stmt.Switch)
                    && s.span().contains(undone.call().call().span())
                    && !s.span().contains(undone.maps().getFirst().call().span()));
  }

  /// Whether nothing but these mappings is ever stored where the handle is taken from, and none of
  /// the calls that undo them has their direction. A member of a structure that serves both rings
  /// of a driver is stored by both.
  private static boolean isAlone(DriverFacts facts, Undo undone) {
    Set<Path> handles = undone.call().values(facts.flow().flow());
    boolean stored =
        !handles.isEmpty()
            && handles.stream()
                .allMatch(p -> p.last().filter(m -> !m.struct().isEmpty()).isPresent())
            && handles.stream()
                .flatMap(p -> stores(facts, p))
                .allMatch(s ->
                    undone.maps().stream()
                        .anyMatch(m ->
                            m.body() == s.body() && s.value().span().contains(m.call().span())));
    return stored
        && undone.maps().stream().allMatch(m -> isSamePlace(facts, m, handles))
        && undone.maps().stream()
            .flatMap(m ->
                facts.belonging(m, SiteKind.UNMAP).stream()
                    .map(u -> Directions.of(u).stream().anyMatch(Directions.of(m)::contains)))
            .noneMatch(right -> right);
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

  /// Whether the function calls one that maps with the direction of the unmap, as when a result is
  /// read back for verification.
  private static boolean isMappedAnew(DriverFacts facts, FoundCall undo, Set<String> given) {
    return facts.calls().stream()
        .filter(m -> m.kind() == SiteKind.MAP && !m.body().equals(undo.body()))
        .filter(m -> Directions.of(m).stream().anyMatch(given::contains))
        .anyMatch(m ->
            undo.body().calls().stream()
                .filter(c -> c.span().end() <= undo.call().span().start())
                .anyMatch(c -> c.name().filter(m.body().name()::equals).isPresent()));
  }
}
