// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.MapTest.Says;
import org.sgdiet.analyzer.check.Returned.Answer;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.ControlFlow;
import org.sgdiet.analyzer.model.flow.ControlFlow.Node;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Exits;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// What becomes of a mapping on every way through its function. An undoing that stands in a branch
/// or loop whose condition is not understood counts as made: only a way that certainly makes none
/// leaves the mapping behind.
final class MapWays {

  private static final int MOST_STEPS = 50_000;

  /// How a mapping stands.
  enum Standing {
    NOT_YET,
    /// Called, its result not yet looked at.
    UNTESTED,
    MAPPED,
    FAILED,
    UNDONE
  }

  /// What is known at one place of one way.
  ///
  /// @param earlier whether an earlier round of the loop mapped too, and that stands
  /// @param gift where somebody else was last given the handle or the memory
  /// @param by the last `goto` on the way, behind the mapping
  record State(
      Standing standing, boolean earlier, Optional<Span> gift, Answer answer, Optional<Span> by) {

    State with(Standing now) {
      return new State(now, earlier, gift, answer, by);
    }

    State with(Answer now) {
      return new State(standing, earlier, gift, now, by);
    }

    State by(Span jump) {
      return standing == Standing.NOT_YET
          ? this
          : new State(standing, earlier, gift, answer, Optional.of(jump));
    }

    /// Whether something is mapped.
    boolean isMapped() {
      return standing == Standing.MAPPED || earlier;
    }

    /// Whether somebody else was given the handle or the memory.
    boolean given() {
      return gift.isPresent();
    }

    // States are hashed by the million, and what the compiler makes for a record is slow at first.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof State s
          && standing == s.standing
          && earlier == s.earlier
          && gift.equals(s.gift)
          && answer == s.answer
          && by.equals(s.by);
    }

