// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgdiet.analyzer.api.Effect;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.KernelCall;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.vector.Cursor.Obstacle;

/// Follows the cursors of a driver's functions: where each gets its values, what it is used for,
/// and which belong together because one is given to the other.
final class Cursors {

  private final CodeTree tree;
  private final List<FunctionCode> functions;
  private final MappedList list;
  private final Set<Entity.Local> apart;
  private final Map<Entity.Local, Cursor> cursors = new LinkedHashMap<>();
  private final Map<Cursor, Cursor> leaders = new LinkedHashMap<>();

  /// Cursors of which a function that serves several lists takes address and length apart.
  static Cursors of(CodeTree tree, List<FunctionCode> functions, MappedList list) {
    Cursors cursors = new Cursors(tree, functions, list, Set.of());
    Set<Entity.Local> apart =
        cursors.groups().stream()
            .filter(g -> g.stream().anyMatch(c -> c.fromList))
            .filter(g -> g.stream().anyMatch(c -> !c.obstacles.isEmpty()))
            .flatMap(List::stream)
            .filter(c -> EntryParameter.fits(tree, c))
            .map(c -> c.variable)
            .collect(Collectors.toSet());
    return apart.isEmpty() ? cursors : new Cursors(tree, functions, list, apart);
  }

  /// @param apart parameters that are to take the address and the length of an entry apart
  private Cursors(
      CodeTree tree, List<FunctionCode> functions, MappedList list, Set<Entity.Local> apart) {
    this.tree = tree;
    this.functions = functions;
    this.list = list;
    this.apart = apart;
    functions.forEach(this::mentions);
    functions.forEach(this::definitions);
    List.copyOf(cursors.values()).forEach(this::uses);
    List.copyOf(cursors.values()).forEach(this::arguments);
  }

  /// Cursors that are given to each other, each group as a whole.
  List<List<Cursor>> groups() {
    Map<Cursor, List<Cursor>> groups = new LinkedHashMap<>();
    cursors.values().forEach(c -> groups.computeIfAbsent(leader(c), _ -> new ArrayList<>()).add(c));
    return List.copyOf(groups.values());
  }

  /// The cursors that come to walk vectors.
  List<Cursor> changing() {
    return cursors.values().stream().filter(c -> c.changes).toList();
  }

  /// The parameters that take address and length apart, where a changing cursor is given to them.
  List<Cursor> apart() {
    Set<FunctionCode> callers = new LinkedHashSet<>();
    changing().stream().filter(c -> !c.handed.isEmpty()).forEach(c -> callers.add(c.code));
    return cursors.values().stream()
        .filter(c -> apart.contains(c.variable))
        .filter(c -> tree.callers(c.code).stream().anyMatch(o -> callers.contains(o.in())))
        .toList();
  }

  /// The cursor that a name is.
  Optional<Cursor> of(Expr expr, FunctionCode code) {
    return expr instanceof Expr.Name name
            && Entity.of(name, code).orElse(null) instanceof Entity.Local l
        ? Optional.ofNullable(cursors.get(l))
        : Optional.empty();
  }

  private Cursor leader(Cursor c) {
    Cursor at = c;
    while (leaders.containsKey(at)) {
      at = leaders.get(at);
    }
    return at;
  }

  private void join(Cursor a, Cursor b) {
    Cursor x = leader(a);
    Cursor y = leader(b);
    if (x != y) {
      leaders.put(y, x);
    }
  }

  private void mentions(FunctionCode code) {
    for (Item.Function function : List.of(code.function())) {
      for (var parameter : function.parameters()) {
        parameter.name().ifPresent(n -> declared(n, code));
      }
    }
    for (Occurrence o : code.occurrences()) {
      if (o.expr() instanceof Expr.Name name) {
        Optional<Scope.Local> local = code.local(name);
        if (local.isPresent()
            && Entries.isPointer(local.get().type())
            && Entity.of(name, code).orElse(null) instanceof Entity.Local l
            && !list.isAlias(l)) {
          cursors.computeIfAbsent(l, v -> new Cursor(v, code)).mentions.add(o);
        }
      }
    }
  }

  /// A parameter that the body never mentions still has a type.
  private void declared(String name, FunctionCode code) {
    int body = code.function().body().span().start();
    code.scope(body + 1)
        .find(name)
        .filter(l -> Entries.isPointer(l.type()) && l.declaredAt() < body)
        .ifPresent(l -> {
          Entity.Local variable = new Entity.Local(code.file().path(), name, l.declaredAt(), true);
          if (!list.isAlias(variable)) {
            cursors.computeIfAbsent(variable, v -> new Cursor(v, code));
          }
        });
  }

  // ---- values

