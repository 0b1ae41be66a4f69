// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.call.Body;
import org.sgdiet.analyzer.syntax.BinaryOperator;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Parts;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.UnaryOperator;

/// What a function tells its caller: the variable that most of its `return`s give, and what is
/// known of its value on a way.
///
/// @param variable the returned local, empty when there is none
/// @param pointer whether the function returns a pointer, so that `NULL` is a failure
/// @param reported whether the variable is told to those who wait for a request instead, and the
///   caller learns nothing
record Returned(Body body, String variable, boolean pointer, boolean reported) {

  /// What the local for an error is called in functions that return something else.
  private static final List<String> USUAL =
      List.of("ret", "err", "rc", "error", "retval", "rval", "res", "status");

  /// Errors of a queue that took a request for later.
  private static final Set<String> LATER = Set.of("EINPROGRESS", "EIOCBQUEUED", "EBUSY");

  private static final Set<String> GOES_ON = Set.of("EINPROGRESS", "EIOCBQUEUED");
  private static final Set<String> GOOD = Set.of("true", "NETDEV_TX_OK", "IRQ_HANDLED");
  private static final Pattern REPORTS =
      Pattern.compile("\\w*(finalize|finish|complete|giveback|done)\\w*");

  /// Constants in which drivers tell how a step went.
  private static final Pattern TELLS_GOOD = Pattern.compile("[A-Z][A-Z0-9_]*_(SUCCESS|OK)");

  private static final Pattern TELLS_BAD =
      Pattern.compile("[A-Z][A-Z0-9_]*_(FAIL|FAILED|FAILURE|ERR|ERROR)");

  private static final Pattern ERRNO = Pattern.compile("E[A-Z0-9]+");

  /// What is known of the value.
  enum Answer {
    UNKNOWN,
    ERROR,
    FINE
  }

  static Returned by(Body body) {
    Map<String, Integer> seen = new HashMap<>();
    for (Expr value : body.returned()) {
      if (Expressions.plain(value) instanceof Expr.Name(String id, _) && body.declares(id)) {
        seen.merge(id, 1, Integer::sum);
      }
    }
    String most =
        seen.entrySet().stream()
            .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .or(() -> USUAL.stream().filter(body::declares).findFirst())
            .orElse("");
    boolean pointer = body.function().result() instanceof TypeSyntax.Pointer;
    return new Returned(body, most, pointer, seen.isEmpty() && isReported(body, most));
  }

  /// Whether a function returns 0 or nothing, and ends a request with what a variable holds.
  private static boolean isReported(Body body, String variable) {
    return !variable.isEmpty()
        && body.returned().stream().allMatch(Returned::isZero)
        && body.calls().stream()
            .filter(c -> c.name().filter(n -> REPORTS.matcher(n).matches()).isPresent())
            .flatMap(c -> c.args().stream())
            .anyMatch(a -> a instanceof Expr.Name(String id, _) && id.equals(variable));
  }

  /// Whether a function may tell that it failed: not one that returns nothing or 0 alone, and ends
  /// no request with an error. A pointer that is 0 is one.
  static boolean tellsErrors(Body body) {
    return body.function().result() instanceof TypeSyntax.Pointer
        || !body.returned().stream().allMatch(Returned::isZero)
        || by(body).reported();
  }

  /// Whether the function may keep a request for later and say `-EBUSY`.
  private boolean queues() {
    return body.file().text(body.function().span()).contains("_BACKLOG");
  }

  /// The same, when a variable holds a count or handle rather than an error.
  Returned without(Optional<String> value) {
    return value.filter(variable::equals).isPresent()
        ? new Returned(body, "", pointer, false)
        : this;
  }

  /// What a returned value tells, `known` being what the variable holds.
  Answer told(Expr value, Answer known) {
    return isVariable(value) || (reported && known == Answer.ERROR) ? known : of(value);
  }

  /// What a function tells at its end without returning a value.
  Answer toldAtEnd(Answer known) {
    return reported && known == Answer.ERROR ? known : Answer.UNKNOWN;
  }

