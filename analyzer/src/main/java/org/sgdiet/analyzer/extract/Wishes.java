// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.extract.Flow.Cell;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.UnaryOp;

/// What cells are wished to hold so that conditions come out as wanted. The first wish for a cell
/// holds; what a run showed to be needed goes before all others, and before the role of a cell.
final class Wishes {

  private final Flow flow;
  private final InputRoles roles;

  /// More than any count or length that is asked for.
  private static final long MUCH = 1L << 16;

  /// A limit that lists of the usual shapes keep to; it fits a byte.
  private static final long MANY = 255;

  private static final long PAGE_BYTES = 4096;

  /// A number that differs from the usual ones; as a direction it is none.
  private static final long OTHER = 3;

  private final Map<Cell, Long> values = new LinkedHashMap<>();
  private final Map<Cell, Long> shown = new LinkedHashMap<>();
  private boolean showing;

  Wishes(Flow flow, InputRoles roles) {
    this.flow = flow;
    this.roles = roles;
  }

  /// The value wished for a cell.
  Optional<Long> of(Cell cell) {
    return shownFor(cell).or(() -> Optional.ofNullable(values.get(cell)));
  }

  /// The value that a run showed a cell to need.
  Optional<Long> shownFor(Cell cell) {
    return Optional.ofNullable(shown.get(cell));
  }

  /// Makes the wishes of `wishing` such that a run showed to be needed.
  void shown(Runnable wishing) {
    showing = true;
    wishing.run();
    showing = false;
  }

  /// Wishes that `condition` be true or false.
  void condition(String function, Expr condition, boolean truth) {
    switch (condition) {
      case Expr.Unary(UnaryOp op, Expr operand) when op == UnaryOp.IS_ZERO ->
          condition(function, operand, !truth);
      case Expr.Binary(BinaryOp op, Expr left, Expr right) ->
          binary(function, op, left, right, truth);
      case Expr.Cast(var _, Expr operand) -> condition(function, operand, truth);
      default -> value(function, condition, truth ? 1 : 0);
    }
  }

  private void binary(String function, BinaryOp op, Expr left, Expr right, boolean truth) {
    if (op == BinaryOp.AND) {
      mask(function, left, right, truth);
      return;
    }
    if (left instanceof Expr.Const && !(right instanceof Expr.Const)) {
      binary(function, mirrored(op), right, left, truth);
      return;
    }
    Optional<Long> limit = ConstantValue.of(right);
    if (limit.isPresent()) {
      compared(function, truth ? op : negated(op), left, limit.get());
    } else if (showing && isComparison(op)) {
      unequal(function, truth ? op : negated(op), left, right);
    } else if (op == BinaryOp.LESS && truth) {
      value(function, right, 1);
    } else if (isComparison(op)) {
      enough(function, truth ? op : negated(op), left, right);
    } else if (op == BinaryOp.OR) {
      value(function, left, truth ? 1 : 0);
      if (!truth) {
        value(function, right, 0);
      }
    }
  }

  private static boolean isComparison(BinaryOp op) {
    return negated(op) != op;
  }

  /// The two sides of a comparison.
  private record Ordered(Expr less, Expr more) {}

  /// The sides of a comparison in order, that of fewer first; empty for one that orders nothing.
  private static Optional<Ordered> ordered(BinaryOp op, Expr left, Expr right) {
    return switch (op) {
      case LESS, LESS_OR_EQUAL -> Optional.of(new Ordered(left, right));
      case GREATER, GREATER_OR_EQUAL -> Optional.of(new Ordered(right, left));
      case EQUAL,
          NOT_EQUAL,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          AND,
          OR,
          XOR,
          MIN,
          MAX ->
          Optional.empty();
    };
  }

  /// A comparison of two values neither of which is a number: the side that no operation needs
  /// gives way.
  private void unequal(String function, BinaryOp op, Expr left, Expr right) {
    ordered(op, left, right).ifPresent(o -> smaller(function, o.less(), o.more()));
    if (op == BinaryOp.EQUAL) {
      value(function, left, 0);
      value(function, right, 0);
    } else if (op == BinaryOp.NOT_EQUAL) {
      value(function, left instanceof Expr.Load ? left : right, OTHER);
    }
  }

  private void smaller(String function, Expr less, Expr more) {
    if (hasRole(function, more)) {
      value(function, less, 0);
    } else if (counts(function, less)) {
      value(function, more, 1);
    } else {
      value(function, more, MUCH);
    }
  }

