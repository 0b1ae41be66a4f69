// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// Tells whether an argument of a mapping call can be written again where the mapping is undone,
/// and still means the same there.
final class InScope {

  private InScope() {}

  /// The text that gives the undoing call what the mapping call was given; empty when it is not
  /// known to.
  static Optional<String> at(FoundCall undo, FoundCall map, Expr value) {
    Set<String> names = new TreeSet<>();
    boolean same =
        isPlain(value, names)
            && (names.isEmpty()
                || (undo.body() == map.body()
                    ? isUntouched(undo, map, value, names)
                    : isOfTheList(undo, map, names)));
    return same
        ? Optional.of(map.body().file().text(value.span()).replaceAll("\\s+", " "))
        : Optional.empty();
  }

  /// Whether an expression only reads; collects the variables it starts from. Names in capitals are
  /// constants.
  private static boolean isPlain(Expr expr, Set<String> names) {
    return switch (expr) {
      case Expr.Name(String id, _) -> {
        if (!id.matches("[A-Z0-9_]+")) {
          names.add(id);
        }
        yield true;
      }
      case Expr.NumberLiteral _, Expr.TypeOperand _ -> true;
      case Expr.Member m -> isPlain(m.base(), names);
      case Expr.Unary(_, Expr operand, _) -> isPlain(operand, names);
      case Expr.Cast(_, Expr operand, _) -> isPlain(operand, names);
      case Expr.SizeOf(Expr operand, _) -> isPlain(operand, names);
      case Expr.Index(Expr base, Expr index, _) -> isPlain(base, names) && isPlain(index, names);
      case Expr.Conditional(Expr condition, Optional<Expr> then, Expr otherwise, _) ->
          isPlain(condition, names)
              && then.map(t -> isPlain(t, names)).orElse(true)
              && isPlain(otherwise, names);
      case Expr.Binary(_, Expr left, Expr right, _) ->
          isPlain(left, names) && isPlain(right, names);
      default -> false;
    };
  }

  /// Whether nothing that the value is read from is set between the two calls, not by the mapping
  /// call itself either, and each variable can be seen from the second.
  private static boolean isUntouched(FoundCall undo, FoundCall map, Expr value, Set<String> names) {
    int start = map.call().span().start();
    int end = undo.call().span().end();
    if (start > end || !map.body().loopAround(start).equals(map.body().loopAround(end))) {
      return false;
    }
    List<Expr> parts = new ArrayList<>();
    Parts.forEachExpr(value, parts::add);
    Set<String> read = new TreeSet<>();
    parts.forEach(p -> read.add(map.body().text(p)));
    return names.stream().allMatch(n -> isVisible(undo, n))
        && map.body().definitions().stream()
            .filter(d -> d.span().end() > start && d.span().start() < end)
            .noneMatch(d -> read.contains(map.body().text(d.target())));
  }

  /// Whether a parameter, the one local of a name that is declared around a call, or something
  /// outside of the function.
  private static boolean isVisible(FoundCall call, String name) {
    Body body = call.body();
    long declared = body.statements().stream().filter(s -> declares(s, name)).count();
    if (!body.declares(name) || body.parameter(name).isPresent()) {
      return declared == 0;
    }
    return declared == 1
        && body.statements().stream()
            .anyMatch(s ->
                s instanceof Stmt.Block(List<Stmt> inner, Span span)
                    && span.contains(call.call().span())
                    && inner.stream().anyMatch(i -> declares(i, name)));
  }

  private static boolean declares(Stmt stmt, String name) {
    return stmt instanceof Stmt.Declaration(List<Stmt.Declarator> all, _)
        && all.stream().anyMatch(d -> d.name().equals(name));
  }

  /// Whether the value is read from the variable that the list is read from, and both functions
  /// name list and variable alike: `data->sg_len` beside `data->sg`.
  private static boolean isOfTheList(FoundCall undo, FoundCall map, Set<String> names) {
    Optional<Expr> mine = undo.subject();
    Optional<Expr> theirs = map.subject();
    Set<String> known = new TreeSet<>();
    return mine.isPresent()
        && theirs.isPresent()
        && undo.body().text(mine.get()).equals(map.body().text(theirs.get()))
        && isPlain(mine.get(), known)
        && !(mine.get() instanceof Expr.Name)
        && known.containsAll(names)
        && names.stream()
            .allMatch(n ->
                map.body().typeOf(n).isPresent()
                    && map.body().typeOf(n).equals(undo.body().typeOf(n)));
  }
}