  /// What the variable holds after an expression was evaluated; empty when it is not set there.
  Optional<Answer> set(Expr expr) {
    if (variable.isEmpty()) {
      return Optional.empty();
    }
    List<Answer> all = new ArrayList<>(1);
    Parts.forEachExpr(
        expr,
        e -> {
          if (e
                  instanceof
                  Expr.Assign(Optional<BinaryOperator> operator, Expr target, Expr value, _)
              && isVariable(target)) {
            all.add(operator.isPresent() ? Answer.UNKNOWN : of(value));
          } else if (e instanceof Expr.Unary(UnaryOperator operator, Expr operand, _)
              && operator == UnaryOperator.ADDRESS_OF
              && isVariable(operand)) {
            all.add(Answer.UNKNOWN);
          }
        });
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /// What the variable holds in the branch that is taken when `condition` is as `holds` says; empty
  /// when that cannot be.
  Optional<Answer> under(Expr condition, boolean holds, Answer known) {
    if (isPending(condition, holds)) {
      return Optional.of(Answer.FINE);
    }
    Answer then = asked(condition, holds);
    if (then == Answer.UNKNOWN) {
      return Optional.of(known);
    }
    return known == Answer.UNKNOWN || known == then ? Optional.of(then) : Optional.empty();
  }

  /// Whether the variable is found to tell that the work goes on: `-EINPROGRESS` is no failure.
  private boolean isPending(Expr condition, boolean holds) {
    return condition instanceof Expr.Binary(BinaryOperator operator, Expr left, Expr right, _)
        && isVariable(left)
        && goesOn(right)
        && operator == (holds ? BinaryOperator.EQUAL : BinaryOperator.NOT_EQUAL);
  }

  /// Whether a value is `-EINPROGRESS`, or what a queue gives that took a request for later.
  private static boolean goesOn(Expr value) {
    return value instanceof Expr.Unary(UnaryOperator operator, Expr.Name(String id, _), _)
        && operator == UnaryOperator.MINUS
        && LATER.contains(id);
  }

  /// Whether a condition holds only when nothing failed, or, with `holds` false, fails only then.
  boolean isFine(Expr condition, boolean holds) {
    if (condition instanceof Expr.Unary(UnaryOperator operator, Expr operand, _)
        && operator == UnaryOperator.NOT) {
      return isFine(operand, !holds);
    }
    return asked(condition, holds) == Answer.FINE;
  }

  /// Whether a condition looks at the variable alone.
  boolean isAsked(Expr condition) {
    return asked(condition, true) != Answer.UNKNOWN || asked(condition, false) != Answer.UNKNOWN;
  }

  private Answer asked(Expr condition, boolean holds) {
    return switch (Expressions.plain(condition)) {
      case Expr.Name name when isVariable(name) -> answer(holds != pointer);
      case Expr.Call(Expr.Name(String id, _), List<Expr> args, _)
          when id.startsWith("IS_ERR") && args.size() == 1 && isVariable(args.getFirst()) ->
          answer(holds);
      case Expr.Binary(BinaryOperator operator, Expr left, Expr right, _) when isVariable(left) ->
          compared(operator, right, holds);
      default -> Answer.UNKNOWN;
    };
  }

  private Answer compared(BinaryOperator operator, Expr right, boolean holds) {
    boolean zero = isZero(right);
    return switch (operator) {
      case LESS -> zero ? answer(holds) : Answer.UNKNOWN;
      case GREATER_OR_EQUAL -> zero ? answer(!holds) : Answer.UNKNOWN;
      case NOT_EQUAL -> zero ? answer(holds != pointer) : Answer.UNKNOWN;
      case EQUAL -> {
        if (zero) {
          yield answer(holds == pointer);
        }
        Answer value = of(right);
        yield holds ? value : Answer.UNKNOWN;
      }
      case GREATER -> zero && holds ? Answer.FINE : Answer.UNKNOWN;
      case MULTIPLY,
          DIVIDE,
          REMAINDER,
          ADD,
          SUBTRACT,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          LESS_OR_EQUAL,
          AND,
          XOR,
          OR,
          LOGICAL_AND,
          LOGICAL_OR ->
          Answer.UNKNOWN;
    };
  }

  private static Answer answer(boolean error) {
    return error ? Answer.ERROR : Answer.FINE;
  }

  private boolean isVariable(Expr expr) {
    return Expressions.plain(expr) instanceof Expr.Name(String id, _) && id.equals(variable);
  }

  /// What a value tells by itself.
  private Answer of(Expr value) {
    return switch (Expressions.plain(value)) {
      case Expr.NumberLiteral(String text, _) when text.equals("0") ->
          pointer ? Answer.ERROR : Answer.FINE;
      case Expr.Name(String id, _) when id.equals("NULL") -> Answer.ERROR;
      case Expr.Name(String id, _) when GOOD.contains(id) || TELLS_GOOD.matcher(id).matches() ->
          Answer.FINE;
      case Expr.Name(String id, _) when TELLS_BAD.matcher(id).matches() -> Answer.ERROR;
      case Expr.Name(String id, _) when isBad(id) ->
          id.equals("BLK_STS_OK") ? Answer.FINE : Answer.ERROR;
      case Expr.Unary(UnaryOperator operator, Expr operand, _)
          when operator == UnaryOperator.MINUS ->
          negative(operand);
      case Expr.Call(Expr.Name(String id, _), List<Expr> args, _)
          when id.equals("ERR_PTR") || id.equals("ERR_CAST") ->
          args.size() == 1 && of(args.getFirst()) == Answer.FINE ? Answer.FINE : Answer.ERROR;
      case Expr.Call(Expr.Name(String id, _), _, _)
          when id.equals("PTR_ERR") || id.equals("dev_err_probe") ->
          Answer.ERROR;
      default -> Answer.UNKNOWN;
    };
  }

  private static boolean isBad(String name) {
    return name.equals("false")
        || name.equals("NETDEV_TX_BUSY")
        || name.startsWith("BLK_STS_")
        || name.startsWith("SCSI_MLQUEUE_");
  }

  private Answer negative(Expr operand) {
    return switch (operand) {
      case Expr.Name(String id, _) when LATER.contains(id) && queues() -> Answer.UNKNOWN;
      case Expr.Name(String id, _) when GOES_ON.contains(id) -> Answer.FINE;
      case Expr.Name(String id, _) when ERRNO.matcher(id).matches() -> Answer.ERROR;
      case Expr.NumberLiteral _ -> Answer.ERROR;
      default -> Answer.UNKNOWN;
    };
  }

  private static boolean isZero(Expr expr) {
    return switch (Expressions.plain(expr)) {
      case Expr.NumberLiteral(String text, _) -> text.equals("0");
      case Expr.Name(String id, _) -> id.equals("NULL");
      default -> false;
    };
  }
}
