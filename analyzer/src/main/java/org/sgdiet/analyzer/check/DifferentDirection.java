// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.syntax.Stmt;

/// Holds the direction of the unmapping or syncing calls against that of what they undo or sync.
record DifferentDirection(Rule rule, SiteKind kind) {

  void run(DriverFacts facts, Findings findings) {
    Undo.of(facts, kind).forEach(u -> compare(facts, u, findings));
  }

  private void compare(DriverFacts facts, Undo any, Findings findings) {
    FoundCall undo = any.call();
    Set<String> given = Directions.of(facts, undo);
    if (given.isEmpty() || isSame(facts, any, given)) {
      return; // so it is for the mappings that a sole handle leaves
    }
    Optional<Undo> sole =
        any.isLocal() || undo.isList() ? Optional.empty() : SoleHandle.of(facts, any);
    Undo undone = sole.orElse(any);
    List<Set<String>> known = undone.maps().stream().map(m -> Directions.of(facts, m)).toList();
    Set<String> mapped = new LinkedHashSet<>();
    known.forEach(mapped::addAll);
    boolean told = known.stream().noneMatch(Set::isEmpty);
    if (!told || (kind == SiteKind.SYNC && mapped.contains("DMA_BIDIRECTIONAL"))) {
      return;
    }
    boolean near = undone.isLocal();
    boolean wrong = given.stream().noneMatch(mapped::contains);
    if (!(wrong ? near || undo.isList() || sole.isPresent() : fitsOneOnly(undone, given, mapped))
        || isMappedAnew(facts, undo, given)) {
      return;
    }
    findings.add(
        rule,
        undo.body(),
        undone.at(Parameter.DIRECTION),
        near && undone.maps().size() == 1 && !Directions.of(undo).isEmpty()
            ? Confidence.HIGH
            : Confidence.MODERATE,
        "%s() gets %s for what was mapped with %s"
            .formatted(
                undo.kernel().name(), String.join(" or ", given), String.join(" or ", mapped)),
        undone.notes(facts),
        isReadBack(undo, given) ? Optional.empty() : fix(undone, mapped));
  }

  /// Whether each mapping has just the directions that its undoing is given.
  private static boolean isSame(DriverFacts facts, Undo any, Set<String> given) {
    return any.maps().stream().allMatch(m -> Directions.of(facts, m).equals(given));
  }

  /// The call with the direction of the mapping.
  private static Optional<Fix> fix(Undo undone, Set<String> mapped) {
    FoundCall undo = undone.call();
    Optional<String> wanted =
        mapped.size() == 1
            ? Optional.of(Directions.name(undo, mapped))
            : undone
                .ownMap()
                .flatMap(m -> m.argument(Parameter.DIRECTION).flatMap(d -> InScope.at(undo, m, d)));
    return undo.argument(Parameter.DIRECTION)
        .flatMap(d -> wanted.map(w -> Fix.argument(undo.body(), undo.call(), d, w)));
  }

  /// Whether the CPU is to see what the device wrote: then it is the mapping that has the wrong
  /// direction.
  private static boolean isReadBack(FoundCall undo, Set<String> given) {
    return undo.kernel().name().endsWith("_for_cpu") && given.contains("DMA_FROM_DEVICE");
  }

  /// Whether the one direction of the undoing is right for only one of the two that its own mapping
  /// may have, and it is reached for both.
  private static boolean fitsOneOnly(Undo undone, Set<String> given, Set<String> mapped) {
    return given.size() == 1
        && mapped.size() > 1
        && undone.ownMap().filter(m -> !Directions.of(m).isEmpty()).isPresent()
        && undone.call().body().statements().stream()
            .noneMatch(s ->
                (s instanceof Stmt.If || s instanceof Stmt.Switch)
                    && s.span().contains(undone.call().call().span())
                    && !s.span().contains(undone.maps().getFirst().call().span()));
  }

  /// Whether the function calls one that maps with the direction of the unmap, as when a result is
  /// read back for verification.
  private static boolean isMappedAnew(DriverFacts facts, FoundCall undo, Set<String> given) {
    return facts.calls().stream()
        .filter(m -> m.kind() == SiteKind.MAP && m.isList() == undo.isList())
        .filter(m -> !m.body().equals(undo.body()))
        .filter(m -> Directions.of(facts, m).stream().anyMatch(given::contains))
        .anyMatch(m ->
            undo.body().calls().stream()
                .filter(c -> c.span().end() <= undo.call().span().start())
                .anyMatch(c -> c.name().filter(m.body().name()::equals).isPresent()));
  }
}
