// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
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
import org.sgdiet.runtime.program.UnaryOp;

/// What cells are wished to hold so that conditions come out as wanted. The first wish for a cell
/// holds.
final class Wishes {

  private final Flow flow;
  private final InputRoles roles;
  private final Map<Cell, Long> values = new LinkedHashMap<>();

  Wishes(Flow flow, InputRoles roles) {
    this.flow = flow;
    this.roles = roles;
  }

  /// The value wished for a cell.
  Optional<Long> of(Cell cell) {
    return Optional.ofNullable(values.get(cell));
  }

  Map<Cell, Long> all() {
    return values;
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
    if (right instanceof Expr.Const(var _, long c)) {
      compared(function, truth ? op : negated(op), left, c);
    } else if (op == BinaryOp.LESS && truth) {
      value(function, right, 1);
    } else if (op == BinaryOp.OR) {
      value(function, left, truth ? 1 : 0);
      if (!truth) {
        value(function, right, 0);
      }
    }
  }

  private void mask(String function, Expr left, Expr right, boolean truth) {
    if (right instanceof Expr.Const(var _, long c)) {
      value(function, left, truth ? c : 0);
    } else if (left instanceof Expr.Const(var _, long c)) {
      value(function, right, truth ? c : 0);
    }
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
      case LESS -> value(function, x, c > 0 ? 0 : c - 1);
      case LESS_OR_EQUAL -> value(function, x, c >= 0 ? 0 : c);
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
    List<Cell> cells = new ArrayList<>();
    Flow.read(expr, function, cells::add);
    for (Cell cell : cells) {
      if (!seen.add(cell) || roles.role(cell) != Role.NONE) {
        continue;
      }
      values.putIfAbsent(cell, wanted);
      for (Flow.Source source : flow.sources(cell)) {
        follow(source.function(), source.value(), wanted, seen);
      }
      for (Cell copy : flow.copies(cell)) {
        values.putIfAbsent(copy, wanted);
        for (Flow.Source source : flow.sources(copy)) {
          follow(source.function(), source.value(), wanted, seen);
        }
      }
    }
  }

  /// Wishes that nothing a function divides by be zero.
  void divisors(Function f) {
    for (Block b : f.blocks()) {
      for (Instruction step : b.steps()) {
        switch (step) {
          case Instruction.Assign(var _, Expr value, var _) -> divisors(f.name(), value);
          case Instruction.Store(var _, var _, Expr value, var _) -> divisors(f.name(), value);
          case Instruction.Call(var _, var _, var args, var _) ->
              args.forEach(a -> divisors(f.name(), a));
          case Instruction.Invoke(var _, var _, var args, var _) ->
              args.forEach(a -> divisors(f.name(), a));
          case Instruction.StoreBits _, Instruction.InvokePointer _, Instruction.Opaque _ -> {}
        }
      }
    }
  }

  private void divisors(String function, Expr e) {
    switch (e) {
      case Expr.Binary(BinaryOp op, Expr left, Expr right) -> {
        if (op == BinaryOp.DIVIDE || op == BinaryOp.REMAINDER) {
          value(function, right, 1);
        }
        divisors(function, left);
        divisors(function, right);
      }
      case Expr.Cast(var _, Expr operand) -> divisors(function, operand);
      case Expr.Unary(var _, Expr operand) -> divisors(function, operand);
      default -> {}
    }
  }
}