    @Override
    public int hashCode() {
      int known = 31 * standing.hashCode() + answer.hashCode();
      return 31 * (31 * (31 * known + by.hashCode()) + gift.hashCode()) + (earlier ? 1 : 0);
    }
  }

  /// A way that leaves the function.
  ///
  /// @param at the `return`, or the `goto` that led to it
  record Leaving(Span at, State state, Answer told) {}

  /// What expressions do to the mapping.
  interface Events {
    boolean undoes(Expr.Call call);

    boolean gives(Expr expr);
  }

  private final MapTest test;
  private final MapGuards guards;
  private final Events events;
  private final Body body;
  private final ControlFlow flow;
  private final Returned returned;
  private final boolean tested;

  /// The nodes from which control may still come to the mapping, or to what would undo it.
  private final BitSet leading;

  /// Whether the loop around the mapping gets to it in its first round alone.
  private final boolean firstOnly;

  /// The calls that undo the mapping.
  private final List<Expr.Call> undoings;

  private final List<Set<State>> before = new ArrayList<>();
  private Optional<List<Leaving>> leavings = Optional.empty();
  private final Set<Integer> surelyUndoes = new HashSet<>();
  private final Set<Expr.Call> doubtful = new HashSet<>();
  private final IdentityHashMap<Expr, Boolean> giving = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Optional<Answer>> answering = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Says> holding = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Says> failing = new IdentityHashMap<>();

  MapWays(DriverFacts facts, MapTest test, Events events) {
    this.test = test;
    this.guards = MapGuards.of(test.map());
    this.events = events;
    this.body = test.map().body();
    this.flow = facts.flow().ways(body);
    this.returned =
        test.map().kernel().returns() == Returns.ZERO_OR_ERRNO
            ? Returned.by(body)
            : Returned.by(body).without(test.result());
    boolean asked = false;
    this.undoings = body.calls().stream().filter(events::undoes).toList();
    BitSet concerned = new BitSet();
    for (int i = 0; i < flow.size(); i++) {
      before.add(new LinkedHashSet<>());
      for (Expr expr : flow.expressions(i)) {
        if (expr.span().contains(test.map().call().span()) || undoes(expr.span())) {
          concerned.set(i);
        }
      }
      asked =
          asked || (flow.node(i) instanceof Node.Branch(Expr condition) && test.asks(condition));
    }
    this.tested = asked;
    this.leading = flow.leadingTo(concerned);
    this.firstOnly = FirstRound.alone(test.map());
    if (!undoings.isEmpty()) {
      body.statements().forEach(this::presume);
    }
    run();
  }

  /// What becomes of a mapping that is undone and kept as [MapEvents] tells.
  static MapWays of(FoundCall map, DriverFacts facts) {
    return facts.once(
        map,
        MapWays.class,
        () -> new MapWays(facts, MapTest.of(map), MapEvents.of(MapOutcome.of(map, facts), facts)));
  }

  /// Marks a branch or loop that may undo, for a reason that is not followed, or that undoes on
  /// success alone: then it is left to somebody else on failure.
  private void presume(Stmt stmt) {
    boolean unclear =
        switch (stmt) {
          case Stmt.If(Expr condition, Stmt then, var otherwise, _) ->
              !isFollowed(condition)
                  || (returned.isFine(condition, true) && undoesAndStays(then))
                  || (returned.isFine(condition, false)
                      && otherwise.filter(this::undoesAndStays).isPresent());
          case Stmt.While _, Stmt.For _, Stmt.Each _, Stmt.DoWhile _, Stmt.Switch _ -> true;
          default -> false;
        };
    if (unclear && !stmt.span().contains(test.map().call().span()) && undoesAndStays(stmt)) {
      flow.entry(stmt).ifPresent(surelyUndoes::add);
      undoings.stream().filter(c -> stmt.span().contains(c.span())).forEach(doubtful::add);
    }
  }

  /// Whether control may come out of the end of a statement that undoes.
  private boolean undoesAndStays(Stmt stmt) {
    return undoes(stmt.span())
        && !Exits.leaves(stmt)
        && (Parts.expressionsOf(stmt).stream().anyMatch(e -> undoes(e.span()))
            || Parts.of(stmt).stream().anyMatch(this::undoesAndStays));
  }

  private boolean isFollowed(Expr condition) {
    return switch (condition) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _) when operator == UnaryOperator.NOT ->
          isFollowed(operand);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
          when operator == BinaryOperator.LOGICAL_AND || operator == BinaryOperator.LOGICAL_OR ->
          isFollowed(left) && isFollowed(right);
      default ->
          test.decides(condition)
              || returned.isAsked(condition)
              || guards.answer(condition).isPresent();
    };
  }

  /// A state that has come to a node and has not gone on yet.
  private record Visit(int at, State state) {}

  private void run() {
    Deque<Visit> open = new ArrayDeque<>();
    State start =
        new State(Standing.NOT_YET, false, Optional.empty(), Answer.UNKNOWN, Optional.empty());
    before.get(flow.entry()).add(start);
    open.add(new Visit(flow.entry(), start));
    for (int steps = 0; !open.isEmpty() && steps < MOST_STEPS; steps++) {
      Visit visit = open.remove();
      int at = visit.at();
      int[] next = flow.successors(at);
      State after = through(at, visit.state());
      for (int i = 0; i < next.length; i++) {
        Optional<State> taken =
            flow.node(at) instanceof Node.Branch(Expr condition)
                ? branch(condition, i == 0, after)
                : Optional.of(after);
        int to = next[i];
        boolean counts =
            taken.filter(s -> s.standing() != Standing.NOT_YET || leading.get(to)).isPresent();
        if (counts && before.get(to).add(taken.get())) {
          open.add(new Visit(to, taken.get()));
        }
      }
    }
  }

  private State through(int at, State state) {
    State now = state;
    if (surelyUndoes.contains(at)) {
      now = undone(now);
    }
    if (flow.acts(at)) {
      for (Expr expr : flow.expressions(at)) {
        now = through(expr, now);
      }
    }
    return flow.node(at) instanceof Node.Jump(Stmt.Goto jump) ? now.by(jump.span()) : now;
  }

  private State through(Expr expr, State state) {
    State now = state;
    boolean pending = now.isMapped() || now.standing() == Standing.UNTESTED;
    if (pending && undoes(expr.span())) {
      now = undone(now);
    }
    boolean gives =
        now.standing() != Standing.NOT_YET && giving.computeIfAbsent(expr, events::gives);
    Answer answer = answering.computeIfAbsent(expr, returned::set).orElse(now.answer());
    if (gives || answer != now.answer()) {
      Optional<Span> gift = gives ? Optional.of(expr.span()) : now.gift();
      now = new State(now.standing(), now.earlier(), gift, answer, now.by());
    }
    if (expr.span().contains(test.map().call().span())) {
      boolean again = now.isMapped() && !now.given() && !firstOnly;
      now =
          new State(
              tested ? Standing.UNTESTED : Standing.MAPPED,
              again,
              Optional.empty(),
              now.answer(),
              Optional.empty());
    }
    return now;
  }

  private boolean undoes(Span span) {
    for (Expr.Call call : undoings) {
      if (span.contains(call.span())) {
        return true;
      }
    }
    return false;
  }

  private static State undone(State state) {
    boolean mapped = state.isMapped() || state.standing() == Standing.UNTESTED;
    return mapped
        ? new State(Standing.UNDONE, false, state.gift(), state.answer(), state.by())
        : state;
  }

  private Optional<State> branch(Expr condition, boolean holds, State state) {
    boolean reached = state.standing() != Standing.NOT_YET;
    if (reached
        ? guards.answer(condition).filter(known -> known != holds).isPresent()
        : guards.passedBy(condition).filter(known -> known == holds).isPresent()) {
      return Optional.empty();
    }
    Optional<Answer> answer = returned.under(condition, holds, state.answer());
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    State now = state.with(answer.get());
    Says says = (holds ? holding : failing).computeIfAbsent(condition, c -> test.says(c, holds));
    return switch (says) {
      case NOTHING -> Optional.of(now);
      case MAPPED ->
          switch (now.standing()) {
            case UNTESTED -> Optional.of(now.with(Standing.MAPPED));
            case FAILED -> Optional.empty();
            case NOT_YET, MAPPED, UNDONE -> Optional.of(now);
          };
      case FAILED ->
          switch (now.standing()) {
            case UNTESTED -> Optional.of(now.with(Standing.FAILED));
            case MAPPED -> Optional.empty();
            case NOT_YET, FAILED, UNDONE -> Optional.of(now);
          };
    };
  }

  /// The states in which control leaves the function, with the place that decided it.
  List<Leaving> leavings() {
    if (leavings.isEmpty()) {
      leavings = Optional.of(findLeavings());
    }
    return leavings.get();
  }

  private List<Leaving> findLeavings() {
    List<Leaving> found = new ArrayList<>();
    for (int i = 0; i < flow.size(); i++) {
      if (flow.node(i) instanceof Node.Exit(Optional<Stmt.Return> statement)) {
        for (State state : before.get(i)) {
          State last = through(i, state);
          Answer told = told(statement, last);
          Span at =
              state
                  .by()
                  .or(() -> statement.map(Stmt.Return::span))
                  .orElse(body.function().nameSpan());
          found.add(new Leaving(at, last, told));
        }
      }
    }
    return found;
  }

  private Answer told(Optional<Stmt.Return> statement, State last) {
    return statement
        .flatMap(Stmt.Return::value)
        .map(v -> returned.told(v, last.answer()))
        .orElseGet(() -> returned.toldAtEnd(last.answer()));
  }

  /// Whether control may come from an expression to an end of the function that tells of no error.
  boolean mayEndWellBehind(Span expr) {
    Deque<Integer> open = new ArrayDeque<>();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < flow.size(); i++) {
      if (flow.expressions(i).stream().anyMatch(e -> e.span().equals(expr))) {
        open.add(i);
      }
    }
    while (!open.isEmpty()) {
      int at = open.remove();
      if (seen.add(at)) {
        if (flow.node(at) instanceof Node.Exit(Optional<Stmt.Return> statement)
            && before.get(at).stream()
                .anyMatch(s -> told(statement, through(at, s)) != Answer.ERROR)) {
          return true;
        }
        for (int next : flow.successors(at)) {
          open.add(next);
        }
      }
    }
    return false;
  }

  /// The places where an expression is evaluated, with the states just before it.
  void visit(Predicate<State> wanted, BiConsumer<Expr, State> sink) {
    for (int i = 0; i < flow.size(); i++) {
      for (State state : before.get(i)) {
        if (wanted.test(state)) {
          for (Expr expr : flow.expressions(i)) {
            sink.accept(expr, state);
          }
        }
      }
    }
  }

  /// Whether a call of a kind is made in a state of a kind.
  boolean anyCall(Predicate<State> wanted, Predicate<Expr.Call> kind) {
    for (int i = 0; i < flow.size(); i++) {
      if (before.get(i).stream().anyMatch(wanted)) {
        for (Expr expr : flow.expressions(i)) {
          if (Parts.anyExpr(expr, e -> e instanceof Expr.Call call && kind.test(call))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// The places where one of some calls is made, with the states just before it.
  void visit(Predicate<State> wanted, List<Expr.Call> calls, BiConsumer<Expr.Call, State> sink) {
    if (!calls.isEmpty()) {
      visit(
          wanted,
          (expr, state) ->
              calls.stream()
                  .filter(c -> expr.span().contains(c.span()))
                  .forEach(c -> sink.accept(c, state)));
    }
  }

  /// Whether a branch decides what is known of the mapping.
  boolean isTested() {
    for (int i = 0; i < flow.size(); i++) {
      if (flow.node(i) instanceof Node.Branch(Expr condition) && test.decides(condition)) {
        return true;
      }
    }
    return false;
  }

  /// Whether an undoing stands where a condition that is not followed decides.
  boolean isDoubtful(Expr.Call undoing) {
    return doubtful.contains(undoing);
  }

  /// Whether the function that was given the handle or the memory has told that it failed.
  boolean isRefused(State state) {
    return state.answer() == Answer.ERROR && state.gift().filter(g -> isAnswered(g)).isPresent();
  }

  /// The same where that function undoes nothing itself.
  boolean isHandedBack(State state, DriverFacts facts) {
    return isRefused(state)
        && body.calls().stream()
            .filter(c -> state.gift().filter(g -> g.contains(c.span())).isPresent())
            .noneMatch(new AnyUndo(facts, body)::undoes);
  }

  private boolean isAnswered(Span gift) {
    return body.definitions(returned.variable()).stream()
        .anyMatch(d ->
            gift.contains(d.span()) && d.value().filter(v -> v instanceof Expr.Call).isPresent());
  }

  static List<Expr.Call> callsIn(Expr expr) {
    List<Expr.Call> calls = new ArrayList<>();
    Parts.forEachExpr(
        expr,
        e -> {
          if (e instanceof Expr.Call call) {
            calls.add(call);
          }
        });
    return calls;
  }
}