  /// Whether a local counts up from a number, as one that a loop goes by does: then there is one
  /// round.
  private boolean counts(String function, Expr expr) {
    if (!(expr instanceof Expr.Local(String name))) {
      return false;
    }
    Collection<Flow.Source> sources = flow.sources(new Cell.LocalCell(function, name));
    return sources.stream().anyMatch(s -> ConstantValue.of(s.value()).isPresent())
        && sources.stream()
            .anyMatch(s ->
                s.value() instanceof Expr.Binary(BinaryOp op, Expr _, Expr.Const _)
                    && op == BinaryOp.ADD);
  }

  /// A comparison of what the program computes with a limit that it is given: the limit is wide.
  private void enough(String function, BinaryOp op, Expr left, Expr right) {
    ordered(op, left, right).ifPresent(o -> limit(function, o.more()));
  }

  /// Wishes that a field that nothing in the program writes hold much.
  private void limit(String function, Expr expr) {
    List<Cell> cells = cells(function, expr);
    boolean given =
        !cells.isEmpty()
            && cells.stream()
                .allMatch(c -> c instanceof Cell.FieldCell && flow.sources(c).isEmpty());
    if (given && !hasRole(function, expr)) {
      value(function, expr, MANY);
    }
  }

  private boolean hasRole(String function, Expr expr) {
    return cells(function, expr).stream().anyMatch(c -> roles.role(c) != Role.NONE);
  }

  private static List<Cell> cells(String function, Expr expr) {
    List<Cell> cells = new ArrayList<>();
    Flow.read(expr, function, cells::add);
    return cells;
  }

  private void mask(String function, Expr left, Expr right, boolean truth) {
    if (!truth && ConstantValue.of(left).isEmpty() && ConstantValue.of(right).isEmpty()) {
      value(function, right, 0);
    }
    ConstantValue.of(right).ifPresent(c -> value(function, left, truth ? c : 0));
    ConstantValue.of(left).ifPresent(c -> value(function, right, truth ? c : 0));
  }

  private void compared(String function, BinaryOp op, Expr x, long c) {
    switch (op) {
      case EQUAL -> {
        if (x instanceof Expr.Binary(BinaryOp inner, Expr left, Expr right)
            && inner == BinaryOp.AND) {
          mask(function, left, right, c != 0);
          if (c != 0) {
            value(function, left, c);
          }
        } else {
          value(function, x, c);
        }
      }
      case NOT_EQUAL -> value(function, x, c == 0 ? 1 : 0);
      case LESS -> atMost(function, x, c - 1);
      case LESS_OR_EQUAL -> atMost(function, x, c);
      case GREATER -> value(function, x, c < 0 ? 0 : c + 1);
      case GREATER_OR_EQUAL -> value(function, x, Math.max(c, 0));
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          AND,
          OR,
          XOR,
          MIN,
          MAX -> {}
    }
  }

  /// Wishes for no more than `most`: of a length that much, up to a page, of other numbers none.
  private void atMost(String function, Expr x, long most) {
    boolean length = cells(function, x).stream().anyMatch(c -> roles.role(c) == Role.BYTES);
    value(function, x, Math.min(most, length ? PAGE_BYTES : 0));
  }

  private static BinaryOp mirrored(BinaryOp op) {
    return switch (op) {
      case LESS -> BinaryOp.GREATER;
      case LESS_OR_EQUAL -> BinaryOp.GREATER_OR_EQUAL;
      case GREATER -> BinaryOp.LESS;
      case GREATER_OR_EQUAL -> BinaryOp.LESS_OR_EQUAL;
      default -> op;
    };
  }

  private static BinaryOp negated(BinaryOp op) {
    return switch (op) {
      case EQUAL -> BinaryOp.NOT_EQUAL;
      case NOT_EQUAL -> BinaryOp.EQUAL;
      case LESS -> BinaryOp.GREATER_OR_EQUAL;
      case LESS_OR_EQUAL -> BinaryOp.GREATER;
      case GREATER -> BinaryOp.LESS_OR_EQUAL;
      case GREATER_OR_EQUAL -> BinaryOp.LESS;
      default -> op;
    };
  }

  /// Wishes that an expression have a value, by what it is copied from.
  void value(String function, Expr expr, long wanted) {
    follow(function, expr, wanted, new HashSet<>());
  }

