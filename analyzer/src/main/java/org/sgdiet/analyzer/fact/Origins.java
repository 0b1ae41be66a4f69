// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.CallSite;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
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

  private Optional<Origin> first(FoundCall found, List<Path> back) {
    List<ListUse> all = facts.fillersNear(found.body().file().path(), back);
    List<ListUse> here = all.stream().filter(u -> u.body() == found.body()).toList();
    return any(back, this::borrowed)
        .or(() -> any(back, p -> made(p, here)))
        .or(() -> any(back, p -> filled(p, here)))
        .or(() -> any(back, p -> returned(p).or(() -> made(p, all)).or(() -> filled(p, all))));
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

  /// The origin of a list that one call makes or fills as a whole.
  private Optional<Origin> made(Path path, List<ListUse> fillers) {
    return fillers.stream()
        .filter(u -> u.call().flatMap(k -> facts.api().originOfMaker(k.name())).isPresent())
        .filter(u -> facts.seenByCallers(u).stream().anyMatch(path::meets))
        .findFirst()
        .flatMap(u -> facts.api().originOfMaker(u.call().orElseThrow().name()));
  }

  /// The origin of a list that is filled entry by entry.
  private Optional<Origin> filled(Path path, List<ListUse> fillers) {
    List<ListUse> fills =
        fillers.stream()
            .filter(u ->
                u.call()
                    .filter(k -> k.effect() == Effect.FILL || k.name().equals("sg_init_one"))
                    .isPresent())
            .filter(u -> facts.seenByCallers(u).stream().anyMatch(path::meets))
            .toList();
    return fills.stream()
        .flatMap(u -> copied(u).stream())
        .findFirst()
        .or(() -> fills.stream().findFirst().map(u -> own(path, u)));
  }

  /// The origin of the list whose pages, or whose entries, a fill takes over: `sg_set_page(sg,
  /// sg_page(other), ...)`.
  private Optional<Origin> copied(ListUse fill) {
    Set<Origin> found = EnumSet.noneOf(Origin.class);
    for (Expr arg : fill.args().subList(1, fill.args().size())) {
      Parts.forEachExpr(
          arg,
          e -> {
            if (e instanceof Expr.Call call
                && call.name().filter("sg_page"::equals).isPresent()
                && call.args().size() == 1) {
              any(facts.provenance().of(fill.body(), call.args().getFirst()), this::borrowed)
                  .ifPresent(found::add);
            }
          });
    }
    if (fill.call().filter(k -> k.name().equals("sg_chain")).isPresent()) {
      any(facts.provenance().of(fill.body(), fill.args().getLast()), this::borrowed)
          .ifPresent(found::add);
    }
    return found.stream().findFirst();
  }

  /// What kind of list of the driver's own a fill fills: told by the declared type of its home.
  private Origin own(Path path, ListUse use) {
    if (isTable(path, use)) {
      return Origin.BUILT_SG_TABLE;
    }
    return isSingle(path, use) ? Origin.SINGLE_MEMBER : Origin.BUILT_ARRAY;
  }

  private Optional<TypeSyntax> home(Path path, ListUse use) {
    String file = use.body().file().path();
    return path.last()
        .map(m -> facts.driver().tags().field(m.struct(), m.field(), file))
        .orElseGet(() ->
            switch (path.root()) {
              case Root.Local(Body body, String name) -> body.typeOf(name);
              case Root.Parameter(Body body, int index) ->
                  Optional.of(body.function().parameters().get(index).type());
              case Root.Global _, Root.Result _, Root.Unknown _ -> Optional.empty();
            });
  }

  private boolean isTable(Path path, ListUse use) {
    return home(path, use)
            .flatMap(t -> facts.driver().tags().tagOf(t, use.body().file().path()))
            .filter("sg_table"::equals)
            .isPresent()
        || facts
            .driver()
            .tags()
            .tagOf(use.body(), use.list())
            .filter("sg_table"::equals)
            .isPresent();
  }

  /// Whether the home holds one entry, neither an array nor a pointer to one.
  private boolean isSingle(Path path, ListUse use) {
    return home(path, use)
        .filter(t -> t instanceof TypeSyntax.Tagged(_, String tag) && tag.equals("scatterlist"))
        .isPresent();
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
