// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.api.KernelApi;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.check.Finding.Note;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.fact.SiteKind;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// The result of a mapping call tested as if another call had returned it.
final class MisreadsMapResult implements Check {

  private static final Set<BinaryOperator> ORDER =
      EnumSet.of(
          BinaryOperator.LESS,
          BinaryOperator.LESS_OR_EQUAL,
          BinaryOperator.GREATER,
          BinaryOperator.GREATER_OR_EQUAL);

  private static final Rule RULE =
      new Rule(
          "misreads-map-result",
          "the result of a mapping call is tested for a failure that it never tells this way",
          "dma_map_sg() returns 0 when it fails and is unsigned: it is never negative."
              + " dma_map_sgtable() returns 0 when it is good and a negative errno otherwise,"
              + " scsi_dma_map() 0 for a command without data and a negative errno when it fails.",
          "A failed dma_map_sg() is taken for a good one, and the device gets entries that are not"
              + " mapped; a good dma_map_sgtable() is taken for a failure and stays mapped.",
          "Test dma_map_sg() with !n, dma_map_sgtable() with ret or ret < 0, scsi_dma_map() with"
              + " n < 0.",
          "Documentation/core-api/dma-api.rst, dma_map_sg() and dma_map_sgtable(), 7.3");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    new SuccessTakenForCount(facts).find().forEach(m -> report(m, findings));
    for (FoundCall map : facts.calls()) {
      if (map.kind() == SiteKind.MAP && map.isList()) {
        List<Expr> tests = tests(map);
        asked(map)
            .ifPresent(
                t -> report(map, t, "it tells no address that could be asked about", findings));
        if (map.kernel().returns() == Returns.COUNT_OR_ZERO
            && !tests.isEmpty()
            && tests.stream().allMatch(MisreadsMapResult::isNegative)) {
          report(map, tests.getFirst(), "it fails with 0, which this takes for good", findings);
        } else if (map.kernel().returns() == Returns.ZERO_OR_ERRNO) {
          tests.stream()
              .filter(t -> isZero(t) && fails(map.body(), t))
              .findFirst()
              .ifPresent(t -> report(map, t, "it is good with 0, which this refuses", findings));
        } else if (map.kernel().returns() == Returns.NEGATIVE_OR_COUNT
            && !tests.isEmpty()
            && tests.stream().allMatch(t -> isZero(t) || isResult(map, t))
            && !isCompared(map)
            && map.body().returned().stream().noneMatch(r -> isResult(map, r))) {
          report(
              map, tests.getFirst(), "it fails with a negative number, a count for this", findings);
        }
      }
    }
  }

  private static void report(SuccessTakenForCount.Misuse misuse, Findings findings) {
    findings.add(
        RULE,
        misuse.body(),
        misuse.kept().span(),
        Confidence.HIGH,
        "the result of %s() is used as a count, '%s'; it is 0 when the call is good"
            .formatted(misuse.kept().name().orElse(""), misuse.user().text(misuse.count())),
        List.of(
            new Note(
                misuse.user().file().path(),
                misuse.user().line(misuse.count().span().start()),
                "used here, in " + misuse.user().name() + "()")));
  }

  private static void report(FoundCall map, Expr test, String what, Findings findings) {
    findings.add(
        RULE,
        map.body(),
        test.span(),
        Confidence.HIGH,
        "'%s' misreads the result of %s(): %s"
            .formatted(map.body().shown(test), map.kernel().name(), what),
        List.of(new Note(map.place().file(), map.place().line(), "mapped here")),
        fix(map, test));
  }

  /// The test that the call's result wants. Where the result itself is returned as the error, more
  /// has to change: a failed dma_map_sg() would return 0.
  private static Optional<Fix> fix(FoundCall map, Expr test) {
    String wanted =
        switch (map.kernel().returns()) {
          case COUNT_OR_ZERO -> "==";
          case ZERO_OR_ERRNO, NEGATIVE_OR_COUNT -> "<";
          default -> "";
        };
    Optional<Fix.Change> change =
        switch (test) {
          case Expr.Binary(var _, Expr left, Expr right, _) ->
              Optional.of(
                  new Fix.Change(
                      new Span(closed(map, left.span(), right), right.span().start()),
                      " " + wanted + " "));
          case Expr.Unary(_, Expr.Name name, Span span) ->
              Optional.of(
                  new Fix.Change(span, map.body().file().text(name.span()) + " " + wanted + " 0"));
          default -> Optional.empty();
        };
    boolean whole =
        map.kernel().returns() == Returns.ZERO_OR_ERRNO
            || (map.body().returned().stream().noneMatch(r -> isResult(map, r))
                && !isHandedOut(map, test));
    return change
        .filter(_ -> !wanted.isEmpty())
        .map(c -> Fix.inside(map.body(), test.span(), c))
        .map(f -> whole ? f : f.displayOnly());
  }

  /// Whether the branch behind a test goes on with the result as its error: reads it, or leaves it
  /// in what is returned, and sets no other there.
  private static boolean isHandedOut(FoundCall map, Expr test) {
    Set<String> kept = new HashSet<>();
    map.body().definitions().stream()
        .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
        .forEach(d -> kept.add(map.body().text(d.target())));
    return map.body().statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.If(Expr condition, Stmt then, _, _)
                && condition.span().contains(test.span())
                && kept.stream().anyMatch(k -> goesOut(map.body(), k, then.span())));
  }

  private static boolean goesOut(Body body, String variable, Span branch) {
    boolean written =
        body.definitions().stream()
            .anyMatch(d -> branch.contains(d.span()) && body.text(d.target()).equals(variable));
    boolean read =
        body.expressions().stream()
            .filter(e -> branch.contains(e.span()) && body.text(e).equals(variable))
            .anyMatch(e -> !isOnlyTold(body, e));
    boolean returned = body.returned().stream().anyMatch(r -> body.text(r).equals(variable));
    return !written && (read || returned);
  }

  private static boolean isOnlyTold(Body body, Expr value) {
    return body.calls().stream()
        .anyMatch(c ->
            c.span().contains(value.span()) && c.name().filter(KernelApi::isMessage).isPresent());
  }

  /// Behind the parentheses that close after the left side of a comparison.
  private static int closed(FoundCall map, Span left, Expr right) {
    int from = left.end();
    int to = right.span().start();
    return from + map.body().file().text(new Span(from, to)).lastIndexOf(')') + 1;
  }

  /// A dma_mapping_error() that is asked about the result of a list's mapping.
  private static Optional<Expr> asked(FoundCall map) {
    return map.body().calls().stream()
        .filter(c -> c.name().filter(n -> n.endsWith("dma_mapping_error")).isPresent())
        .filter(c -> c.args().size() == 2 && isResult(map, c.args().get(1)))
        .map(Expr.class::cast)
        .findFirst();
  }

  /// The smallest tests of the call, or of the variable that has its result and no other one; of a
  /// variable that is used in another way in a condition, that condition.
  private static List<Expr> tests(FoundCall map) {
    List<Expr> found = new ArrayList<>();
    for (Stmt stmt : map.body().statements()) {
      if (stmt instanceof Stmt.If(Expr condition, _, _, _)
          && condition.span().end() >= map.call().span().end()) {
        List<Expr> parts = new ArrayList<>();
        Parts.forEachExpr(condition, parts::add);
        parts.stream()
            .filter(p -> isResult(map, p))
            .findFirst()
            .ifPresent(r ->
                found.add(parts.stream().filter(p -> looksAt(p, r)).findFirst().orElse(condition)));
      }
    }
    return found;
  }

  private static boolean looksAt(Expr test, Expr result) {
    return switch (test) {
      case Expr.Binary(var _, Expr left, _, _) -> left.span().equals(result.span());
      case Expr.Unary(UnaryOperator operator, Expr operand, _) ->
          operator == UnaryOperator.NOT && operand.span().equals(result.span());
      default -> test.span().equals(result.span());
    };
  }

  private static boolean isResult(FoundCall map, Expr part) {
    return part.span().equals(map.call().span())
        || (part instanceof Expr.Assign(_, _, Expr value, _)
            && value.span().equals(map.call().span()))
        || (part instanceof Expr.Name(String id, var at) && holds(map, id, at.start()))
        || (part instanceof Expr.Member member && holds(map, member));
  }

  /// Whether the last thing that the function stored in a member, on the lines before, is the
  /// result.
  private static boolean holds(FoundCall map, Expr.Member member) {
    String text = map.body().text(member);
    return map.body().definitions().stream()
        .filter(d -> d.span().end() <= member.span().start())
        .filter(d -> map.body().text(d.target()).equals(text))
        .reduce((_, last) -> last)
        .flatMap(Definition::value)
        .filter(v -> v.span().equals(map.call().span()))
        .isPresent();
  }

  private static boolean holds(FoundCall map, String id, int offset) {
    Reaching reaching = Reaching.at(map.body(), id, offset);
    return map.body().declares(id)
        && reaching.definitions().size() == 1
        && reaching
            .definitions()
            .getFirst()
            .value()
            .filter(v -> v.span().equals(map.call().span()))
            .isPresent();
  }

  /// Whether the result is held against a number anywhere, as `BUG_ON(n < 0)` does.
  private static boolean isCompared(FoundCall map) {
    List<Expr> parts = new ArrayList<>();
    map.body().statements().forEach(s -> Parts.forEachExpr(s, parts::add));
    return parts.stream()
        .anyMatch(p ->
            p instanceof Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
                && ORDER.contains(operator)
                && right instanceof Expr.NumberLiteral
                && isResult(map, left));
  }

  private static boolean isNegative(Expr test) {
    return test instanceof Expr.Binary(BinaryOperator operator, _, Expr right, _)
        && operator == BinaryOperator.LESS
        && isNull(right);
  }

  private static boolean isZero(Expr test) {
    return switch (test) {
      case Expr.Binary(BinaryOperator operator, _, Expr right, _) ->
          (operator == BinaryOperator.EQUAL || operator == BinaryOperator.LESS_OR_EQUAL)
              && isNull(right);
      case Expr.Unary(UnaryOperator operator, _, _) -> operator == UnaryOperator.NOT;
      default -> false;
    };
  }

  private static boolean isNull(Expr number) {
    return number instanceof Expr.NumberLiteral(String text, _) && text.equals("0");
  }

  /// Whether the branch that `test` alone decides on is left with an error.
  private static boolean fails(Body body, Expr test) {
    return ErrorExit.of(body).stream()
        .map(ErrorExit::conditions)
        .filter(c -> !c.isEmpty())
        .anyMatch(c -> c.getLast().span().equals(test.span()));
  }
}
