// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.code.Occurrence;
import org.sgdiet.rewriter.edit.SourceText;
import org.sgdiet.rewriter.recipe.StraightWay.Kind;
import org.sgdiet.rewriter.recipe.StraightWay.Step;

/// How a function is left where a mapping fails in it: what it took on its way there is given back,
/// the last first, and then it goes where it went when something else was missing shortly before,
/// or tells its caller. Anything else that may have to be undone is a refusal.
final class UndoneBefore {

  private static final int DEEPEST = 3;

  private final FunctionCode code;
  private final CodeTree tree;
  private final SourceText text;

  UndoneBefore(FunctionCode code, CodeTree tree) {
    this.code = code;
    this.tree = tree;
    this.text = new SourceText(code.file().text());
  }

  /// The statements that leave the function, or the round of its loop, because `map` failed.
  List<String> leaving(Occurrence map) throws RefusedException {
    List<Step> way = StraightWay.to(map.statement(), code);
    if (!(code.parent(map.statement()).orElse(null) instanceof Stmt.Block)) {
      throw RefusedException.assist(map, "nobody checks this mapping: add the error path by hand");
    }
    Optional<EarlierExit> exit = EarlierExit.on(way, code);
    List<String> lines = new ArrayList<>();
    if (exit.isPresent()) {
      boolean round = way.stream().anyMatch(s -> s.kind() == Kind.INSIDE);
      if (round && exit.get().lines().getLast().startsWith("return")) {
        throw RefusedException.assist(
            map,
            "nobody checks this mapping, and the exit of its loop leaves mapped what earlier rounds"
                + " mapped: undo these by hand");
      }
      lines.addAll(undone(way.subList(exit.get().from(), way.size()), map, false));
      return ExitLabels.shortened(lines, exit.get().lines(), code);
    }
    plain(way, map);
    List<String> rest = new ErrorPath(code, tree).of(map);
    boolean dropsPacket = rest.size() > 1;
    lines.addAll(undone(way, map, dropsPacket));
    lines.addAll(rest);
    return lines;
  }

  /// Refuses a place that is come to more than once, or not straight down.
  private static void plain(List<Step> way, Occurrence map) throws RefusedException {
    for (Step step : way) {
      switch (step.kind()) {
        case INSIDE ->
            throw RefusedException.assist(
                map,
                "nobody checks this mapping, and it is made in a loop or a switch: what came before"
                    + " has to be undone by hand");
        case JOINED, UNREAD ->
            throw RefusedException.assist(
                map, "nobody checks this mapping, and the ways to it are not plain");
        case DONE, MAYBE, LEAVES -> {}
      }
    }
  }

  /// What one step took or wrote, and how that is undone.
  ///
  /// @param owned what points to memory that is given back
  private record Done(List<String> undo, Optional<String> owned) {}

  private List<String> undone(List<Step> way, Occurrence map, boolean drops)
      throws RefusedException {
    List<Done> all = new ArrayList<>();
    if (drops) {
      all.add(new Done(List.of(), packet()));
    }
    for (Step step : way) {
      for (Expr evaluated : step.evaluated()) {
        step(step, evaluated, all, map);
      }
    }
    return all.reversed().stream().flatMap(d -> d.undo().stream()).toList();
  }

  private Optional<String> packet() {
    return code.function().parameters().stream()
        .filter(p -> p.name().isPresent() && isPacket(p.name().get()))
        .flatMap(p -> p.name().stream())
        .findFirst();
  }

  private boolean isPacket(String parameter) {
    return code.occurrences().stream()
        .filter(o -> o.expr() instanceof Expr.Name(String id, _) && id.equals(parameter))
        .anyMatch(o -> pointsTo(o.expr(), "sk_buff"));
  }

  private boolean pointsTo(Expr expr, String struct) {
    return code.type(expr).decayed() instanceof CType.Pointer(CType.Tagged(TagKind _, String tag))
        && tag.equals(struct);
  }

  private void step(Step step, Expr evaluated, List<Done> all, Occurrence map)
      throws RefusedException {
    if (step.kind() != Kind.MAYBE) {
      Optional<Done> taken = taken(step, evaluated, all);
      if (taken.isPresent()) {
        for (Expr argument : taken(evaluated).map(Expr.Call::args).orElse(List.of())) {
          harmless(argument, all, map);
        }
        all.add(taken.get());
        return;
      }
      if (givenBack(step, all)) {
        return;
      }
    }
    harmless(evaluated, all, map);
  }

