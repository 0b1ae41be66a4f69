// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Provenance.Stored;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.syntax.Expr;

/// Tells whether an expression holds the number of entries on the out side, as a mapping call
/// returned it.
final class EntryCount {

  private final DriverFacts facts;
  private final Set<String> counting;

  EntryCount(DriverFacts facts) {
    this(facts, EntryCount::returnsCount);
  }

  private EntryCount(DriverFacts facts, Predicate<KernelCall> counts) {
    this.facts = facts;
    this.counting = facts.flow().api().names(counts);
  }

  /// The same of the calls that return 0 when they are good, which some take for a count.
  static EntryCount ofSuccess(DriverFacts facts) {
    return new EntryCount(facts, EntryCount::returnsSuccess);
  }

  /// Whether a call maps a list and tells by 0 that it is mapped.
  static boolean returnsSuccess(KernelCall call) {
    return call.effect() == Effect.MAP
        && call.subject().isList()
        && call.returns() == Returns.ZERO_OR_ERRNO;
  }

  /// How surely `count` is what a mapping call returned: HIGH when it is that and nothing else,
  /// MODERATE when it may be; empty when nothing says so.
  Optional<Confidence> mapped(Body body, Expr count) {
    Set<Path> paths = facts.flow().flow().paths(body, count);
    long results = paths.stream().filter(this::isResult).count();
    if (results > 0) {
      return Optional.of(results == paths.size() ? Confidence.HIGH : Confidence.MODERATE);
    }
    return paths.stream().flatMap(p -> p.last().flatMap(m -> member(m, body)).stream()).findFirst();
  }

  private boolean isResult(Path path) {
    return path.members().isEmpty()
        && path.root() instanceof Root.Result(Body _, var _, String callee)
        && counting.contains(callee);
  }

  private static boolean returnsCount(KernelCall call) {
    return call.effect() == Effect.MAP
        && (call.returns() == Returns.COUNT_OR_ZERO || call.returns() == Returns.NEGATIVE_OR_COUNT);
  }

  /// What the driver around `from` stores to a member, the clearing of it left out.
  private Optional<Confidence> member(MemberKey member, Body from) {
    List<Stored> stores =
        facts.flow().provenance().stores(member).stream()
            .filter(s -> !(s.value() instanceof Expr.NumberLiteral))
            .filter(s -> facts.flow().driver().linked(from.file().path(), s.body().file().path()))
            .toList();
    long mapped = stores.stream().filter(this::storesResult).count();
    if (mapped == 0) {
      return Optional.empty();
    }
    return Optional.of(mapped == stores.size() ? Confidence.HIGH : Confidence.MODERATE);
  }

  private boolean storesResult(Stored stored) {
    Set<Path> paths = facts.flow().flow().paths(stored.body(), stored.value());
    return !paths.isEmpty() && paths.stream().allMatch(this::isResult);
  }
}
