// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.api.Returns;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.call.Definition;
import org.sgdiet.analyzer.model.flow.Reaching;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// What a condition without `&&`, `||` and `!` says about a mapping call.
///
/// @param map the call, of a kernel function or of one of the driver's that maps
/// @param result where the count, errno or handle is kept, as written; empty when it is not
/// @param inverted whether it is the failure of the call that leaves something mapped
record MapTest(FoundCall map, Optional<String> result, boolean inverted) {

  /// What is known in one branch.
  enum Says {
    /// Nothing.
    NOTHING,
    MAPPED,
    FAILED
  }

  static MapTest of(FoundCall map) {
    return new MapTest(
        map,
        map.body().definitions().stream()
            .filter(d -> d.value().filter(v -> v.span().contains(map.call().span())).isPresent())
            .map(d -> map.body().text(d.target()))
            .findFirst(),
        false);
  }

  /// The same call, when what it mapped before it failed stays mapped.
  MapTest ofFailure() {
    return new MapTest(map, result, true);
  }

  /// Whether a condition looks at the mapping at all, in a way that is understood or not.
  boolean asks(Expr condition) {
    return Parts.anyExpr(
        condition,
        e ->
            e.span().equals(map.call().span())
                || (e instanceof Expr.Name name ? mayComeFrom(name) : isResult(e)));
  }

  private boolean mayComeFrom(Expr.Name name) {
    return Reaching.at(map.body(), name.id(), name.span().start()).definitions().stream()
        .flatMap(d -> d.value().stream())
        .anyMatch(v ->
            v.span().contains(map.call().span()) || (v instanceof Expr.Call c && isQuestion(c)));
  }

  /// Whether a condition decides what is known of the mapping.
  boolean decides(Expr condition) {
    return plainly(condition, true) != Says.NOTHING || plainly(condition, false) != Says.NOTHING;
  }

  /// What is known where a condition is as `holds` says.
  Says says(Expr condition, boolean holds) {
    Says says = plainly(condition, holds);
    return switch (says) {
      case NOTHING -> says;
      case MAPPED -> inverted ? Says.FAILED : says;
      case FAILED -> inverted ? Says.MAPPED : says;
    };
  }