  /// The call whose result a step keeps, or that is all it does.
  private static Optional<Expr.Call> taken(Expr evaluated) {
    boolean[] more = {false};
    Expr.Call[] found = new Expr.Call[1];
    Parts.forEachExpr(
        evaluated,
        e -> {
          if (e instanceof Expr.Call c
              && c.name()
                  .filter(n -> Takings.back(n, "@", List.of()).isPresent() || n.contains("alloc"))
                  .isPresent()) {
            more[0] |= found[0] != null;
            found[0] = c;
          }
        });
    return more[0] ? Optional.empty() : Optional.ofNullable(found[0]);
  }

  private Optional<Done> taken(Step step, Expr evaluated, List<Done> all) {
    Optional<Expr.Call> call = taken(evaluated);
    if (call.isEmpty()) {
      return counted(step, evaluated).or(() -> stored(evaluated, all));
    }
    Optional<Expr> target = target(step.stmt(), evaluated, call.get());
    boolean alone = evaluated.span().equals(call.get().span());
    Optional<String> declared = declared(step.stmt(), call.get());
    if (target.isEmpty() && declared.isEmpty() && !alone) {
      return Optional.empty();
    }
    String keeper = target.map(t -> text.joined(t.span())).or(() -> declared).orElse("");
    Optional<String> back = back(call.get(), keeper);
    if (back.isEmpty() || (keeper.isEmpty() && back.get().contains("(,"))) {
      return Optional.empty();
    }
    boolean memory =
        call.get().name().filter(n -> Takings.isMemory(n) || isBuffer(call.get())).isPresent();
    if (memory && keeper.isEmpty()) {
      return Optional.empty();
    }
    boolean kept = memory && target.filter(t -> isShared(t, code) && !isOfNewObject(t)).isPresent();
    List<String> undo = kept ? List.of(back.get(), keeper + " = NULL;") : List.of(back.get());
    return Optional.of(new Done(undo, memory ? Optional.of(keeper) : Optional.empty()));
  }

  private Optional<String> back(Expr.Call call, String keeper) {
    List<String> args = call.args().stream().map(a -> text.joined(a.span())).toList();
    String name = call.name().orElse("");
    return isBuffer(call)
        ? Takings.back("alloc_skb", keeper, args)
        : Takings.back(name, keeper, args);
  }

  /// Whether a call gives a new packet buffer, as a driver's own function around the kernel's does.
  private boolean isBuffer(Expr.Call call) {
    return call.name().filter(n -> n.contains("alloc")).isPresent() && pointsTo(call, "sk_buff");
  }

  private static Optional<Expr> target(Stmt stmt, Expr evaluated, Expr.Call call) {
    if (evaluated instanceof Expr.Assign a) {
      return a.operator().isEmpty() && a.value().span().equals(call.span())
          ? Optional.of(a.target())
          : Optional.empty();
    }
    Expr[] found = new Expr[1];
    if (stmt instanceof Stmt.If) {
      Parts.forEachExpr(
          evaluated,
          e -> {
            if (e instanceof Expr.Assign a && a.value().span().equals(call.span())) {
              found[0] = a.target();
            }
          });
    }
    return Optional.ofNullable(found[0]);
  }

  private static Optional<String> declared(Stmt stmt, Expr.Call call) {
    return stmt instanceof Stmt.Declaration(var declarators, _)
        ? declarators.stream()
            .filter(d -> d.init().filter(v -> v.span().equals(call.span())).isPresent())
            .map(Stmt.Declarator::name)
            .findFirst()
        : Optional.empty();
  }

  /// Whether an lvalue is part of an object that this function has made, and so will be gone too.
  private boolean isOfNewObject(Expr lvalue) {
    return lvalue instanceof Expr.Member(Expr.Name base, boolean arrow, _, _, _)
        && arrow
        && code.occurrences().stream()
            .filter(o ->
                o.expr() instanceof Expr.Call made
                    && made.name().filter(Takings::isMemory).isPresent())
            .anyMatch(o ->
                o.parent().map(Occurrence::expr).orElse(null)
                        instanceof Expr.Assign(_, Expr.Name(String id, _), _, _)
                    ? id.equals(base.id())
                    : declared(o.statement(), (Expr.Call) o.expr())
                        .filter(base.id()::equals)
                        .isPresent());
  }

  /// A counter that went up or down by one, as a statement of its own.
  private Optional<Done> counted(Step step, Expr evaluated) {
    if (step.stmt() instanceof Stmt.Expression
        && evaluated instanceof Expr.Step s
        && isShared(s.operand(), code)) {
      String counter = text.joined(s.operand().span());
      return Optional.of(
          new Done(List.of(counter + (s.increment() ? "--;" : "++;")), Optional.empty()));
    }
    return Optional.empty();
  }