  private void follow(String function, Expr expr, long wanted, Set<Cell> seen) {
    if (expr instanceof Expr.Cast(var _, Expr operand)) {
      follow(function, operand, wanted, seen);
      return;
    }
    if (expr instanceof Expr.Unary(UnaryOp op, Expr operand) && op == UnaryOp.IS_ZERO) {
      follow(function, operand, wanted == 0 ? 1 : 0, seen);
      return;
    }
    if (expr instanceof Expr.Binary(BinaryOp op, Expr left, Expr right)) {
      if (isComparison(op)) {
        binary(function, op, left, right, wanted != 0);
      } else {
        inverted(function, op, left, right, wanted, seen);
      }
    }
    for (Cell cell : cells(function, expr)) {
      if (!seen.add(cell) || (!showing && roles.role(cell) != Role.NONE)) {
        continue;
      }
      wish(cell, wanted);
      for (Flow.Source source : flow.sources(cell)) {
        follow(source.function(), source.value(), wanted, seen);
      }
      for (Cell copy : flow.copies(cell)) {
        wish(copy, wanted);
        for (Flow.Source source : flow.sources(copy)) {
          follow(source.function(), source.value(), wanted, seen);
        }
      }
    }
  }

  private void wish(Cell cell, long wanted) {
    if (showing) {
      shown.put(cell, wanted);
    } else {
      values.putIfAbsent(cell, wanted);
    }
  }

  /// What the operand must hold for a calculation with a number to give `wanted`.
  private void inverted(
      String function, BinaryOp op, Expr left, Expr right, long wanted, Set<Cell> seen) {
    Optional<Long> number = ConstantValue.of(right);
    if (number.isEmpty()) {
      if (op == BinaryOp.AND && ConstantValue.of(left).isPresent()) {
        inverted(function, op, right, left, wanted, seen);
      } else if (op == BinaryOp.OR || op == BinaryOp.ADD) {
        follow(function, left, wanted, seen);
        if (wanted == 0) {
          follow(function, right, 0, seen);
        }
      }
      return;
    }
    long c = number.get();
    switch (op) {
      case ADD -> follow(function, left, wanted - c, seen);
      case SUBTRACT -> follow(function, left, wanted + c, seen);
      case MULTIPLY -> follow(function, left, c == 0 ? 0 : Math.ceilDiv(wanted, c), seen);
      case DIVIDE -> follow(function, left, wanted * c, seen);
      case SHIFT_LEFT -> follow(function, left, Math.ceilDiv(wanted, 1L << c), seen);
      case SHIFT_RIGHT -> follow(function, left, wanted << c, seen);
      case AND -> follow(function, left, wanted == 1 ? c : wanted & c, seen);
      case OR -> follow(function, left, wanted & ~c, seen);
      case XOR -> follow(function, left, wanted ^ c, seen);
      case REMAINDER,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          MIN,
          MAX -> {}
    }
  }

  /// Wishes that nothing a function divides by, and nothing that it allocates, be zero.
  void divisors(Function f) {
    for (Block b : f.blocks()) {
      for (Instruction step : b.steps()) {
        step.operands().forEach(e -> divisors(f.name(), e));
        if (step instanceof Instruction.Call(var _, Operation operation, var args, var _)) {
          allocated(f.name(), operation, args);
        }
      }
      switch (b.end()) {
        case Terminator.Branch(Expr condition, String _, String _) -> divisors(f.name(), condition);
        case Terminator.Switch(Expr value, var _, String _) -> divisors(f.name(), value);
        case Terminator.Return(Optional<Expr> value) -> value.ifPresent(v -> divisors(f.name(), v));
        case Terminator.Goto _, Terminator.Panic _, Terminator.NotModelled _ -> {}
      }
    }
  }

  private void divisors(String function, Expr e) {
    if (e instanceof Expr.Binary(BinaryOp op, Expr _, Expr right)
        && (op == BinaryOp.DIVIDE || op == BinaryOp.REMAINDER)) {
      value(function, right, 1);
    }
    e.operands().forEach(part -> divisors(function, part));
  }

  private void allocated(String function, Operation operation, List<Expr> args) {
    switch (operation) {
      case SG_ALLOC_TABLE -> value(function, args.get(1), 1);
      case ALLOCATE, ALLOCATE_ZEROED, ALLOCATE_VIRTUAL -> room(function, args.getFirst());
      default -> {}
    }
  }

  /// Wishes that there be room for something: a number of elements, or of bytes.
  private void room(String function, Expr bytes) {
    switch (bytes) {
      case Expr.Cast(var _, Expr operand) -> room(function, operand);
      case Expr.Binary(BinaryOp op, Expr left, Expr right) when op == BinaryOp.ADD -> {
        room(function, left);
        room(function, right);
      }
      case Expr.Binary(BinaryOp op, Expr left, Expr right) when op == BinaryOp.MULTIPLY -> {
        value(function, left, 1);
        value(function, right, 1);
      }
      default -> value(function, bytes, Outcomes.SOME_BYTES);
    }
  }
}