  private Says plainly(Expr condition, boolean holds) {
    Expr plain = Expressions.plain(condition);
    return switch (plain) {
      case Expr.Call call when isQuestion(call) -> holds ? Says.FAILED : Says.MAPPED;
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _) ->
          compared(operator, left, right, holds);
      case Expr.Assign(_, _, Expr value, _) -> value(value, holds);
      default -> value(plain, holds);
    };
  }

  /// What a value says that is taken for true or false.
  private Says value(Expr value, boolean holds) {
    if (isAnswer(value)) {
      return holds ? Says.FAILED : Says.MAPPED;
    }
    if (!isValue(value)) {
      return Says.NOTHING;
    }
    return switch (map.kernel().returns()) {
      case ZERO_OR_ERRNO -> holds ? Says.FAILED : Says.MAPPED;
      case NEGATIVE_OR_COUNT -> Says.NOTHING;
      case COUNT_OR_ZERO, HANDLE, BOOL, COUNT, POINTER, NONE, OTHER ->
          holds ? Says.MAPPED : Says.FAILED;
    };
  }

  private Says compared(BinaryOperator operator, Expr left, Expr right, boolean holds) {
    if (!isValue(left) && isValue(right) && isZero(left)) {
      return compared(operator, right, left, holds);
    }
    if (isValueOrErrno(left) && isZero(right)) {
      return switch (operator) {
        case LESS -> holds ? Says.FAILED : Says.MAPPED;
        case GREATER_OR_EQUAL -> holds ? Says.MAPPED : Says.FAILED;
        default -> Says.NOTHING;
      };
    }
    boolean answer = isAnswer(left);
    if (!answer && !isValue(left)) {
      return Says.NOTHING;
    }
    boolean errno = answer || map.kernel().returns() == Returns.ZERO_OR_ERRNO;
    boolean signed = map.kernel().returns() == Returns.NEGATIVE_OR_COUNT;
    if (isFailedHandle(right)) {
      return (operator == BinaryOperator.EQUAL) == holds ? Says.FAILED : Says.MAPPED;
    }
    if ((errno || signed) && isNegative(right)) {
      boolean failed = (operator == BinaryOperator.EQUAL) == holds;
      return failed && (operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL)
          ? Says.FAILED
          : Says.NOTHING;
    }
    boolean equal = operator == BinaryOperator.EQUAL;
    if (!answer && (equal || operator == BinaryOperator.NOT_EQUAL) && isGiven(right)) {
      return equal != holds && isOne(right) ? Says.FAILED : Says.MAPPED; // fewer, or none of one
    }
    if (!isZero(right)) {
      boolean counted = !errno && !signed && map.kernel().returns() != Returns.HANDLE;
      boolean same = (equal && holds) || (operator == BinaryOperator.NOT_EQUAL && !holds);
      boolean more = operator == BinaryOperator.GREATER && holds;
      return (counted && (same || more)) || (signed && (same || more)) ? Says.MAPPED : Says.NOTHING;
    }
    return switch (operator) {
      case EQUAL -> signed ? Says.NOTHING : errno == holds ? Says.MAPPED : Says.FAILED;
      case NOT_EQUAL -> signed ? Says.NOTHING : errno != holds ? Says.MAPPED : Says.FAILED;
      case LESS -> holds ? Says.FAILED : Says.MAPPED;
      case LESS_OR_EQUAL -> errno ? Says.NOTHING : holds ? Says.FAILED : Says.MAPPED;
      case GREATER ->
          (signed && !holds) || (errno && !answer)
              ? Says.NOTHING
              : holds != errno ? Says.MAPPED : Says.FAILED;
      case GREATER_OR_EQUAL -> holds ? Says.MAPPED : Says.FAILED;
      case MULTIPLY,
          DIVIDE,
          REMAINDER,
          ADD,
          SUBTRACT,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          AND,
          XOR,
          OR,
          LOGICAL_AND,
          LOGICAL_OR ->
          Says.NOTHING;
    };
  }

  /// Whether an expression is the call, or holds what it returned and nothing else.
  private boolean isValue(Expr expr) {
    Expr plain = Expressions.plain(expr);
    if (plain.span().equals(map.call().span())) {
      return true;
    }
    if (plain instanceof Expr.Assign(_, _, Expr value, _)) {
      return isValue(value);
    }
    if (plain instanceof Expr.Name name) {
      List<Definition> reaching =
          Reaching.at(map.body(), name.id(), name.span().start()).definitions();
      return reaching.stream()
          .filter(this::isOfCall)
          .anyMatch(own ->
              reaching.stream()
                  .allMatch(d -> d.equals(own) || map.body().areApart(d.span(), own.span())));
    }
    return isResult(plain);
  }

  /// Whether a variable gets what the call returns, and nothing else.
  private boolean isOfCall(Definition definition) {
    return definition
        .value()
        .filter(v -> Expressions.plain(v).span().equals(map.call().span()))
        .isPresent();
  }

  /// `n = map(); if (!n) n = -ENOMEM;`: whether a variable holds the count, or an error number when
  /// the mapping failed.
  private boolean isValueOrErrno(Expr expr) {
    if (!(Expressions.plain(expr) instanceof Expr.Name name)) {
      return false;
    }
    List<Definition> reaching =
        Reaching.at(map.body(), name.id(), name.span().start()).definitions();
    return reaching.size() > 1
        && reaching.stream()
            .allMatch(d ->
                d.value().filter(v -> v.span().contains(map.call().span())).isPresent()
                    || (d.value().filter(MapTest::isNegative).isPresent() && isOnFailure(d)));
  }

  private boolean isOnFailure(Definition set) {
    return map.body().statements().stream()
        .anyMatch(s ->
            s instanceof Stmt.If(Expr condition, Stmt then, _, _)
                && then.span().contains(set.span())
                && condition.span().start() > map.call().span().end()
                && isFailure(condition));
  }

  private boolean isFailure(Expr condition) {
    return switch (Expressions.plain(condition)) {
      case Expr.Unary(UnaryOperator operator, Expr operand, _) when operator == UnaryOperator.NOT ->
          value(operand, false) == Says.FAILED;
      default -> plainly(condition, true) == Says.FAILED;
    };
  }

  /// Whether an expression holds what was asked about the mapping.
  private boolean isAnswer(Expr expr) {
    return switch (Expressions.plain(expr)) {
      case Expr.Call call -> isQuestion(call);
      case Expr.Assign(_, _, Expr value, _) -> isAnswer(value);
      case Expr.Name name ->
          only(name)
              .flatMap(Definition::value)
              .filter(v -> v instanceof Expr.Call call && isQuestion(call))
              .isPresent();
      default -> false;
    };
  }

  private boolean isQuestion(Expr.Call call) {
    return isTest(call)
        && call.args().stream()
            .anyMatch(a ->
                isResult(a)
                    || a.span().equals(map.call().span())
                    || (Expressions.plain(a) instanceof Expr.Name n && copies(n)));
  }

  /// Whether a call asks if a mapping is good.
  static boolean isTest(Expr.Call call) {
    return switch (call.callee()) {
      case Expr.Name(String id, _) -> id.endsWith("mapping_error");
      case Expr.Member member -> member.field().endsWith("mapping_error");
      default -> false;
    };
  }

  private boolean copies(Expr.Name name) {
    return only(name)
        .flatMap(Definition::value)
        .filter(v -> v.span().contains(map.call().span()) || isResult(Expressions.plain(v)))
        .isPresent();
  }

  private boolean isResult(Expr e) {
    return result.filter(map.body().text(e)::equals).isPresent();
  }

  private Optional<Definition> only(Expr.Name name) {
    List<Definition> reaching =
        Reaching.at(map.body(), name.id(), name.span().start()).definitions();
    return reaching.size() == 1 ? Optional.of(reaching.getFirst()) : Optional.empty();
  }

  private static boolean isZero(Expr expr) {
    return Expressions.plain(expr) instanceof Expr.NumberLiteral(String text, _)
        && text.equals("0");
  }

  /// Whether a value is the number of entries that the mapping call was given.
  private boolean isGiven(Expr value) {
    return map.argument(Parameter.COUNT)
        .filter(c -> map.body().text(c).equals(map.body().text(value)))
        .isPresent();
  }

  private static boolean isOne(Expr value) {
    return value instanceof Expr.NumberLiteral(String text, _) && text.equals("1");
  }

  /// Whether a value is an error number.
  private static boolean isNegative(Expr expr) {
    return Expressions.plain(expr) instanceof Expr.Unary(UnaryOperator operator, _, _)
        && operator == UnaryOperator.MINUS;
  }

  private static boolean isFailedHandle(Expr expr) {
    return Expressions.plain(expr) instanceof Expr.Name(String id, _)
        && id.endsWith("MAPPING_ERROR");
  }
}
