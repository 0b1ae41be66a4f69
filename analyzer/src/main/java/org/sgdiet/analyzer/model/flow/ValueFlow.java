// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.call.Driver;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Follows values inside one function: what an expression is, named by [Path]s. Confined to one
/// thread.
public final class ValueFlow {

  private static final int DEEPEST = 40;
  private static final int MOST_PATHS = 24;

  /// Expressions looked at for one question; each reassignment under a condition doubles them.
  private static final int MOST_STEPS = 4000;

  private final Driver driver;
  private final KernelApi api;
  private final Map<Key, Set<Path>> known = new HashMap<>();
  private final Set<Key> open = new HashSet<>();
  private int depth;
  private int steps;

  private record Key(Body body, Span span, String what) {}

  /// Flow over `driver`.
  public ValueFlow(Driver driver, KernelApi api) {
    this.driver = driver;
    this.api = api;
  }

  /// The functions that values are followed through.
  public Driver driver() {
    return driver;
  }

  /// The kernel's interfaces.
  public KernelApi api() {
    return api;
  }

  /// What `expr`, an expression of `body`, can be where it stands.
  public Set<Path> paths(Body body, Expr expr) {
    Key key = new Key(body, expr.span(), expr.getClass().getSimpleName());
    Set<Path> done = known.get(key);
    if (done != null) {
      return done;
    }
    steps = depth == 0 ? 0 : steps + 1;
    if (depth >= DEEPEST || steps > MOST_STEPS || !open.add(key)) {
      return Set.of();
    }
    depth++;
    try {
      Set<Path> found = new LinkedHashSet<>();
      collect(body, expr, found);
      if (open.size() == 1) {
        if (steps > MOST_STEPS) {
          found = Set.of(new Path(new Root.Unknown()));
        }
        known.put(key, found);
      }
      return found;
    } finally {
      depth--;
      open.remove(key);
    }
  }

  private void collect(Body body, Expr expr, Set<Path> into) {
    if (into.size() >= MOST_PATHS) {
      return;
    }
    switch (expr) {
      case Expr.Name name -> into.addAll(name(body, name));
      case Expr.Member member -> {
        MemberKey key = driver.tags().key(body, member);
        paths(body, member.base()).forEach(p -> into.add(p.then(key)));
      }
      case Expr.Index(Expr base, _, _) -> into.addAll(paths(body, base));
      case Expr.Unary(UnaryOperator operator, Expr operand, _) -> {
        switch (operator) {
          case DEREFERENCE, ADDRESS_OF -> into.addAll(paths(body, operand));
          case PLUS, MINUS, NOT, COMPLEMENT -> into.add(new Path(new Root.Unknown()));
        }
      }
      case Expr.Step(_, _, Expr operand, _) -> into.addAll(paths(body, operand));
      case Expr.Cast(_, Expr operand, _) -> into.addAll(paths(body, operand));
      case Expr.Conditional(Expr condition, var then, Expr otherwise, _) -> {
        into.addAll(paths(body, then.orElse(condition)));
        into.addAll(paths(body, otherwise));
      }
      case Expr.Comma(_, Expr right, _) -> into.addAll(paths(body, right));
      case Expr.Assign(_, _, Expr value, _) -> into.addAll(paths(body, value));
      case Expr.Binary(_, Expr left, _, _) -> into.addAll(paths(body, left));
      case Expr.Call call -> into.addAll(call(body, call));
      case Expr.StatementExpr(Stmt.Block block, _) -> {
        if (!block.body().isEmpty()
            && block.body().getLast() instanceof Stmt.Expression(Expr last, _)) {
          into.addAll(paths(body, last));
        }
      }
      case Expr.NumberLiteral _,
          Expr.CharLiteral _,
          Expr.StringLiteral _,
          Expr.TypeOperand _,
          Expr.SizeOf _,
          Expr.InitList _,
          Expr.CompoundLiteral _,
          Expr.Unread _ ->
          into.add(new Path(new Root.Unknown()));
    }
  }

  private Set<Path> name(Body body, Expr.Name name) {
    if (!body.declares(name.id())) {
      return Set.of(new Path(new Root.Global(name.id())));
    }
    Set<Path> found = new LinkedHashSet<>();
    Reaching reaching = Reaching.at(body, name.id(), name.span().start());
    for (Definition d : reaching.definitions()) {
      found.addAll(defined(body, d));
    }
    OptionalInt parameter = body.parameter(name.id());
    if (parameter.isPresent() && reaching.entry()) {
      found.add(new Path(new Root.Parameter(body, parameter.getAsInt())));
    }
    found.removeIf(p -> p.root() instanceof Root.Unknown);
    return found.isEmpty() ? Set.of(new Path(new Root.Local(body, name.id()))) : found;
  }

  /// What the value of one definition can be.
  private Set<Path> defined(Body body, Definition d) {
    return switch (d.how()) {
      case INITIALISED, ASSIGNED -> d.value().map(v -> paths(body, v)).orElse(Set.of());
      case CHANGED -> Set.of();
      case ITERATED -> iterated(body, d);
      case PASSED_BY_ADDRESS -> storedThrough(body, d);
    };
  }