  /// A pointer to what will be gone, kept where others see it.
  private Optional<Done> stored(Expr evaluated, List<Done> all) {
    if (evaluated instanceof Expr.Assign a
        && a.operator().isEmpty()
        && isShared(a.target(), code)
        && isOwned(text.joined(a.value().span()), all)) {
      return Optional.of(
          new Done(List.of(text.joined(a.target().span()) + " = NULL;"), Optional.empty()));
    }
    return Optional.empty();
  }

  private static boolean isOwned(String spelled, List<Done> all) {
    return all.stream().anyMatch(d -> d.owned().filter(spelled::equals).isPresent());
  }

  /// Whether a step gives back what an earlier one took.
  private boolean givenBack(Step step, List<Done> all) {
    String spelled = text.joined(step.stmt().span());
    return step.stmt() instanceof Stmt.Expression
        && all.removeIf(d -> d.undo().equals(List.of(spelled)));
  }

  /// Refuses what leaves something behind.
  private void harmless(Expr evaluated, List<Done> all, Occurrence map) throws RefusedException {
    List<Expr> inside = new ArrayList<>();
    Parts.forEachExpr(evaluated, inside::add);
    for (Expr e : inside) {
      if (e instanceof Expr.Call call && !harmless(call, code, DEEPEST, new HashSet<>())) {
        throw RefusedException.assist(
            map,
            "nobody checks this mapping, and what %s() did before may have to be undone: add the"
                    .formatted(call.name().orElse("a callback"))
                + " error path by hand");
      }
      if (outlives(e, code) && !isInside(e, all)) {
        throw RefusedException.assist(
            map,
            "nobody checks this mapping, and what was written on line "
                + code.file().line(e.span().start())
                + " may have to be undone: add the error path by hand");
      }
    }
  }

  /// Whether an expression writes to memory that is given back.
  private boolean isInside(Expr write, List<Done> all) {
    Expr target =
        switch (write) {
          case Expr.Assign a -> a.target();
          case Expr.Step s -> s.operand();
          default -> write;
        };
    for (Expr at = target; ; ) {
      if (isOwned(text.joined(at.span()), all)) {
        return !at.span().equals(target.span());
      }
      switch (at) {
        case Expr.Member m -> at = m.base();
        case Expr.Index i -> at = i.base();
        default -> {
          return false;
        }
      }
    }
  }

  /// Whether a call leaves nothing behind. Of functions of the driver the body is asked; those of
  /// the kernel's headers may be stubs of another configuration.
  private boolean harmless(Expr.Call call, FunctionCode in, int depth, Set<String> seen) {
    Optional<String> name = call.name();
    if (name.isEmpty()) {
      return false;
    }
    if (Takings.isHarmless(name.get()) || KernelApi.isMessage(name.get())) {
      return true;
    }
    Optional<Expr> written =
        in.names()
            .macro(name.get())
            .filter(m -> depth > 0 && !m.path().startsWith("include/"))
            .flatMap(_ -> in.names().expand(call));
    if (written.isPresent()) {
      return isHarmless(written.get(), in, depth - 1, seen);
    }
    Optional<FunctionCode> callee =
        depth == 0 || !seen.add(name.get()) ? Optional.empty() : tree.callee(name.get(), in);
    return callee
        .filter(f -> !f.file().path().startsWith("include/"))
        .filter(f ->
            f.occurrences().stream()
                .allMatch(o ->
                    !outlives(o.expr(), f)
                        && !(o.expr() instanceof Expr.Call inner
                            && !harmless(inner, f, depth - 1, seen))))
        .isPresent();
  }

  /// Whether what a macro stands for leaves nothing behind.
  private boolean isHarmless(Expr expanded, FunctionCode in, int depth, Set<String> seen) {
    List<Expr> inside = new ArrayList<>();
    Parts.forEachExpr(expanded, inside::add);
    return inside.stream()
        .noneMatch(e ->
            e instanceof Expr.Unread
                || e instanceof Expr.StatementExpr
                || outlives(e, in)
                || (e instanceof Expr.Call inner && !harmless(inner, in, depth, seen)));
  }

  /// Whether an expression writes what is still there when the function has been left.
  private static boolean outlives(Expr expr, FunctionCode in) {
    return switch (expr) {
      case Expr.Assign a -> isShared(a.target(), in);
      case Expr.Step s -> isShared(s.operand(), in);
      default -> false;
    };
  }

  private static boolean isShared(Expr target, FunctionCode in) {
    return switch (target) {
      case Expr.Name _ -> !(Entity.of(target, in).orElse(null) instanceof Entity.Local);
      case Expr.Member(Expr base, boolean arrow, _, _, _) -> arrow || isShared(base, in);
      case Expr.Index(Expr base, _, _) ->
          !(base instanceof Expr.Name n
              && in.type(n) instanceof CType.Array
              && Entity.of(n, in).orElse(null) instanceof Entity.Local);
      default -> true;
    };
  }
}
