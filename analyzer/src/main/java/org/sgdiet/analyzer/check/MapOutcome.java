// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Exits;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;

/// A mapping call with the error exits behind it, told apart by what they know about it.
///
/// @param result where the count, errno or handle is kept, as written; empty when it is not
/// @param place what is mapped: the list, or where the handle is kept
/// @param undoings the unmapping calls that belong to it
/// @param undoers functions of the driver in which one of them is made, or that call such a one
record MapOutcome(
    FoundCall map,
    Optional<String> result,
    Optional<Expr> place,
    List<FoundCall> undoings,
    Set<String> undoers) {

  private static final int DEPTH = 3;

  static MapOutcome of(FoundCall map, DriverFacts facts) {
    return facts.once(map, MapOutcome.class, () -> find(map, facts));
  }

  private static MapOutcome find(FoundCall map, DriverFacts facts) {
    Optional<Definition> kept =
        map.body().definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .findFirst();
    List<FoundCall> undoings = facts.belonging(map, SiteKind.UNMAP);
    return new MapOutcome(
        map,
        kept.map(d -> map.body().text(d.target())),
        map.isList() ? map.subject() : kept.map(Definition::target),
        undoings,
        undoers(map, undoings, facts));
  }

  /// A call of a function of the driver, taken for the mapping that the function makes.
  ///
  /// @param inner the mapping call in the function
  static MapOutcome ofCall(FoundCall call, FoundCall inner, DriverFacts facts) {
    MapOutcome within = of(inner, facts);
    return new MapOutcome(
        call, Optional.empty(), Optional.empty(), within.undoings(), within.undoers());
  }

  private static Set<String> undoers(FoundCall map, List<FoundCall> undoings, DriverFacts facts) {
    Set<String> names = new LinkedHashSet<>();
    undoings.stream().filter(u -> u.body() != map.body()).forEach(u -> names.add(u.body().name()));
    for (int i = 0; i < DEPTH && !names.isEmpty(); i++) {
      Set<String> known = Set.copyOf(names);
      facts
          .flow()
          .near(map.body().file().path())
          .forEach(f -> names.addAll(f.namesOfCallers(known)));
      names.remove(map.body().name());
    }
    return names;
  }

  /// The exits that are taken for another reason while the mapping stands.
  List<ErrorExit> otherFailures() {
    return behind().filter(e -> !asks(e)).toList();
  }

  private Stream<ErrorExit> behind() {
    return ErrorExit.of(map.body()).stream()
        .filter(e -> e.at().start() > map.call().span().end() && !isAlternative(e.at()));
  }

  /// Whether a place stands in the other branch of an `if`, or behind it because the mapping's own
  /// branch never comes out.
  private boolean isAlternative(Span at) {
    return map.body().statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.If(_, Stmt then, var otherwise, _)
                && then.span().contains(map.call().span())
                && (otherwise.filter(o -> o.span().contains(at)).isPresent()
                    || (!then.span().contains(at) && Exits.leaves(then))));
  }

  private boolean asks(ErrorExit exit) {
    return exit.conditions().stream().anyMatch(c -> asksAbout(c, false));
  }

  /// Whether a condition looks at the mapping, its result, or what was asked about its result.
  ///
  /// @param sure whether nothing else may be what it looks at
  private boolean asksAbout(Expr condition, boolean sure) {
    if (condition.span().contains(map.call().span())) {
      return true;
    }
    return Parts.anyExpr(
        condition, e -> e instanceof Expr.Name name ? comesFrom(name, sure) : isResult(e));
  }

  private boolean isResult(Expr e) {
    return result.filter(map.body().text(e)::equals).isPresent();
  }

  /// Whether the value that a local has here was made by the mapping, or by a question about it.
  private boolean comesFrom(Expr.Name name, boolean sure) {
    List<Definition> reaching =
        Reaching.at(map.body(), name.id(), name.span().start()).definitions();
    return (!sure || reaching.size() == 1)
        && reaching.stream()
            .flatMap(d -> d.value().stream())
            .anyMatch(v -> v.span().contains(map.call().span()) || isQuestion(v));
  }

  private boolean isQuestion(Expr value) {
    return value instanceof Expr.Call call
        && call.name().filter(n -> n.endsWith("mapping_error")).isPresent()
        && mentionsResult(value);
  }

  private boolean mentionsResult(Expr value) {
    return Parts.anyExpr(value, this::isResult);
  }

  /// Whether an unmap names the very handle or list of the mapping.
  boolean meansThis(Expr.Call unmap) {
    Optional<String> subject = map.isList() ? map.subject().map(e -> map.body().text(e)) : result;
    return subject
        .filter(s -> unmap.args().stream().anyMatch(a -> map.body().text(a).equals(s)))
        .isPresent();
  }

  /// Whether a call undoes the mapping: an unmap that belongs to it, or a function of the driver in
  /// which one stands.
  boolean undoes(Expr.Call call) {
    return unmaps(call) || call.name().filter(undoers::contains).isPresent();
  }

  /// Whether the handle stands in what the argument of a call points to.
  boolean isKeptIn(Expr.Call call) {
    return result
        .filter(r -> call.args().stream().anyMatch(a -> r.startsWith(map.body().text(a) + "->")))
        .isPresent();
  }

  /// Whether an unmap names what is mapped, by the last name at least.
  boolean resembles(Expr.Call unmap) {
    if (isOfAnotherElement(unmap)) {
      return false;
    }
    Optional<String> given = map.subject().map(s -> map.body().text(s));
    if (given
        .filter(g -> unmap.args().stream().anyMatch(a -> map.body().text(a).equals(g)))
        .isPresent()) {
      return true;
    }
    Optional<String> name = map.isList() ? map.subject().flatMap(MapOutcome::lastName) : result();
    return name.map(n -> n.substring(n.lastIndexOf('>') + 1))
        .map(n -> n.substring(n.lastIndexOf('.') + 1))
        .filter(n -> unmap.args().stream().anyMatch(a -> map.body().text(a).endsWith(n)))
        .isPresent();
  }

  private static Optional<String> lastName(Expr list) {
    return switch (list) {
      case Expr.Name(String id, _) -> Optional.of(id);
      case Expr.Member(Expr base, _, String field, _, _) ->
          field.equals("sgl") ? lastName(base) : Optional.of(field);
      case Expr.Unary(_, Expr operand, _) -> lastName(operand);
      case Expr.Index(Expr base, _, _) -> lastName(base);
      case Expr.Cast(_, Expr operand, _) -> lastName(operand);
      default -> Optional.empty();
    };
  }

  /// Whether a call is an unmap that belongs to the mapping.
  boolean unmaps(Expr.Call call) {
    return undoings.stream()
            .anyMatch(u -> u.body() == map.body() && u.call().span().equals(call.span()))
        && !isOfAnotherElement(call);
  }

  /// Whether a call names another element of the array in which the mapping is kept.
  private boolean isOfAnotherElement(Expr.Call call) {
    return place
        .filter(p -> call.args().stream().anyMatch(a -> Elements.areApart(map.body(), p, a)))
        .isPresent();
  }
}
