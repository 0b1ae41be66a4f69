// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
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
    List<ListUse> fillers = facts.fillersNear(found.body().file().path());
    Optional<Origin> own = Optional.empty();
    for (Path path : back) {
      Optional<Origin> known =
          borrowed(path).or(() -> returned(path)).or(() -> made(path, fillers));
      if (known.isPresent()) {
        return known;
      }
      own = own.or(() -> filled(found, path, fillers));
    }
    return own;
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
  private Optional<Origin> filled(FoundCall found, Path path, List<ListUse> fillers) {
    return fillers.stream()
        .filter(u ->
            u.call()
                .filter(k -> k.effect() == Effect.FILL || k.name().equals("sg_init_one"))
                .isPresent())
        .filter(u -> facts.seenByCallers(u).stream().anyMatch(path::meets))
        .findFirst()
        .map(u -> own(found, u));
  }

  private Origin own(FoundCall found, ListUse use) {
    if (found.kernel().subject() == Subject.TABLE
        || isTable(found.body(), found.subject())
        || isTable(use.body(), Optional.of(use.list()))) {
      return Origin.BUILT_SG_TABLE;
    }
    return isSingle(use.body(), use.list()) ? Origin.SINGLE_MEMBER : Origin.BUILT_ARRAY;
  }

  /// Whether a list is reached through a table.
  private boolean isTable(Body body, Optional<Expr> list) {
    return list.map(l ->
            switch (l) {
              case Expr.Member m ->
                  facts
                      .driver()
                      .tags()
                      .tagOf(body, m.base())
                      .filter("sg_table"::equals)
                      .isPresent();
              case Expr.Name n ->
                  facts.driver().tags().tagOf(body, n).filter("sg_table"::equals).isPresent();
              case Expr.Unary(_, Expr operand, _) -> isTable(body, Optional.of(operand));
              default -> false;
            })
        .orElse(false);
  }

  /// Whether `&x` names one entry, neither an array nor an element of one.
  private boolean isSingle(Body body, Expr list) {
    return list instanceof Expr.Unary(_, Expr operand, _)
        && !(operand instanceof Expr.Index)
        && facts
            .driver()
            .tags()
            .typeOf(body, operand)
            .filter(t -> t instanceof TypeSyntax.Tagged)
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