  private void definitions(FunctionCode code) {
    for (Stmt stmt : code.statements()) {
      switch (stmt) {
        case Stmt.Declaration d -> d.declarators().forEach(x -> initialised(x, code));
        case Stmt.Each each -> walked(each, code);
        default -> {}
      }
    }
    for (Occurrence o : code.occurrences()) {
      if (o.expr() instanceof Expr.Assign a) {
        of(a.target(), code)
            .ifPresent(c -> {
              if (a.operator().isPresent()) {
                c.stepped = true;
              } else {
                value(c, a.value(), o);
              }
            });
      }
    }
  }

  private void initialised(Stmt.Declarator declarator, FunctionCode code) {
    cursors.values().stream()
        .filter(c -> c.code == code)
        .filter(c -> c.variable.declaredAt() == declarator.nameSpan().start())
        .forEach(
            c -> declarator.init().ifPresent(i -> value(c, i, code.at(i.span()).orElseThrow())));
  }

  private void walked(Stmt.Each each, FunctionCode code) {
    for (Expr arg : each.args()) {
      of(arg, code)
          .ifPresent(c -> {
            boolean entry = each.args().indexOf(arg) == 1;
            Occurrence at = code.at(arg.span()).orElseThrow();
            if (entry && each.macro().equals("for_each_sg") && each.args().size() == 4) {
              c.stepped = true;
              value(c, each.args().getFirst(), at);
            } else if (entry && list.walked(each, code).isPresent()) {
              c.stepped = true;
              c.fromList = true;
            } else if (!(each.macro().equals("for_each_sg") && each.args().indexOf(arg) == 0)) {
              c.obstacles.add(
                  new Obstacle(
                      at, false, each.macro() + "() walks another list with " + c.variable.name()));
            }
          });
    }
  }

  private void value(Cursor c, Expr value, Occurrence at) {
    Expr root = Entries.root(value);
    if (Entries.isNext(value)) {
      c.stepped = true;
    }
    Optional<Cursor> other = of(root, c.code);
    if (other.isPresent()) {
      join(c, other.get());
    } else if (list.vectors(root, c.code).isPresent()) {
      c.fromList = true;
      boolean plain = at.expr().equals(value) || at.expr() instanceof Expr.Assign;
      if (plain && (root.equals(value) || value instanceof Expr.Cast)) {
        c.lookups.add(at);
      }
    } else if (root instanceof Expr.Conditional(Expr _, Optional<Expr> then, Expr otherwise, var _)
        && then.isPresent()) {
      value(c, then.get(), at);
      value(c, otherwise, at);
    } else if (root instanceof Expr.Assign(var _, Expr _, Expr inner, var _)) {
      value(c, inner, at);
    } else if (!Entries.isNull(root)) {
      c.obstacles.add(
          new Obstacle(
              at,
              false,
              c.variable.name() + " is also given a list here that is not the mapped one"));
    }
  }

  /// What callers give to a parameter.
  private void arguments(Cursor c) {
    if (!c.variable.parameter() || apart.contains(c.variable)) {
      return;
    }
    List<Item.Function> one = List.of(c.code.function());
    int index =
        one.getFirst().parameters().stream()
            .map(p -> p.name().orElse(""))
            .toList()
            .indexOf(c.variable.name());
    List<Occurrence> calls = tree.callers(c.code);
    for (Occurrence call : calls) {
      if (call.expr() instanceof Expr.Call e && index < e.args().size()) {
        Expr arg = e.args().get(index);
        Optional<Cursor> other = of(Entries.root(arg), call.in());
        if (other.isPresent()) {
          join(c, other.get());
        } else if (list.vectors(Entries.root(arg), call.in()).isPresent()
            && functions.contains(call.in())) {
          c.fromList = true;
        } else if (!Entries.isNull(arg)) {
          c.obstacles.add(
              new Obstacle(
                  call,
                  false,
                  c.code.name() + "() is given another list here: it serves two lists"));
        }
      }
    }
    Occurrence at = c.mentions.isEmpty() ? c.code.occurrences().getFirst() : c.mentions.getFirst();
    if (!c.code.function().isStatic() && c.code.names().prototype(c.code.name()).isEmpty()) {
      c.obstacles.add(
          new Obstacle(
              at, false, c.code.name() + "() is declared where it cannot be seen from here"));
    }
    if (calls.isEmpty() || tree.addressTaken(c.code)) {
      c.obstacles.add(
          new Obstacle(
              at,
              false,
              c.code.name()
                  + "() is exported or called through a pointer: not all of its lists are in view"));
    }
  }

  // ---- uses

  private void uses(Cursor c) {
    for (Occurrence mention : c.mentions) {
      use(c, mention);
    }
  }

