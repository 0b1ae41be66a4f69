// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;
import org.sgdiet.rewriter.code.Entity;
import org.sgdiet.rewriter.code.Flow;
import org.sgdiet.rewriter.code.FunctionCode;
import org.sgdiet.rewriter.edit.SourceText;
import org.sgdiet.rewriter.recipe.StraightWay.Kind;
import org.sgdiet.rewriter.recipe.StraightWay.Step;

/// The exit that a function takes when the last thing that it needs before a place cannot be had:
/// `if (!skb) goto out;`. It knows what to do about all that was done before.
///
/// @param from the first step of the way that the exit does not undo: it takes what is tested
/// @param lines the statements of the exit, for a failure that has no error code of its own
record EarlierExit(int from, List<String> lines) {

  /// How far before its test a call may stand.
  private static final int NEAR = 3;

  /// The last such exit on the way.
  static Optional<EarlierExit> on(List<Step> way, FunctionCode code) {
    for (int i = way.size() - 1; i >= 0; i--) {
      Step step = way.get(i);
      if (step.kind() == Kind.INSIDE || step.kind() == Kind.JOINED || step.kind() == Kind.UNREAD) {
        return Optional.empty();
      }
      if (step.kind() == Kind.LEAVES) {
        Optional<EarlierExit> exit = at(way, i, code);
        if (exit.isPresent()) {
          return exit;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<EarlierExit> at(List<Step> way, int index, FunctionCode code) {
    Stmt.If branch = (Stmt.If) way.get(index).stmt();
    Optional<Expr> tested = missing(branch.condition());
    if (tested.isEmpty() || branch.otherwise().isPresent()) {
      return Optional.empty();
    }
    SourceText text = new SourceText(code.file().text());
    boolean inTest = tested.get() instanceof Expr.Assign;
    String kept =
        text.joined((tested.get() instanceof Expr.Assign a ? a.target() : tested.get()).span());
    int from = inTest ? index : taking(way, index, kept, text);
    if (from < 0) {
      return Optional.empty();
    }
    Optional<List<String>> lines = lines(branch.then(), kept, text);
    return lines
        .filter(_ -> readsNothingNew(way.subList(from, way.size()), branch, code))
        .map(l -> new EarlierExit(from, l));
  }

  /// What a condition finds missing: `!x`, `x == NULL`, `IS_ERR(x)`, `dma_mapping_error(dev, x)`.
  private static Optional<Expr> missing(Expr condition) {
    return switch (condition) {
      case Expr.Unary(var operator, Expr operand, _) when operator == UnaryOperator.NOT ->
          isObject(operand);
      case Expr.Binary(var operator, Expr left, Expr right, _)
          when operator == BinaryOperator.EQUAL && isNothing(right) ->
          isObject(left);
      case Expr.Call call when call.args().size() == 1 ->
          switch (call.name().orElse("")) {
            case "unlikely" -> missing(call.args().getFirst());
            case "IS_ERR", "IS_ERR_OR_NULL" -> isObject(call.args().getFirst());
            default -> Optional.empty();
          };
      case Expr.Call call when call.name().equals(Optional.of("dma_mapping_error")) ->
          isObject(call.args().getLast());
      default -> Optional.empty();
    };
  }

  private static boolean isNothing(Expr expr) {
    return expr instanceof Expr.Name(String id, _) && id.equals("NULL");
  }

  private static Optional<Expr> isObject(Expr expr) {
    return switch (expr) {
      case Expr.Name _, Expr.Member _, Expr.Index _ -> Optional.of(expr);
      case Expr.Assign a when a.operator().isEmpty() && a.value() instanceof Expr.Call ->
          Optional.of(a);
      default -> Optional.empty();
    };
  }

  /// The step shortly before a test that takes what is tested; -1 when there is none.
  private static int taking(List<Step> way, int index, String kept, SourceText text) {
    for (int i = index - 1; i >= 0 && i >= index - NEAR; i--) {
      if (way.get(i).kind() != Kind.DONE) {
        return -1;
      }
      boolean takes =
          switch (way.get(i).stmt()) {
            case Stmt.Expression(Expr.Assign a, _) ->
                text.joined(a.target().span()).equals(kept) && a.value() instanceof Expr.Call;
            case Stmt.Declaration(var declarators, _) ->
                declarators.stream()
                    .anyMatch(d ->
                        d.name().equals(kept)
                            && d.init().filter(v -> v instanceof Expr.Call).isPresent());
            default -> false;
          };
      if (takes) {
        return i;
      }
    }
    return -1;
  }

  /// The statements of the exit; empty when they are more than plain statements, or tell of what is
  /// missing.
  private static Optional<List<String>> lines(Stmt then, String kept, SourceText text) {
    List<Stmt> body = then instanceof Stmt.Block(List<Stmt> inner, _) ? inner : List.of(then);
    List<String> lines = new ArrayList<>();
    for (Stmt stmt : body) {
      boolean plain =
          switch (stmt) {
            case Stmt.Expression _, Stmt.Return _, Stmt.Goto _, Stmt.Break _, Stmt.Continue _ ->
                true;
            default -> false;
          };
      if (!plain) {
        return Optional.empty();
      }
      if (!isMessage(stmt)) {
        String line =
            text.joined(stmt.span())
                .replace("ERR_CAST(" + kept + ")", "ERR_PTR(-ENOMEM)")
                .replace("PTR_ERR(" + kept + ")", "-ENOMEM");
        if (line.matches(".*(?<![\\w.>])" + java.util.regex.Pattern.quote(kept) + "(?!\\w).*")) {
          return Optional.empty();
        }
        lines.add(line);
      }
    }
    return Optional.of(List.copyOf(lines));
  }

  private static boolean isMessage(Stmt stmt) {
    return stmt instanceof Stmt.Expression(Expr.Call call, _)
        && (call.name().filter(KernelApi::isMessage).isPresent()
            || call.args().stream()
                .anyMatch(a -> a instanceof Expr.StringLiteral s && s.text().contains(" ")));
  }

  /// Whether the exit reads no local that is written behind it on the way.
  private static boolean readsNothingNew(List<Step> way, Stmt.If branch, FunctionCode code) {
    Flow flow = Flow.of(code);
    return way.stream()
        .flatMap(s -> written(s, code).stream())
        .noneMatch(l -> !flow.readsOn(branch, true, l, code).isEmpty());
  }

  private static Set<Entity.Local> written(Step step, FunctionCode code) {
    Set<Entity.Local> locals = new java.util.LinkedHashSet<>();
    if (step.stmt() instanceof Stmt.Declaration(var declarators, _)) {
      declarators.stream()
          .filter(d -> d.init().isPresent())
          .forEach(d ->
              locals.add(
                  new Entity.Local(code.file().path(), d.name(), d.nameSpan().start(), false)));
    }
    for (Expr evaluated : step.evaluated()) {
      Parts.forEachExpr(
          evaluated,
          e -> {
            Optional<Expr> target =
                switch (e) {
                  case Expr.Assign a -> Optional.of(a.target());
                  case Expr.Step s -> Optional.of(s.operand());
                  default -> Optional.empty();
                };
            target
                .flatMap(t -> Entity.of(t, code))
                .filter(Entity.Local.class::isInstance)
                .ifPresent(l -> locals.add((Entity.Local) l));
          });
    }
    return locals;
  }
}
