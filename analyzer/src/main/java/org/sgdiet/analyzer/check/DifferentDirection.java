// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;

/// Holds the direction of the unmapping or syncing calls against that of what they undo or sync.
record DifferentDirection(Rule rule, SiteKind kind) {

  void run(DriverFacts facts, Findings findings) {
    Set<FoundCall> told = new HashSet<>();
    Undo.of(facts, kind).stream()
        .filter(u -> compare(facts, u, findings))
        .forEach(u -> told.add(u.call()));
    facts.calls().stream()
        .filter(c -> c.kind() == kind && !told.contains(c))
        .forEach(c -> comparePeers(facts, c, findings));
    if (kind == SiteKind.UNMAP) {
      facts.calls().stream()
          .filter(c -> c.kind() == SiteKind.MAP)
          .filter(c -> facts.belonging(c, SiteKind.UNMAP).stream().noneMatch(told::contains))
          .forEach(c -> comparePeers(facts, c, findings));
    }
  }

  /// Tells of a call whose direction no other call on handles of the same home is given, where all
  /// of those agree.
  private void comparePeers(DriverFacts facts, FoundCall call, Findings findings) {
    Set<String> given = Directions.of(facts, call);
    boolean isUnlikeAny =
        !given.isEmpty()
            && Peers.of(facts).anyAlike(call, c -> isUnlike(Directions.of(facts, c), given));
    if (!isUnlikeAny) {
      return; // the usual case, and peers take long to find
    }
    List<FoundCall> peers = Peers.of(facts).of(call);
    Optional<FoundCall> map = peers.stream().filter(p -> p.kind() == SiteKind.MAP).findFirst();
    boolean isOneOfMany =
        call.kind() != SiteKind.MAP || peers.stream().anyMatch(p -> p.kind() == SiteKind.UNMAP);
    if (map.isEmpty() || !isOneOfMany) {
      return;
    }
    List<Set<String>> others = peers.stream().map(p -> Directions.of(facts, p)).toList();
    Set<String> known = new LinkedHashSet<>();
    others.forEach(known::addAll);
    boolean odd =
        others.stream().noneMatch(Set::isEmpty)
            && known.size() == 1
            && !given.contains(known.iterator().next())
            && !(call.kind() == SiteKind.SYNC && known.contains("DMA_BIDIRECTIONAL"));
    boolean isKnownElsewhere =
        call.kind() == SiteKind.MAP
            && Peers.of(facts)
                .anyAlike(
                    call,
                    u ->
                        u.kind() == SiteKind.UNMAP
                            && Directions.of(facts, u).stream().anyMatch(given::contains));
    if (odd && !isKnownElsewhere) {
      findings.add(
          rule,
          call.body(),
          call.argument(Parameter.DIRECTION).map(Expr::span).orElse(call.call().span()),
          Confidence.MODERATE,
          "%s() gets %s for what %s with %s"
              .formatted(
                  call.kernel().name(),
                  String.join(" or ", given),
                  call.kind() == SiteKind.MAP ? "others map and unmap" : "was mapped",
                  String.join(" or ", known)),
          Chain.of(facts, map.get(), call));
    }
  }

  private static boolean isUnlike(Set<String> other, Set<String> given) {
    return !other.isEmpty() && Collections.disjoint(other, given);
  }

  private boolean compare(DriverFacts facts, Undo any, Findings findings) {
    FoundCall undo = any.call();
    Set<String> given = Directions.of(facts, undo);
    if (given.isEmpty() || isSame(facts, any, given)) {
      return false; // so it is for the mappings that a sole handle leaves
    }
    Optional<Undo> sole =
        any.isLocal() || undo.isList() ? Optional.empty() : SoleHandle.of(facts, any);
    Undo undone = sole.orElse(any);
    List<Set<String>> known = undone.maps().stream().map(m -> Directions.of(facts, m)).toList();
    Set<String> mapped = new LinkedHashSet<>();
    known.forEach(mapped::addAll);
    boolean told = known.stream().noneMatch(Set::isEmpty);
    if (!told || (kind == SiteKind.SYNC && mapped.contains("DMA_BIDIRECTIONAL"))) {
      return false;
    }
    boolean near = undone.isLocal();
    boolean wrong = given.stream().noneMatch(mapped::contains);
    if (!(wrong ? near || undo.isList() || sole.isPresent() : fitsOneOnly(undone, given, mapped))
        || isMappedAnew(facts, undo, given)) {
      return false;
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
        isReadBack(undo, given) || isFilled(undone, given)
            ? Optional.empty()
            : fix(undone, mapped));
    return true;
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

  /// Whether the device is to see what the CPU wrote: the same.
  private static boolean isFilled(Undo undone, Set<String> given) {
    return given.contains("DMA_TO_DEVICE")
        && undone.maps().stream().anyMatch(m -> FilledByCpu.isFilled(m, undone.call()));
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
