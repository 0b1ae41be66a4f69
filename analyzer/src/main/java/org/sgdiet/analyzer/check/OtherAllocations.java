// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.check.MapWays.Leaving;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// What a function allocated beside the buffer that it maps, and forgets when that fails, though
/// another error exit of it frees it.
final class OtherAllocations {

  private OtherAllocations() {}

  static void find(Rule rule, DriverFacts facts, FoundCall map, Findings findings) {
    Optional<String> buffer = FreedMemory.buffer(map);
    BufferOwners owners = new BufferOwners(facts.flow().driver());
    FreedMemory.calls(map.body()).stream()
        .filter(c -> c.args().size() == 1)
        .flatMap(c ->
            Expressions.plain(c.args().getFirst()) instanceof Expr.Name(String id, _)
                ? Stream.of(id)
                : Stream.empty())
        .distinct()
        .filter(id -> buffer.filter(id::equals).isEmpty())
        .forEach(id -> {
          Memory memory = new Memory(map, id);
          new KeptBuffer(map, id, owners)
              .allocation()
              .filter(a -> !memory.isTakenBetween(a))
              .ifPresent(a -> forgotten(rule, facts, memory, a, findings));
        });
  }

  private static void forgotten(
      Rule rule, DriverFacts facts, Memory memory, Definition allocation, Findings findings) {
    FoundCall map = memory.map();
    MapWays ways = new MapWays(facts, MapTest.of(map).ofFailure(), memory);
    Set<Span> told = new LinkedHashSet<>();
    for (Leaving leaving : ways.isTested() ? ways.leavings() : List.<Leaving>of()) {
      if (leaving.state().isMapped()
          && !leaving.state().earlier()
          && !leaving.state().given()
          && leaving.told() == Answer.ERROR
          && told.add(leaving.at())) {
        findings.add(
            rule,
            map.body(),
            leaving.at(),
            Confidence.HIGH,
            "this forgets '%s' when %s() fails".formatted(memory.name(), map.kernel().name()),
            List.of(
                new Note(
                    map.place().file(),
                    map.body().line(allocation.span().start()),
                    "allocated here"),
                new Note(map.place().file(), map.place().line(), "mapped here")));
      }
    }
  }

  /// Memory of a function that any call may take which is given it or a part of it.
  private record Memory(FoundCall map, String name) implements MapWays.Events {

    @Override
    public boolean undoes(Expr.Call call) {
      return !call.span().contains(map.call().span())
          && call.args().stream().anyMatch(this::pointsInto);
    }

    @Override
    public boolean gives(Expr expr) {
      return Parts.anyExpr(
          expr,
          e -> e instanceof Expr.Assign(_, Expr target, Expr value, _) && isStored(target, value));
    }

    private boolean isStored(Expr target, Expr value) {
      return pointsInto(value) && !isMine(target);
    }

    private boolean isMine(Expr target) {
      return target instanceof Expr.Name(String id, _) && id.equals(name);
    }

    boolean isTakenBetween(Definition allocation) {
      Body body = map.body();
      int from = allocation.span().end();
      int to = map.call().span().start();
      Span between = new Span(from, to);
      return body.calls().stream().filter(c -> between.contains(c.span())).anyMatch(this::undoes)
          || body.definitions().stream()
              .filter(d -> between.contains(d.span()))
              .anyMatch(d -> d.value().filter(v -> isStored(d.target(), v)).isPresent());
    }

    /// Whether a value is the memory's address, or that of a part of it.
    private boolean pointsInto(Expr value) {
      return switch (Expressions.plain(value)) {
        case Expr.Name(String id, _) -> id.equals(name);
        case Expr.Unary(UnaryOperator operator, Expr operand, _) ->
            operator == UnaryOperator.ADDRESS_OF && mentions(operand);
        case Expr.Member _ -> false;
        default -> Parts.of(value).stream().anyMatch(this::pointsInto);
      };
    }

    private boolean mentions(Expr expr) {
      return Parts.anyExpr(expr, e -> e instanceof Expr.Name(String id, _) && id.equals(name));
    }
  }
}
