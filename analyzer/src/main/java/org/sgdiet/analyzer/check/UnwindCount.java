// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sgdiet.analyzer.check.MapTest.Says;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.flow.ControlFlow;
import org.sgdiet.analyzer.model.flow.ControlFlow.Node;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;

/// How many mappings stand beyond what a counter says, when control comes to the loop that undoes
/// them: followed on every way from the start of the function, by the difference alone.
final class UnwindCount {

  private static final int MOST_STEPS = 5_000;
  private static final int FARTHEST = 3;

  /// What is known on a way.
  ///
  /// @param standing mappings that stand; empty when there are too many to tell
  /// @param ahead the same, less what the counter holds; empty when what it holds is not followed
  /// @param zero whether the counter is known to be 0, or has no value yet
  /// @param pending the mapping call whose result has not been looked at
  /// @param failed whether a mapping has failed
  private record State(
      OptionalInt standing,
      OptionalInt ahead,
      boolean zero,
      Optional<Span> pending,
      boolean failed) {

    static final State START =
        new State(OptionalInt.of(0), OptionalInt.of(0), true, Optional.empty(), false);

    /// The counter is lowered by so much.
    State lowered(int by) {
      return new State(standing, plus(ahead, by), false, pending, failed);
    }

    State unknown() {
      return new State(standing, OptionalInt.empty(), false, pending, failed);
    }

    /// The counter is set to 0.
    State reset() {
      return new State(standing, standing, true, pending, failed);
    }

    /// The counter is found to be 0.
    State found() {
      return new State(standing, ahead, true, pending, failed);
    }

    State maps(Span call) {
      return new State(standing, ahead, zero, Optional.of(call), failed);
    }

    State mapped() {
      return new State(plus(standing, 1), plus(ahead, 1), zero, Optional.empty(), false);
    }

    State notMapped() {
      return new State(standing, ahead, zero, Optional.empty(), true);
    }

    private static OptionalInt plus(OptionalInt number, int more) {
      return number.isEmpty() || Math.abs(number.getAsInt() + more) > FARTHEST
          ? OptionalInt.empty()
          : OptionalInt.of(number.getAsInt() + more);
    }
  }

  private record Visit(int at, State state) {}

  private final ControlFlow flow;
  private final String counter;
  private final List<MapTest> tests;
  private final int end;

  private UnwindCount(ControlFlow flow, String counter, List<FoundCall> maps, int end) {
    this.flow = flow;
    this.counter = counter;
    this.tests = maps.stream().map(MapTest::of).toList();
    this.end = end;
  }

  /// How many more mappings are undone than stand when control comes to a loop after one has
  /// failed, less than 0 when some are left; empty when that is not known, differs from way to way,
  /// or is none.
  ///
  /// @param besides how many are undone on the way through the loop, but not by it
  static OptionalInt tooMany(
      CountedLoop loop, int besides, ControlFlow flow, List<FoundCall> maps) {
    OptionalInt end = flow.entry(loop.loop());
    return end.isEmpty()
        ? OptionalInt.empty()
        : new UnwindCount(flow, loop.counter(), maps, end.getAsInt()).tooMany(loop, besides);
  }

  private OptionalInt tooMany(CountedLoop loop, int besides) {
    Set<State> arrived = arrivals();
    if (arrived.stream().noneMatch(State::failed)
        || arrived.stream().anyMatch(s -> s.ahead().isEmpty())) {
      return OptionalInt.empty();
    }
    Set<Integer> found = new HashSet<>();
    for (State state : arrived) {
      if (!state.zero() || loop.always()) { // no round where there is nothing to count
        found.add(loop.more() + besides - state.ahead().getAsInt());
      }
    }
    return found.size() == 1 && !found.contains(0)
        ? OptionalInt.of(found.iterator().next())
        : OptionalInt.empty();
  }

  /// What is known where control comes to the loop; nothing when there are too many ways.
  private Set<State> arrivals() {
    List<Set<State>> seen = new ArrayList<>();
    for (int i = 0; i < flow.size(); i++) {
      seen.add(new HashSet<>());
    }
    Set<State> arrived = new HashSet<>();
    Deque<Visit> open = new ArrayDeque<>();
    open.add(new Visit(flow.entry(), State.START));
    for (int steps = 0; !open.isEmpty(); steps++) {
      Visit visit = open.remove();
      if (steps > MOST_STEPS) {
        return Set.of();
      }
      if (visit.at() == end) {
        arrived.add(visit.state());
      } else {
        State after = visit.state();
        for (Expr expr : flow.expressions(visit.at())) {
          after = through(expr, after);
        }
        int[] next = flow.successors(visit.at());
        for (int i = 0; i < next.length; i++) {
          State taken =
              flow.node(visit.at()) instanceof Node.Branch(Expr condition)
                  ? branch(condition, i == 0, after)
                  : after;
          if (seen.get(next[i]).add(taken)) {
            open.add(new Visit(next[i], taken));
          }
        }
      }
    }
    return arrived;
  }

  private State through(Expr whole, State before) {
    State[] now = {before};
    Parts.forEachExpr(
        whole,
        e -> {
          now[0] =
              switch (e) {
                case Expr.Step(boolean up, _, Expr operand, _) when isCounter(operand) ->
                    now[0].lowered(up ? -1 : 1);
                case Expr.Assign(Optional<BinaryOperator> operator, Expr target, Expr value, _)
                    when isCounter(target) ->
                    assigned(operator, value, now[0]);
                case Expr.Call call when isMap(call) -> mapping(call, now[0]);
                default -> now[0];
              };
        });
    return now[0];
  }

  private State assigned(Optional<BinaryOperator> operator, Expr value, State before) {
    boolean one = value instanceof Expr.NumberLiteral(String text, _) && text.equals("1");
    if (operator.isPresent() && one) {
      return switch (operator.get()) {
        case ADD -> before.lowered(-1);
        case SUBTRACT -> before.lowered(1);
        default -> before.unknown();
      };
    }
    boolean zero = value instanceof Expr.NumberLiteral(String text, _) && text.equals("0");
    return operator.isEmpty() && zero ? before.reset() : before.unknown();
  }

  /// A mapping whose result nobody looked at before the next one is not counted.
  private static State mapping(Expr.Call call, State before) {
    return (before.pending().isPresent() ? before.unknown() : before).maps(call.span());
  }

  private State branch(Expr condition, boolean holds, State state) {
    for (MapTest test : tests) {
      if (state.pending().filter(test.map().call().span()::equals).isPresent()) {
        Says says = test.says(condition, holds);
        if (says != Says.NOTHING) {
          return says == Says.MAPPED ? state.mapped() : state.notMapped();
        }
      }
    }
    return isZeroWhen(condition, holds) ? state.found() : state;
  }

  private boolean isZeroWhen(Expr condition, boolean holds) {
    return switch (condition) {
      case Expr.Name name when isCounter(name) -> !holds;
      case Expr.Binary(BinaryOperator operator, Expr left, Expr.NumberLiteral(String text, _), _)
          when isCounter(left) && text.equals("0") ->
          switch (operator) {
            case GREATER, NOT_EQUAL -> !holds;
            case EQUAL -> holds;
            default -> false;
          };
      default -> false;
    };
  }

  private boolean isMap(Expr.Call call) {
    return tests.stream().anyMatch(t -> t.map().call().span().equals(call.span()));
  }

  private boolean isCounter(Expr expr) {
    return expr instanceof Expr.Name(String id, _) && id.equals(counter);
  }
}
