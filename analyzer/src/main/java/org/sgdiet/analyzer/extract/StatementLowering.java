// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Literals;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Variable;

/// Lowers statements to blocks. A statement that has no form in a program ends its block there: a
/// run that gets so far is not executable, one that does not is not disturbed.
final class StatementLowering {

  private final Frame frame;
  private final Deque<Loop> loops = new ArrayDeque<>();
  private final Deque<Choice> choices = new ArrayDeque<>();
  private final Cleanups cleanups;
  private final Map<String, String> labels = new HashMap<>();

  /// Where `break` and `continue` go; a switch has no `continue` of its own.
  record Loop(String onBreak, Optional<String> onContinue, int cleanupDepth) {}

  private static final class Choice {
    final List<Terminator.Case> cases = new ArrayList<>();
    Optional<String> otherwise = Optional.empty();
  }

  StatementLowering(Frame frame) {
    this.frame = frame;
    this.cleanups = new Cleanups(frame);
  }

  /// Lowers a whole function body.
  void body(Stmt.Block body) {
    cleanups.measure(body);
    lower(body);
    if (frame.blocks.isOpen()) {
      frame.blocks.end(new Terminator.Return(Optional.empty()), frame.at());
    }
  }

  void lower(Stmt stmt) {
    frame.moveTo(stmt.span());
    try {
      statement(stmt);
    } catch (NotLowered e) {
      frame.blocks.end(new Terminator.NotModelled(e.reason()), frame.at());
    }
  }

  private void statement(Stmt stmt) {
    switch (stmt) {
      case Stmt.Block b -> block(b);
      case Stmt.Expression(Expr.Call(Expr.Name(String name, var at), var args, var _), var span)
          when name.equals("return_ptr") ->
          returned(
              new Stmt.Return(
                  Optional.of(new Expr.Call(new Expr.Name("no_free_ptr", at), args, span)), span));
      case Stmt.Expression(Expr expr, var _) -> frame.exprs.effect(expr);
      case Stmt.Declaration d -> d.declarators().forEach(this::declare);
      case Stmt.If s -> conditional(s);
      case Stmt.While(Expr condition, Stmt body, var _) -> whileLoop(condition, body);
      case Stmt.DoWhile(Stmt body, Expr condition, var _) -> doWhile(body, condition);
      case Stmt.For s -> forLoop(s);
      case Stmt.Each each -> new LoopLowering(frame, this).lower(each);
      case Stmt.Scoped s -> scoped(s);
      case Stmt.Switch s -> choice(s);
      case Stmt.Case c -> caseLabel(c);
      case Stmt.Default _ -> {
        String label = startLabel();
        innermostChoice().otherwise = Optional.of(label);
      }
      case Stmt.Label(String name, var _) -> frame.blocks.start(label(name), frame.at());
      case Stmt.Goto(String name, var _) -> {
        cleanups.runDownToLabel(name);
        frame.blocks.jump(label(name), frame.at());
      }
      case Stmt.Return r -> returned(r);
      case Stmt.Break _ -> leave(innermostLoop(false));
      case Stmt.Continue _ -> {
        Loop loop = innermostLoop(true);
        cleanups.runDownTo(loop.cleanupDepth());
        frame.blocks.jump(loop.onContinue().orElseThrow(), frame.at());
      }
      // Locks matter to no mapping.
      case Stmt.Guard _, Stmt.Empty _ -> {}
      case Stmt.Unread(String reason, var _) -> throw new NotLowered(reason);
    }
  }

  private void leave(Loop loop) {
    cleanups.runDownTo(loop.cleanupDepth());
    frame.blocks.jump(loop.onBreak(), frame.at());
  }

  private Loop innermostLoop(boolean withContinue) {
    return loops.stream()
        .filter(l -> !withContinue || l.onContinue().isPresent())
        .findFirst()
        .orElseThrow(() -> new NotLowered("break or continue outside a loop"));
  }

  private String label(String name) {
    return labels.computeIfAbsent(name, n -> n.matches("b\\d+|entry") ? n + "_" : n);
  }

  private String startLabel() {
    String label = frame.blocks.newLabel();
    frame.blocks.start(label, frame.at());
    return label;
  }

  private void block(Stmt.Block block) {
    Scope outer = frame.scope;
    int depth = cleanups.depth();
    block.body().forEach(this::lower);
    if (frame.blocks.isOpen()) {
      cleanups.runDownTo(depth);
    }
    cleanups.drop(depth);
    frame.scope = outer;
  }

