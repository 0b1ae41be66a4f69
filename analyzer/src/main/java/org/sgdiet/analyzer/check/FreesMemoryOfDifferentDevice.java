// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// An unmap with another device than the one that was mapped for.
final class FreesMemoryOfDifferentDevice implements Check {

  private static final Rule RULE =
      new Rule(
          "frees-dma-memory-of-different-device",
          "memory is unmapped with another device than it was mapped for",
          "A mapping belongs to the IOMMU domain and the bounce buffers of one struct device; a"
              + " parent or a child of it may have others.",
          "Behind an IOMMU the mapping of the right device stays, and an address of the other"
              + " device's domain goes that some other buffer may have; kernel/dma/debug.c says"
              + " that memory is freed that the device has not allocated.",
          "Pass the device that the mapping call got, best from one variable.",
          "kernel/dma/debug.c, check_unmap(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (Undo any : Undo.of(facts)) {
      Undo undo = any.goingTheSameWay(facts);
      Optional<Expr> freed = undo.call().argument(Parameter.DEVICE);
      Optional<Expr> mapped = undo.ownMap().flatMap(m -> m.argument(Parameter.DEVICE));
      if (freed.isPresent()
          && mapped.isPresent()
          && differ(facts, undo.call(), mapped.get(), freed.get())) {
        findings.add(
            RULE,
            undo.call().body(),
            freed.get().span(),
            isParent(facts, undo.call(), mapped.get(), freed.get())
                ? Confidence.HIGH
                : Confidence.MODERATE,
            "%s() gets '%s' for what was mapped for '%s'"
                .formatted(
                    undo.call().kernel().name(),
                    undo.call().body().shown(freed.get()),
                    undo.call().body().shown(mapped.get())),
            undo.notes(facts),
            undo.ownMap()
                .flatMap(m -> InScope.at(undo.call(), m, mapped.get()))
                .map(d -> Fix.argument(undo.call().body(), undo.call().call(), freed.get(), d)));
      }
      if (freed.isPresent()
          && undo.maps().stream().allMatch(m -> areNamedApart(facts, undo.call(), m, freed.get()))
          && (undo.call().isList() || SoleHandle.of(facts, any).isPresent())
          && undo.maps().stream().noneMatch(m -> meet(facts, undo.call(), m, freed.get()))) {
        findings.add(
            RULE,
            undo.call().body(),
            freed.get().span(),
            Confidence.MODERATE,
            "%s() gets '%s' for what was mapped for '%s'"
                .formatted(
                    undo.call().kernel().name(),
                    undo.call().body().shown(freed.get()),
                    undo.maps()
                        .getFirst()
                        .argument(Parameter.DEVICE)
                        .map(d -> undo.maps().getFirst().body().shown(d))
                        .orElse("")),
            undo.notes(facts));
      }
    }
  }

  /// Whether the devices of two functions are known, and are told by other members.
  private static boolean areNamedApart(
      DriverFacts facts, FoundCall undo, FoundCall map, Expr freed) {
    Optional<Expr> mapped = map.argument(Parameter.DEVICE);
    if (map.body() == undo.body() || mapped.isEmpty()) {
      return false;
    }
    boolean alike = map.body().text(mapped.get()).equals(undo.body().text(freed));
    if (alike && freed instanceof Expr.Member) {
      return false; // both write priv->dev; and to follow devices takes long
    }
    Set<Path> a = facts.flow().flow().paths(map.body(), mapped.get());
    Set<Path> b = facts.flow().flow().paths(undo.body(), freed);
    return isKnown(a)
        && isKnown(b)
        && a.stream().noneMatch(p -> b.stream().anyMatch(q -> p.last().equals(q.last())))
        && (areOfOneStruct(a, b) || (isSetHere(facts, map, a) && isSetHere(facts, undo, b)));
  }

  /// Whether the devices of two functions are followed to one.
  private static boolean meet(DriverFacts facts, FoundCall undo, FoundCall map, Expr freed) {
    Expr mapped = map.argument(Parameter.DEVICE).orElseThrow();
    Set<Path> written = facts.flow().flow().paths(undo.body(), freed);
    List<Path> from = facts.flow().provenance().of(map.body(), mapped);
    if (from.stream().anyMatch(p -> written.stream().anyMatch(p::meets))) {
      return true;
    }
    List<Path> to = facts.flow().provenance().of(undo.body(), freed);
    return from.stream().anyMatch(p -> to.stream().anyMatch(p::meets));
  }

  /// Whether two devices are kept in one structure: then they are two for a reason.
  private static boolean areOfOneStruct(Set<Path> a, Set<Path> b) {
    return a.stream()
        .flatMap(p -> p.last().stream())
        .anyMatch(m ->
            b.stream()
                .flatMap(q -> q.last().stream())
                .anyMatch(n -> n.struct().equals(m.struct())));
  }

  /// Whether all that is stored in the members that hold a device can be seen: another directory
  /// may store the same device in both.
  private static boolean isSetHere(DriverFacts facts, FoundCall call, Set<Path> devices) {
    return devices.stream()
        .flatMap(p -> p.last().stream())
        .filter(m -> facts.flow().driver().defines(m.struct()))
        .filter(m ->
            facts
                .flow()
                .driver()
                .tags()
                .field(m.struct(), m.field(), call.place().file())
                .filter(TypeSyntax.Pointer.class::isInstance)
                .isPresent())
        .noneMatch(m -> facts.flow().provenance().stores(m).isEmpty());
  }

  /// Whether two devices of a function are known and neither is followed to the other.
  private static boolean differ(DriverFacts facts, FoundCall undo, Expr mapped, Expr freed) {
    if (undo.body().text(mapped).equals(undo.body().text(freed))) {
      return false;
    }
    Set<Path> a = facts.flow().flow().paths(undo.body(), mapped);
    Set<Path> b = facts.flow().flow().paths(undo.body(), freed);
    if (a.stream().noneMatch(p -> b.stream().anyMatch(q -> isNamedAlike(p, q)))
        && isParent(facts, undo, mapped, freed)) {
      return true; // whatever device it is
    }
    if (!isKnown(a) || !isKnown(b) || a.stream().anyMatch(b::contains)) {
      return false;
    }
    List<Path> from = facts.flow().provenance().of(undo.body(), mapped);
    List<Path> to = facts.flow().provenance().of(undo.body(), freed);
    return from.stream().noneMatch(p -> to.stream().anyMatch(p::meets));
  }

  /// Whether all that a device may be comes from a parameter.
  private static boolean isKnown(Set<Path> paths) {
    return !paths.isEmpty()
        && paths.stream()
            .allMatch(p ->
                switch (p.root()) {
                  case Root.Parameter _ -> true;
                  case Root.Global _, Root.Local _, Root.Result _, Root.Unknown _ -> false;
                });
  }

  /// Whether two paths are written with the same members, though the type of one may not be known.
  private static boolean isNamedAlike(Path a, Path b) {
    return a.root().equals(b.root())
        && a.members().stream()
            .map(MemberKey::field)
            .toList()
            .equals(b.members().stream().map(MemberKey::field).toList());
  }

  /// Whether one of the devices is the other's parent.
  private static boolean isParent(DriverFacts facts, FoundCall undo, Expr mapped, Expr freed) {
    Set<Path> a = facts.flow().flow().paths(undo.body(), mapped);
    Set<Path> b = facts.flow().flow().paths(undo.body(), freed);
    return a.stream().anyMatch(p -> b.stream().anyMatch(q -> isParent(p, q) || isParent(q, p)));
  }

  private static boolean isParent(Path device, Path parent) {
    List<MemberKey> up = parent.members();
    return !(device.root() instanceof Root.Unknown)
        && device.root().equals(parent.root())
        && up.size() == device.members().size() + 1
        && up.getLast().field().equals("parent")
        && up.subList(0, up.size() - 1).equals(device.members());
  }
}
