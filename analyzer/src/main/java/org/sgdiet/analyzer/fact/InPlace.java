// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.fact;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.flow.ListUse;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.model.flow.Root;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// Knows what a branch says of two lists: under `if (req->src == req->dst)` one mapping, for both
/// directions, serves the readers of both.
final class InPlace {

  private final DriverFlow facts;

  InPlace(DriverFlow facts) {
    this.facts = facts;
  }

  private record Pair(Expr left, Expr right) {}

  /// The lists that are the one that `map` maps, by the branch that it stands in.
  List<Path> others(FoundCall map, List<Path> back) {
    Body body = map.body();
    return pairs(body, map.call().span(), true)
        .flatMap(p -> other(body, p, back).stream())
        .flatMap(List::stream)
        .toList();
  }

  /// Whether a use stands where the list that comes from `back` is another than the used one.
  boolean isApart(ListUse use, List<Path> back) {
    return pairs(use.body(), use.span(), false)
        .flatMap(p -> other(use.body(), p, back).stream())
        .anyMatch(o -> facts.meets(use, o));
  }

  /// Whether the branches around a mapping and around another place say that they do not work on
  /// one list: one says that the list and another are one, and the other that they differ; or one
  /// says that they differ, and each place works on one of them.
  ///
  /// @param list what the other place works on
  boolean contradicts(FoundCall map, Body body, Span at, Expr list) {
    Span mapped = map.call().span();
    if (Stream.concat(pairs(map.body(), mapped, false), pairs(body, at, false))
        .findAny()
        .isEmpty()) {
      return false; // the usual case, and callers take long to follow
    }
    Set<Path> mine = map.subject().map(m -> seen(map.body(), m)).orElse(Set.of());
    Set<Path> theirs = seen(body, list);
    List<Sides> differ =
        Stream.concat(sides(map.body(), mapped, false), sides(body, at, false)).toList();
    List<Sides> equal =
        Stream.concat(sides(map.body(), mapped, true), sides(body, at, true)).toList();
    return differ.stream()
        .filter(d -> !facts.provenance().meet(List.copyOf(d.left()), List.copyOf(d.right())))
        .filter(d -> areSame(d.left(), mine) != areSame(d.right(), mine))
        .anyMatch(d -> equal.stream().anyMatch(d::areOf) || d.isOther(mine, theirs));
  }

  /// What the two sides of a pair are, as the callers of its function name them.
  private record Sides(Set<Path> left, Set<Path> right) {

    /// Whether a list is the side that `mine` is not, whoever calls.
    boolean isOther(Set<Path> mine, Set<Path> theirs) {
      Set<Path> other = areSame(left, mine) ? right : left;
      List<Path> named =
          theirs.stream()
              .filter(p -> !(p.root() instanceof Root.Parameter) || !p.members().isEmpty())
              .toList();
      return named.isEmpty()
          ? areSame(other, theirs)
          : named.stream().allMatch(p -> areSame(other, Set.of(p)));
    }

    boolean areOf(Sides other) {
      return (areSame(left, other.left) && areSame(right, other.right))
          || (areSame(left, other.right) && areSame(right, other.left));
    }
  }

  private Stream<Sides> sides(Body body, Span at, boolean equal) {
    return pairs(body, at, equal).map(p -> new Sides(seen(body, p.left()), seen(body, p.right())));
  }

  private Set<Path> seen(Body body, Expr list) {
    return facts.provenance().seenByCallers(facts.flow().paths(body, list));
  }

  /// Whether two lists are named by the same members, or are the same value.
  private static boolean areSame(Set<Path> a, Set<Path> b) {
    return a.stream()
        .anyMatch(p ->
            b.stream()
                .anyMatch(q ->
                    p.members().isEmpty()
                        ? p.equals(q) && !(p.root() instanceof Root.Unknown)
                        : p.members().equals(q.members())));
  }

  /// Where one of a pair comes from, when the other one comes from `back` and it does not.
  private Optional<List<Path>> other(Body body, Pair pair, List<Path> back) {
    List<Path> left = facts.provenance().of(body, pair.left());
    List<Path> right = facts.provenance().of(body, pair.right());
    boolean isLeft = facts.provenance().meet(left, back);
    boolean isRight = facts.provenance().meet(right, back);
    return isLeft == isRight ? Optional.empty() : Optional.of(isLeft ? right : left);
  }

  /// What the branches around a place say to be equal, or to differ.
  private static Stream<Pair> pairs(Body body, Span at, boolean equal) {
    return body.statements().stream()
        .flatMap(s ->
            s instanceof Stmt.If(Expr condition, Stmt then, Optional<Stmt> otherwise, _)
                ? then.span().contains(at)
                    ? pairs(condition, true, equal)
                    : otherwise.filter(o -> o.span().contains(at)).isPresent()
                        ? pairs(condition, false, equal)
                        : Stream.empty()
                : Stream.empty());
  }

  /// What a condition that `holds`, or does not, says to be equal, or to differ.
  private static Stream<Pair> pairs(Expr condition, boolean holds, boolean equal) {
    return switch (condition) {
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _) ->
          switch (operator) {
            case EQUAL -> holds == equal ? Stream.of(new Pair(left, right)) : Stream.empty();
            case NOT_EQUAL -> holds != equal ? Stream.of(new Pair(left, right)) : Stream.empty();
            case LOGICAL_AND, LOGICAL_OR ->
                holds == (operator == BinaryOperator.LOGICAL_AND)
                    ? Stream.concat(pairs(left, holds, equal), pairs(right, holds, equal))
                    : Stream.empty();
            default -> Stream.empty();
          };
      case Expr.Unary(UnaryOperator operator, Expr operand, _) when operator == UnaryOperator.NOT ->
          pairs(operand, !holds, equal);
      case Expr.Call(Expr.Name(String name, _), List<Expr> args, _)
          when args.size() == 1 && (name.equals("likely") || name.equals("unlikely")) ->
          pairs(args.getFirst(), holds, equal);
      default -> Stream.empty();
    };
  }
}