  /// The value of `({ ... })`: its last expression.
  Value valueOf(Stmt.Block block) {
    Scope outer = frame.scope;
    List<Stmt> body = block.body();
    for (Stmt s : body.subList(0, Math.max(0, body.size() - 1))) {
      statement(s);
    }
    if (body.isEmpty() || !(body.getLast() instanceof Stmt.Expression(Expr last, var _))) {
      throw new NotLowered("statement expression without a value");
    }
    Value value = frame.kept(frame.exprs.value(last));
    frame.scope = outer;
    return value;
  }

  // Declarations

  void declare(Stmt.Declarator d) {
    Optional<Expr> init = d.init();
    CType type =
        d.type() instanceof TypeSyntax.Named(String name)
                && (name.equals("auto") || name.equals("__auto_type"))
                && init.isPresent()
            ? frame.names.typeOf(init.get(), frame.scope).decayed()
            : frame.names.type(d.type(), frame.scope);
    if (type instanceof CType.Array(CType element, var length) && length.isEmpty()) {
      type = sized(element, init, frame.names);
    }
    if (type instanceof CType.Function) {
      return;
    }
    CType declared = type;
    Variable variable = frame.declare(d.name(), declared, init, d.nameSpan().start());
    frame.addLocal(variable);
    Place place = frame.place(frame.scope.find(d.name()).orElseThrow());
    if (init.isPresent()
        && !(init.get() instanceof Expr.InitList)
        && !(init.get() instanceof Expr.StringLiteral && declared instanceof CType.Array)) {
      frame.store(place, frame.exprs.value(init.get(), Optional.of(declared)));
    }
    if (init.isPresent() && init.get() instanceof Expr.InitList list) {
      initialise(place, list);
    }
    cleanups.declared(d, place);
  }

  /// The type of a variable; an array without a length has that of its initialiser.
  static CType sized(Stmt.Declarator d, FileModel names) {
    CType type = names.type(d.type());
    return type instanceof CType.Array(CType element, var length)
            && length.isEmpty()
            && d.init().isPresent()
        ? sized(element, d.init(), names)
        : type;
  }

  /// One more than the highest index that an initialiser gives a value.
  private static long elements(Expr.InitList list, FileModel names) {
    long next = 0;
    long most = 0;
    for (Expr.Initializer entry : list.entries()) {
      if (!entry.designators().isEmpty()
          && entry.designators().getFirst() instanceof Expr.Designator.Element(Expr index)) {
        next = names.constant(index, Scope.EMPTY).map(Literals.Constant::value).orElse(next);
      }
      most = Math.max(most, ++next);
    }
    return most;
  }

  private static CType sized(CType element, Optional<Expr> init, FileModel names) {
    if (init.isPresent() && init.get() instanceof Expr.InitList list) {
      return new CType.Array(element, OptionalLong.of(elements(list, names)));
    }
    if (init.isPresent() && init.get() instanceof Expr.StringLiteral s) {
      return new CType.Array(element, OptionalLong.of(s.text().length()));
    }
    throw new NotLowered("array whose length is not a constant");
  }

  /// Gives a variable at file scope its first value; false when part of it cannot be lowered.
  boolean initialiseVariable(Place place, Expr init) {
    try {
      if (init instanceof Expr.InitList list) {
        return Initialisation.ofStatic(frame).fill(place, list);
      } else if (!(init instanceof Expr.StringLiteral)) {
        frame.store(place, frame.exprs.value(init, Optional.of(place.type())));
      }
      return true;
    } catch (NotLowered _) {
      return false;
    }
  }

  /// Fills a place from a braced list; what the list does not name becomes zero.
  void initialise(Place place, Expr.InitList list) {
    boolean _ = Initialisation.ofLocal(frame).fill(place, list);
  }

  // Control flow

  private void conditional(Stmt.If s) {
    Optional<Literals.Constant> known = frame.names.constant(s.condition(), frame.scope);
    String yes = frame.blocks.newLabel();
    String no = frame.blocks.newLabel();
    String end = s.otherwise().isPresent() ? frame.blocks.newLabel() : no;
    if (known.isPresent()) {
      frame.blocks.jump(known.get().value() != 0 ? yes : no, frame.at());
    } else {
      test(s.condition(), yes, no);
    }
    frame.blocks.start(yes, frame.at());
    lower(s.then());
    if (s.otherwise().isPresent()) {
      frame.blocks.jump(end, frame.at());
      frame.blocks.start(no, frame.at());
      lower(s.otherwise().get());
    }
    frame.blocks.start(end, frame.at());
  }

