// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Subject;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;

/// Tells where a mapped list comes from: the first step on the way back that says so.
final class Origins {

  private final DriverFlow facts;

  Origins(DriverFlow facts) {
    this.facts = facts;
  }

  /// The origin of the list that `found` maps.
  ///
  /// @param back where the list comes from, nearest first
  Origin of(FoundCall found, List<Path> back) {
    if (found.throughTable()) {
      return Origin.INDIRECT_OP;
    }
    return contract(found.body(), 2)
        .or(() -> first(found, back))
        .or(() -> indirect(back))
        .orElse(Origin.UNKNOWN);
  }

  /// The contract of the operations table that the function, or a caller, stands in.
  private Optional<Origin> contract(Body body, int depth) {
    for (MemberKey table : facts.driver().tablesWith(body)) {
      Optional<Origin> origin = facts.api().originOfFunction(table);
      if (origin.isPresent()) {
        return origin;
      }
    }
    Optional<Origin> given = facts.api().originOfArgument(body.name());
    if (given.isPresent()) {
      return given;
    }
    if (depth > 0) {
      for (CallSite site : facts.driver().callers(body)) {
        Optional<Origin> origin = contract(site.caller(), depth - 1);
        if (origin.isPresent()) {
          return origin;
        }
      }
    }
    return Optional.empty();
  }

  /// The first that tells: a list of another subsystem; what the function fills itself; what it has
  /// filled; what any function of the driver fills.
  private Optional<Origin> first(FoundCall found, List<Path> back) {
    List<ListUse> all = facts.fillersNear(found.body().file().path(), back);
    List<ListUse> here = all.stream().filter(u -> u.body() == found.body()).toList();
    List<ListUse> asked =
        all.stream().filter(u -> facts.seenByCallers(u).stream().anyMatch(back::contains)).toList();
    return any(back, this::borrowed)
        .or(() -> filled(found, back, here))
        .or(() -> filled(found, back, asked))
        .or(() -> any(back, this::returned))
        .or(() -> filled(found, back, all));
  }

  private static Optional<Origin> any(List<Path> back, Function<Path, Optional<Origin>> tell) {
    return back.stream().flatMap(p -> tell.apply(p).stream()).findFirst();
  }

  private Optional<Origin> borrowed(Path path) {
    for (MemberKey member : path.members().reversed()) {
      Optional<Origin> origin = facts.api().origin(member.struct(), member.field());
      if (origin.isPresent()) {
        return origin;
      }
    }
    return Optional.empty();
  }

  private Optional<Origin> returned(Path path) {
    return path.root() instanceof Root.Result result
        ? facts.api().originOfMaker(result.callee())
        : Optional.empty();
  }

  /// The origin of a list that is filled: taken over from another list, made or filled as a whole
  /// by one call, or the driver's own.
  private Optional<Origin> filled(FoundCall found, List<Path> back, List<ListUse> fillers) {
    for (Path path : back) {
      List<ListUse> fills = fillers.stream().filter(u -> fills(u, path)).toList();
      Optional<Origin> origin =
          fills.stream()
              .flatMap(u -> copied(u).stream())
              .findFirst()
              .or(() -> fills.stream().flatMap(u -> maker(u).stream()).findFirst())
              .or(() -> own(found, back, fills));
      if (origin.isPresent()) {
        return origin;
      }
    }
    return Optional.empty();
  }

  private boolean fills(ListUse use, Path path) {
    return facts.seenByCallers(use).stream().anyMatch(path::meets)
        || facts.back(use).stream().anyMatch(path::meets);
  }

  private Optional<Origin> maker(ListUse fill) {
    return fill.call().flatMap(k -> facts.api().originOfMaker(k.name()));
  }

  /// The origin of the list whose pages, or whose entries, a fill takes over: `sg_set_page(sg,
  /// sg_page(other), ...)`, `*sg = *other`.
  private Optional<Origin> copied(ListUse fill) {
    List<Path> taken = new ArrayList<>();
    for (int i = 1; i < fill.args().size(); i++) {
      Expr arg = fill.args().get(i);
      int at = i;
      taken.addAll(
          fill.call().filter(k -> k.isList(at)).isPresent()
              ? facts.provenance().of(fill.body(), arg)
              : facts.provenance().content(fill.body(), arg));
    }
    return any(taken, this::borrowed);
  }

  /// What kind of list of the driver's own is filled.
  private Optional<Origin> own(FoundCall found, List<Path> back, List<ListUse> fills) {
    List<ListUse> entries = fills.stream().filter(Origins::setsEntry).toList();
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    if (found.kernel().subject() == Subject.TABLE
        || fills.stream().anyMatch(u -> u.call().filter(Origins::makesTable).isPresent())
        || entries.stream().anyMatch(u -> isTable(back, u))) {
      return Optional.of(Origin.BUILT_SG_TABLE);
    }
    boolean whole = entries.stream().allMatch(Origins::isWhole);
    return Optional.of(whole || isSingle(found, back) ? Origin.SINGLE_MEMBER : Origin.BUILT_ARRAY);
  }

  private static boolean setsEntry(ListUse use) {
    return isWhole(use)
        || (use.effect() == Effect.FILL
            && use.call().map(k -> !k.name().endsWith("mark_end")).orElse(true));
  }

  /// Whether one call makes a whole list of one entry.
  private static boolean isWhole(ListUse use) {
    return use.call().filter(k -> k.name().equals("sg_init_one")).isPresent();
  }

  private static boolean makesTable(KernelCall kernel) {
    return kernel.effect() == Effect.ALLOC && kernel.subject() == Subject.TABLE;
  }

  private boolean isTable(List<Path> back, ListUse use) {
    return facts
            .driver()
            .tags()
            .tagOf(use.body(), use.list())
            .filter("sg_table"::equals)
            .isPresent()
        || back.stream()
            .flatMap(p -> home(p, use.body()).stream())
            .flatMap(t -> facts.driver().tags().tagOf(t, use.body().file().path()).stream())
            .anyMatch("sg_table"::equals);
  }

  /// Whether the nearest home of the list that is more than a pointer holds one entry.
  private boolean isSingle(FoundCall found, List<Path> back) {
    return back.stream()
        .flatMap(p -> home(p, found.body()).stream())
        .filter(t -> !(t instanceof TypeSyntax.Pointer))
        .findFirst()
        .filter(t -> t instanceof TypeSyntax.Tagged(_, String tag) && tag.equals("scatterlist"))
        .isPresent();
  }

  private Optional<TypeSyntax> home(Path path, Body from) {
    return path.last()
        .map(m -> facts.driver().tags().field(m.struct(), m.field(), from.file().path()))
        .orElseGet(() ->
            switch (path.root()) {
              case Root.Local(Body body, String name) -> body.typeOf(name);
              case Root.Parameter(Body body, int index) ->
                  Optional.of(body.function().parameters().get(index).type());
              case Root.Global _, Root.Result _, Root.Unknown _ -> Optional.empty();
            });
  }

  /// A list that only arrives through a function that the driver hands out.
  private Optional<Origin> indirect(List<Path> back) {
    for (Path path : back) {
      if (path.root() instanceof Root.Parameter(Body function, int _)
          && path.members().isEmpty()
          && !tables(function).isEmpty()) {
        return Optional.of(Origin.INDIRECT_OP);
      }
    }
    return Optional.empty();
  }

  private Set<MemberKey> tables(Body function) {
    return facts.driver().tablesWith(function);
  }
}