  private void use(Cursor c, Occurrence mention) {
    Occurrence entry = Entries.widest(mention);
    Optional<Cursor.Read> read = Entries.read(entry);
    if (read.isPresent()) {
      if (isTarget(read.get().whole())) {
        c.obstacles.add(
            new Obstacle(entry, true, "the driver writes the DMA side of the entry by hand here"));
      }
      c.reads.add(read.get());
      return;
    }
    if (Entries.isCpuRead(entry)) {
      entry
          .parent()
          .flatMap(MessageArgument::of)
          .ifPresentOrElse(c.told::add, () -> c.cpuReads.add(entry));
      return;
    }
    Optional<Occurrence> parent = entry.parent();
    if (parent.isEmpty()) {
      if (entry.statement() instanceof Stmt.Return) {
        c.obstacles.add(new Obstacle(entry, false, "the entry is returned to the caller here"));
      } else if (isCondition(entry.statement())) {
        atEnd(c, entry);
      }
      return;
    }
    switch (parent.get().expr()) {
      case Expr.Step _ -> c.stepped = true;
      case Expr.Assign a -> {
        boolean target = a.target().equals(entry.expr());
        if (!target && of(a.target(), c.code).isEmpty()) {
          c.obstacles.add(
              new Obstacle(entry, false, true, "the entry is kept beyond this function here"));
        }
      }
      case Expr.Unary(UnaryOperator o, Expr _, var _) when o == UnaryOperator.NOT ->
          atEnd(c, entry);
      case Expr.Binary(BinaryOperator o, Expr _, Expr _, var _)
          when o == BinaryOperator.LOGICAL_AND || o == BinaryOperator.LOGICAL_OR ->
          atEnd(c, entry);
      case Expr.Binary(BinaryOperator o, Expr left, Expr right, var _)
          when o == BinaryOperator.EQUAL || o == BinaryOperator.NOT_EQUAL -> {
        if (Entries.isNull(left) || Entries.isNull(right)) {
          atEnd(c, entry);
        }
      }
      case Expr.Comma _ -> {}
      case Expr.Call call -> passed(c, entry, call);
      default ->
          c.obstacles.add(
              new Obstacle(
                  entry, false, "this use of " + c.variable.name() + " is not understood"));
    }
  }

  private static boolean isCondition(Stmt stmt) {
    return stmt instanceof Stmt.If
        || stmt instanceof Stmt.While
        || stmt instanceof Stmt.DoWhile
        || stmt instanceof Stmt.For;
  }

  private static void atEnd(Cursor c, Occurrence entry) {
    c.ends.add(entry);
  }

  private void passed(Cursor c, Occurrence entry, Expr.Call call) {
    String name = call.name().orElse("");
    if (call.args().stream().anyMatch(a -> a instanceof Expr.StringLiteral)) {
      return; // a message shows where the entry is, not what is in it
    }
    if (name.equals("sg_is_last")) {
      c.cpuReads.add(entry);
      return;
    }
    int index = call.args().indexOf(entry.expr());
    Optional<KernelCall> known = KernelApi.builtIn().call(name, call.args().size());
    if (known.isPresent()) {
      if (onInput(known.get())) {
        c.cpuReads.add(entry);
      } else {
        c.obstacles.add(
            new Obstacle(entry, false, name + "() takes the list itself, not its vectors"));
      }
      return;
    }
    Optional<FunctionCode> callee =
        tree.callee(name, c.code)
            .flatMap(
                f -> functions.stream().filter(g -> g.function().equals(f.function())).findFirst());
    Optional<Cursor> parameter =
        callee.flatMap(f ->
            index < f.function().parameters().size()
                ? f.function().parameters().get(index).name().flatMap(n -> parameter(f, n))
                : Optional.empty());
    if (parameter.filter(p -> apart.contains(p.variable)).isPresent()) {
      c.handed.add(entry);
    } else if (parameter.isPresent()) {
      join(c, parameter.get());
    } else {
      c.obstacles.add(
          new Obstacle(
              entry,
              false,
              true,
              "the entry is handed to " + name + "(), whose body is not in view"));
    }
  }

  private Optional<Cursor> parameter(FunctionCode code, String name) {
    return cursors.values().stream()
        .filter(c -> c.code == code && c.variable.parameter() && c.variable.name().equals(name))
        .findFirst();
  }

  /// Whether a kernel call looks at the CPU side of an entry only.
  private static boolean onInput(KernelCall call) {
    return switch (call.effect()) {
      case COPY, COUNT -> true;
      case ACCESS -> call.subject() == org.sgdiet.analyzer.api.Subject.INPUT;
      default -> call.effect() == Effect.TEST;
    };
  }

  private static boolean isTarget(Occurrence o) {
    return o.parent()
        .filter(p ->
            switch (p.expr()) {
              case Expr.Assign a -> a.target().equals(o.expr());
              case Expr.Step _ -> true;
              case Expr.Unary(UnaryOperator op, Expr _, var _) -> op == UnaryOperator.ADDRESS_OF;
              default -> false;
            })
        .isPresent();
  }
}
