// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.Expr;

/// An unmap of another size than was mapped.
final class FreesWithDifferentSize implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-dma-memory-with-different-size",
          "memory is unmapped with another size than it was mapped with",
          "The size tells how many bytes of IOVA space or of bounce buffer go back, and how much is"
              + " copied or invalidated; nothing else remembers it.",
          "Too small a size leaks IOVA pages and leaves the end of the buffer unsynced; too large a"
              + " size unmaps what belongs to another buffer, and its device faults.",
          "Keep the size in one variable and pass it to both calls.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    Set<FoundCall> told = new HashSet<>();
    for (Undo undo : Undo.of(facts)) {
      Optional<Expr> freed = undo.call().argument(Parameter.SIZE);
      if (freed.isPresent()
          && (inOneFunction(facts, undo, freed.get(), findings)
              || acrossFunctions(facts, undo, freed.get(), findings))) {
        told.add(undo.call());
      }
    }
    facts.calls().stream()
        .filter(c -> c.kind() == SiteKind.UNMAP && !told.contains(c))
        .forEach(c -> c.argument(Parameter.SIZE).ifPresent(s -> amongPeers(facts, c, s, findings)));
  }

  private static Optional<SizeShape> shape(DriverFacts facts, FoundCall call) {
    return call.argument(Parameter.SIZE).flatMap(s -> SizeShape.of(facts, call.body(), s));
  }

  /// A size that no other call on handles of the same home is given, where all of those agree.
  private static void amongPeers(
      DriverFacts facts, FoundCall unmap, Expr freed, Findings findings) {
    Optional<SizeShape> here = SizeShape.of(facts, unmap.body(), freed);
    if (here.isEmpty() || !Peers.of(facts).anyAlike(unmap, c -> !shape(facts, c).equals(here))) {
      return; // the usual case, and peers take long to find
    }
    List<FoundCall> peers =
        Peers.of(facts).of(unmap).stream().filter(p -> p.kind() != SiteKind.SYNC).toList();
    Optional<FoundCall> map = peers.stream().filter(p -> p.kind() == SiteKind.MAP).findFirst();
    if (map.isEmpty() || peers.size() < 2) {
      return;
    }
    Set<Optional<SizeShape>> there =
        peers.stream().map(p -> shape(facts, p)).collect(Collectors.toSet());
    if (there.size() != 1 || there.contains(Optional.empty())) {
      return;
    }
    Optional<SizeShape> other = there.iterator().next();
    boolean differ =
        !other.equals(here)
            && other.filter(o -> o.isConstant() == here.get().isConstant()).isPresent()
            && map.get()
                .argument(Parameter.SIZE)
                .filter(s -> !meet(facts, unmap.body(), freed, map.get().body(), s))
                .isPresent();
    if (differ) {
      findings.add(
          RULE,
          unmap.body(),
          freed.span(),
          Confidence.MODERATE,
          message(unmap, freed, shown(map.get())),
          Chain.of(facts, map.get(), unmap));
    }
  }

  /// Whether one of two plain sizes of two functions comes from where the other does.
  private static boolean meet(DriverFacts facts, Body body, Expr size, Body other, Expr mapped) {
    if (size instanceof Expr.Binary || mapped instanceof Expr.Binary) {
      return false;
    }
    List<Path> to = facts.flow().provenance().of(other, mapped);
    return facts.flow().provenance().of(body, size).stream()
        .anyMatch(p -> to.stream().anyMatch(p::meets));
  }

  private static boolean inOneFunction(
      DriverFacts facts, Undo undo, Expr freed, Findings findings) {
    Optional<FoundCall> map = undo.goingTheSameWay(facts).ownMap().filter(m -> !m.isList());
    Optional<Expr> mapped = map.flatMap(m -> m.argument(Parameter.SIZE));
    Optional<Confidence> different = mapped.flatMap(m -> confidence(facts, undo.call(), m, freed));
    different.ifPresent(c ->
        report(
            facts,
            undo,
            freed,
            undo.call().body().shown(mapped.get()),
            c,
            InScope.at(undo.call(), map.get(), mapped.get())
                .map(m -> Fix.argument(undo.call().body(), undo.call().call(), freed, m)),
            findings));
    return different.isPresent();
  }

  /// A handle that a member keeps for nobody else, unmapped in another function with a size that no
  /// mapping of it has.
  private static boolean acrossFunctions(
      DriverFacts facts, Undo undo, Expr freed, Findings findings) {
    SizeWords here = SizeWords.of(facts, undo.call(), freed);
    return here.isKnown()
        && undo.isAcross()
        && undo.maps().stream().noneMatch(FoundCall::isList)
        && there(facts, undo).stream().anyMatch(here::differsFrom)
        && SoleHandle.of(facts, undo)
            .map(u -> u.goingTheSameWay(facts))
            .filter(u -> compare(facts, u, freed, findings))
            .isPresent();
  }

  private static List<SizeWords> there(DriverFacts facts, Undo undo) {
    return undo.maps().stream()
        .map(m -> m.argument(Parameter.SIZE).map(s -> SizeWords.of(facts, m, s)))
        .map(w -> w.orElse(SizeWords.UNKNOWN))
        .toList();
  }

  private static boolean compare(DriverFacts facts, Undo undo, Expr freed, Findings findings) {
    SizeWords here = SizeWords.of(facts, undo.call(), freed);
    List<SizeWords> there = there(facts, undo);
    boolean differ = there.stream().allMatch(here::differsFrom);
    if (differ) {
      boolean numbers = here.isNumber() && there.stream().allMatch(SizeWords::isNumber);
      report(
          facts,
          undo,
          freed,
          shown(undo.maps().getFirst()),
          numbers ? Confidence.HIGH : Confidence.MODERATE,
          Optional.empty(),
          findings);
    }
    return differ;
  }

  private static void report(
      DriverFacts facts,
      Undo undo,
      Expr freed,
      String mapped,
      Confidence confidence,
      Optional<Fix> fix,
      Findings findings) {
    findings.add(
        RULE,
        undo.call().body(),
        freed.span(),
        confidence,
        message(undo.call(), freed, mapped),
        undo.notes(facts),
        fix);
  }

  private static String shown(FoundCall map) {
    return map.argument(Parameter.SIZE).map(map.body()::shown).orElse("");
  }

  private static String message(FoundCall unmap, Expr freed, String mapped) {
    return "%s() gets the size '%s' for what was mapped with '%s'"
        .formatted(unmap.kernel().name(), unmap.body().shown(freed), mapped);
  }

  /// How surely two sizes of a function differ: HIGH for two different constants, MODERATE for two
  /// values of which neither is or becomes the other.
  private static Optional<Confidence> confidence(
      DriverFacts facts, FoundCall undo, Expr mapped, Expr freed) {
    if (undo.body().text(mapped).equals(undo.body().text(freed))) {
      return Optional.empty();
    }
    if (mapped instanceof Expr.NumberLiteral(String a, _)
        && freed instanceof Expr.NumberLiteral(String b, _)) {
      return a.equalsIgnoreCase(b) ? Optional.empty() : Optional.of(Confidence.HIGH);
    }
    if (isPointerAndPointee(undo, mapped, freed) || isSizeOfHandle(undo, freed)) {
      return Optional.of(Confidence.HIGH);
    }
    return SameValue.isPossible(facts, undo.body(), mapped, freed)
        ? Optional.empty()
        : Optional.of(Confidence.MODERATE);
  }

  /// `sizeof(p)` for `sizeof(*p)`, or the reverse.
  private static boolean isPointerAndPointee(FoundCall undo, Expr mapped, Expr freed) {
    return mapped instanceof Expr.SizeOf(Expr a, _)
        && freed instanceof Expr.SizeOf(Expr b, _)
        && (undo.body().text(a).equals("*" + undo.body().text(b))
            || undo.body().text(b).equals("*" + undo.body().text(a)));
  }

  /// The size of the variable that holds the handle.
  private static boolean isSizeOfHandle(FoundCall undo, Expr freed) {
    return freed instanceof Expr.SizeOf(Expr of, _)
        && undo.argument(Parameter.HANDLE)
            .filter(h -> undo.body().text(h).equals(undo.body().text(of)))
            .isPresent();
  }
}
