// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.check.MapTest.Says;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// What happens to a buffer that is mapped: it is freed, or somebody takes it.
///
/// @param map the call that maps it, of the kernel or of a function of the driver
/// @param name the variable that it stands in or behind
record KeptBuffer(FoundCall map, String name, BufferOwners owners) implements MapWays.Events {

  private static final Pattern FREES_ITSELF = Pattern.compile("\\b__free\\s*\\(");

  static KeptBuffer of(DriverFacts facts, FoundCall map, String name) {
    return new KeptBuffer(map, name, new BufferOwners(facts.flow().driver()));
  }

  @Override
  public boolean undoes(Expr.Call call) {
    return takes(call)
        || (!call.span().contains(map.call().span())
            && call.span().start() > map.call().span().start()
            && owners.mayFree(map.body(), call));
  }

  private boolean takes(Expr.Call call) {
    return !call.span().contains(map.call().span())
        && owners.takes(map.body(), call, this::isBuffer);
  }

  @Override
  public boolean gives(Expr expr) {
    return Parts.anyExpr(
        expr, e -> e instanceof Expr.Assign(_, _, Expr value, _) && isBuffer(value));
  }

  boolean isBuffer(Expr expr) {
    return Expressions.plain(expr) instanceof Expr.Name(String id, _) && id.equals(name);
  }

  /// The allocation of the local that the mapped buffer stands in or behind.
  Optional<Definition> allocation() {
    return Optional.of(name)
        .filter(b -> map.body().declares(b) && map.body().parameter(b).isEmpty())
        .flatMap(b ->
            Reaching.at(map.body(), b, map.call().span().start()).definitions().stream()
                .findFirst())
        .filter(d -> d.span().end() <= map.call().span().start())
        .filter(d -> d.value().filter(v -> owners.makes(map.body(), v)).isPresent())
        .filter(_ -> !isFreedByScope());
  }

  /// Whether the variable frees what it holds when it goes out of scope.
  private boolean isFreedByScope() {
    Body body = map.body();
    return body.statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.Declaration(List<Stmt.Declarator> all, Span at)
                && all.stream().anyMatch(d -> d.name().equals(name))
                && FREES_ITSELF.matcher(body.file().text(at)).find());
  }

  /// Whether the buffer got an owner before it was mapped, and still has it when that fails.
  boolean isKept(Definition allocation) {
    Body body = map.body();
    int from = allocation.span().start();
    int to = map.call().span().start();
    boolean taken =
        body.calls().stream()
            .filter(c -> c.span().start() > allocation.span().end() && c.span().end() <= to)
            .anyMatch(this::takes);
    return taken
        || body.definitions().stream()
            .filter(d -> d.span().start() >= from && d.span().end() <= to)
            .filter(d ->
                d.value().filter(this::isBuffer).isPresent()
                    || (!d.equals(allocation) && allocation.span().contains(d.span())))
            .anyMatch(d -> !isClearedOnFailure(d));
  }

  /// Whether a place is set to NULL where the mapping has failed: the buffer has no owner then.
  private boolean isClearedOnFailure(Definition kept) {
    Body body = map.body();
    MapTest test = MapTest.of(map);
    return body.definitions().stream()
        .filter(d -> d.span().start() > map.call().span().end())
        .filter(d -> body.text(d.target()).equals(body.text(kept.target())))
        .filter(d ->
            body.statements().stream()
                .anyMatch(s ->
                    s instanceof Stmt.If(Expr condition, Stmt then, _, _)
                        && then.span().contains(d.span())
                        && test.says(condition, true) == Says.FAILED))
        .anyMatch(d ->
            d.value()
                .filter(v ->
                    Expressions.plain(v) instanceof Expr.Name(String id, _) && id.equals("NULL"))
                .isPresent());
  }
}