  private void whileLoop(Expr condition, Stmt body) {
    String head = startLabel();
    String inside = frame.blocks.newLabel();
    String end = frame.blocks.newLabel();
    test(condition, inside, end);
    frame.blocks.start(inside, frame.at());
    inLoop(end, head, () -> lower(body));
    frame.blocks.jump(head, frame.at());
    frame.blocks.start(end, frame.at());
  }

  private void test(Expr condition, String inside, String end) {
    try {
      frame.moveTo(condition.span());
      frame.branches.branch(condition, inside, end);
    } catch (NotLowered e) {
      frame.blocks.end(new Terminator.NotModelled(e.reason()), frame.at());
    }
  }

  private void doWhile(Stmt body, Expr condition) {
    String inside = startLabel();
    String test = frame.blocks.newLabel();
    String end = frame.blocks.newLabel();
    inLoop(end, test, () -> lower(body));
    frame.blocks.start(test, frame.at());
    test(condition, inside, end);
    frame.blocks.start(end, frame.at());
  }

  private void forLoop(Stmt.For s) {
    Scope outer = frame.scope;
    s.init().ifPresent(this::lower);
    String head = startLabel();
    String inside = frame.blocks.newLabel();
    String step = frame.blocks.newLabel();
    String end = frame.blocks.newLabel();
    if (s.condition().isPresent()) {
      test(s.condition().get(), inside, end);
    }
    frame.blocks.start(inside, frame.at());
    inLoop(end, step, () -> lower(s.body()));
    frame.blocks.start(step, frame.at());
    s.step().ifPresent(e -> lower(new Stmt.Expression(e, e.span())));
    frame.blocks.jump(head, frame.at());
    frame.blocks.start(end, frame.at());
    frame.scope = outer;
  }

  /// Runs `body` with `break` and `continue` bound.
  void inLoop(String onBreak, String onContinue, Runnable body) {
    loops.push(new Loop(onBreak, Optional.of(onContinue), cleanups.depth()));
    body.run();
    loops.pop();
  }

  /// A block that takes something and gives it back: locks matter to no mapping, so it is a plain
  /// block that `break` leaves.
  private void scoped(Stmt.Scoped s) {
    String end = frame.blocks.newLabel();
    inLoop(end, end, () -> lower(s.body()));
    frame.blocks.start(end, frame.at());
  }

  private void choice(Stmt.Switch s) {
    Value selector = frame.kept(frame.exprs.value(s.selector()));
    String head = frame.blocks.newLabel();
    String end = frame.blocks.newLabel();
    frame.blocks.jump(head, frame.at());
    choices.push(new Choice());
    loops.push(new Loop(end, Optional.empty(), cleanups.depth()));
    lower(s.body());
    loops.pop();
    Choice choice = choices.pop();
    frame.blocks.jump(end, frame.at());
    frame.blocks.start(head, frame.at());
    frame.blocks.end(
        new Terminator.Switch(selector.ir(), choice.cases, choice.otherwise.orElse(end)),
        frame.at());
    frame.blocks.start(end, frame.at());
  }

  private Choice innermostChoice() {
    Choice choice = choices.peek();
    if (choice == null) {
      throw new NotLowered("case outside a switch");
    }
    return choice;
  }

  private void caseLabel(Stmt.Case c) {
    long low = constant(c.low());
    long high = c.high().map(this::constant).orElse(low);
    String label = startLabel();
    innermostChoice().cases.add(new Terminator.Case(low, high, label));
  }

  private long constant(Expr e) {
    return frame
        .names
        .constant(e, frame.scope)
        .map(Literals.Constant::value)
        .orElseThrow(() -> new NotLowered("case label that is not a known constant"));
  }

  private void returned(Stmt.Return r) {
    Optional<Value> value =
        r.value()
            .flatMap(e ->
                frame.result().isPresent()
                    ? Optional.of(frame.exprs.value(e, frame.result()))
                    : evaluated(e));
    if (frame.resultPlace().isPresent()) {
      value.ifPresent(v -> frame.store(frame.resultPlace().get(), v));
      value = Optional.empty();
    }
    if (cleanups.depth() > 0) {
      value = value.map(frame::kept);
      cleanups.runDownTo(0);
    }
    frame.blocks.end(new Terminator.Return(value.map(Value::ir)), frame.at());
  }

  private Optional<Value> evaluated(Expr e) {
    frame.exprs.effect(e);
    return Optional.empty();
  }
}