  private Set<Path> iterated(Body body, Definition d) {
    for (Stmt stmt : body.statements()) {
      if (stmt instanceof Stmt.Each(String macro, List<Expr> args, _, Span head, _)
          && head.equals(d.span())) {
        Optional<KernelCall> loop = api.call(macro, args.size());
        OptionalInt list =
            loop.filter(l -> l.effect() == Effect.WALK || l.effect() == Effect.WALK_PAGES)
                .map(KernelCall::subjectIndex)
                .orElse(OptionalInt.empty());
        boolean count =
            loop.map(l -> l.index(Parameter.COUNT)).stream()
                .flatMapToInt(OptionalInt::stream)
                .anyMatch(c -> args.get(c).span().equals(d.target().span()));
        if (list.isPresent()
            && !count
            && !args.get(list.getAsInt()).span().equals(d.target().span())) {
          return subject(body, loop.get(), args.get(list.getAsInt()));
        }
      }
    }
    return Set.of();
  }

  /// What a callee stores through the pointer to a variable or member that it is given.
  Set<Path> storedThrough(Body body, Definition d) {
    Set<Path> found = new LinkedHashSet<>();
    for (Expr.Call call : body.calls()) {
      if (call.span().equals(d.span())) {
        for (Body callee : driver.targets(body, call)) {
          for (int i = 0; i < call.args().size(); i++) {
            if (call.args().get(i) instanceof Expr.Unary(_, Expr operand, _)
                && operand.span().equals(d.target().span())) {
              throughPointer(callee, i, body, call, found);
            }
          }
        }
      }
    }
    return found;
  }

  private void throughPointer(Body callee, int index, Body body, Expr.Call call, Set<Path> found) {
    for (Definition inner : callee.definitions()) {
      if (inner.target() instanceof Expr.Unary(UnaryOperator operator, Expr.Name(String id, _), _)
          && operator == UnaryOperator.DEREFERENCE
          && callee.parameter(id).equals(OptionalInt.of(index))
          && inner.value().isPresent()) {
        paths(callee, inner.value().get()).forEach(p -> found.addAll(outside(p, body, call)));
      }
    }
  }

  private Set<Path> call(Body body, Expr.Call call) {
    if (call.args().size() == 1 && call.name().filter(KernelApi::keepsValue).isPresent()) {
      return paths(body, call.args().getFirst());
    }
    Optional<KernelCall> kernel = call.name().flatMap(n -> api.call(n, call.args().size()));
    if (kernel.isPresent()) {
      KernelCall k = kernel.get();
      OptionalInt at = k.subjectIndex();
      boolean same =
          k.effect() == Effect.STEP || (k.effect() == Effect.ACCESS && k.member().isPresent());
      return same && at.isPresent()
          ? subject(body, k, call.args().get(at.getAsInt()))
          : Set.of(new Path(new Root.Result(body, call.span(), call.name().orElse(""))));
    }
    Set<Path> found = new LinkedHashSet<>();
    for (Body target : driver.targets(body, call)) {
      for (Expr returned : target.returned()) {
        paths(target, returned).forEach(p -> found.addAll(outside(p, body, call)));
      }
    }
    found.removeIf(p -> p.root() instanceof Root.Unknown);
    return found.isEmpty()
        ? Set.of(new Path(new Root.Result(body, call.span(), call.name().orElse(""))))
        : found;
  }

  /// The list that a kernel call works on, its argument given: for a call that takes a command, the
  /// list that the command holds.
  public Set<Path> subject(Body body, KernelCall call, Expr arg) {
    Set<Path> paths = paths(body, arg);
    if (call.member().isEmpty()) {
      return paths;
    }
    Set<Path> members = new LinkedHashSet<>();
    paths.forEach(p -> members.add(p.then(call.member().get())));
    return members;
  }

  /// A path of a callee as its caller would write it: parameters replaced by the arguments.
  private Set<Path> outside(Path path, Body caller, Expr.Call call) {
    if (path.root() instanceof Root.Parameter(Body _, int index)) {
      if (index >= call.args().size()) {
        return Set.of();
      }
      Set<Path> found = new LinkedHashSet<>();
      paths(caller, call.args().get(index)).forEach(p -> found.add(path.from(p)));
      return found;
    }
    return Set.of(path);
  }

  /// The arguments that callers give for a parameter, as paths.
  public Set<Path> arguments(Root.Parameter parameter) {
    Set<Path> found = new LinkedHashSet<>();
    driver
        .callers(parameter.function())
        .forEach(site -> {
          if (parameter.index() < site.call().args().size()) {
            found.addAll(paths(site.caller(), site.call().args().get(parameter.index())));
          }
        });
    return found;
  }

  /// The position of the argument that `kind` names in a call, when the call is known and has it.
  public Optional<Expr> argument(Expr.Call call, Parameter kind) {
    return call.name()
        .flatMap(n -> api.call(n, call.args().size()))
        .map(k -> k.index(kind))
        .filter(OptionalInt::isPresent)
        .map(i -> call.args().get(i.getAsInt()));
  }
}
