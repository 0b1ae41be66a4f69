// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.sgdiet.runtime.machine.Detour;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Entry;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.UnaryOp;

/// Finds what inputs and opaque calls must say for a run to get to the mapping and on to a
/// successful return: at every branch of which one side cannot get there, the other side is wanted.
final class Steering {

  private final Map<String, Function> functions = new HashMap<>();
  private final Leading goal;
  private final Wishes wishes;
  private final Set<String> followed = new HashSet<>();

  /// @param goal what runs are led to
  Steering(Collection<Function> all, Leading goal, Wishes wishes) {
    all.forEach(f -> functions.put(f.name(), f));
    this.goal = goal;
    this.wishes = wishes;
  }

  /// Wishes for a run of `entry` and of every function it reaches the mapping through.
  void towards(Function entry, Entry.Success success) {
    Deque<Function> work = new ArrayDeque<>(List.of(entry));
    Set<String> done = new HashSet<>();
    while (!work.isEmpty()) {
      Function f = work.pop();
      if (!done.add(f.name())) {
        continue;
      }
      toBlocks(f, goal::from);
      for (Block b : f.blocks()) {
        for (Instruction step : b.steps()) {
          if (step instanceof Instruction.Invoke(var _, String target, var _, var _)
              && goal.from(target)) {
            Optional.ofNullable(functions.get(target)).ifPresent(work::add);
          }
        }
      }
    }
    if (success == Entry.Success.NOT_NEGATIVE
        || success == Entry.Success.ZERO
        || success == Entry.Success.VALID_POINTER) {
      toBlocks(entry, b -> isSuccess(entry, b));
    }
    for (Function f : functions.values()) {
      if (f.blocks().stream().anyMatch(b -> b.end() instanceof Terminator.Panic)) {
        toBlocks(f, b -> b.end() instanceof Terminator.Return);
      }
      wishes.divisors(f);
    }
  }

  /// A return of a value that is not known to be an error.
  private static boolean isSuccess(Function f, Block b) {
    if (!(b.end() instanceof Terminator.Return(Optional<Expr> value)) || value.isEmpty()) {
      return b.end() instanceof Terminator.Return;
    }
    return !isError(f, b, value.get());
  }

  private static boolean isError(Function f, Block b, Expr value) {
    return switch (value) {
      case Expr.Const(var _, long number) -> number < 0;
      case Expr.Cast(var _, Expr operand) -> isError(f, b, operand);
      case Expr.Local(String name) ->
          lastAssigned(b, name).map(v -> isError(f, b, v)).orElse(false);
      default -> false;
    };
  }

  private static Optional<Expr> lastAssigned(Block b, String local) {
    Optional<Expr> value = Optional.empty();
    for (Instruction step : b.steps()) {
      if (step instanceof Instruction.Assign(String target, Expr v, var _)
          && target.equals(local)) {
        value = Optional.of(v);
      }
    }
    return value.filter(v -> !(v instanceof Expr.Local));
  }

  /// Wishes that the branch lead to the mapping at which a run turned away from it.
  void instead(Detour detour) {
    Function f = functions.get(detour.function());
    if (f == null) {
      return;
    }
    if (detour.condition() instanceof Expr.Binary(BinaryOp op, Expr value, Expr.Const number)
        && op == BinaryOp.EQUAL
        && f.blocks().stream()
            .anyMatch(b ->
                b.end() instanceof Terminator.Switch(Expr asked, var _, String _)
                    && asked.equals(value))) {
      wishes.shown(() -> wishes.value(f.name(), value, number.value()));
    } else {
      f.blocks().stream()
          .filter(b ->
              b.end() instanceof Terminator.Branch branch
                  && branch.condition().equals(detour.condition()))
          .findFirst()
          .ifPresent(b -> wishes.shown(() -> want(f, b, detour.condition(), detour.truth())));
    }
  }

  /// Wishes that a condition at the end of a block be true or false. One that was computed on
  /// several paths, as `a && b` is, wants a path as well as a value; one that an operation answered
  /// wants nothing.
  private void want(Function f, Block at, Expr condition, boolean truth) {
    switch (condition) {
      case Expr.Unary(UnaryOp op, Expr operand) when op == UnaryOp.IS_ZERO -> {
        want(f, at, operand, !truth);
        return;
      }
      case Expr.Cast(var _, Expr operand) -> {
        want(f, at, operand, truth);
        return;
      }
      case Expr.Local(String name) -> {
        Map<Block, Instruction> set = Definitions.reaching(f, at, name);
        if (!set.isEmpty() && set.values().stream().allMatch(Steering::isAnswered)) {
          return;
        }
        if (followed.add(f.name() + " " + name + truth)) {
          local(f, set, truth);
          set.values().forEach(step -> answer(step, truth));
        }
      }
      default -> {}
    }
    wishes.condition(f.name(), condition, truth);
  }

  /// Whether an operation answers that no wish can change.
  private static boolean isAnswered(Instruction step) {
    return step instanceof Instruction.Call(var _, Operation operation, var _, var _)
        && operation != Operation.REGISTER_READ;
  }

  /// @param set the steps that set a local, by their blocks; what a call answers may be either
  private void local(Function f, Map<Block, Instruction> set, boolean truth) {
    Set<Block> good = new HashSet<>();
    Map<Block, Expr> open = new LinkedHashMap<>();
    set.forEach((block, step) -> {
      if (step instanceof Instruction.Assign(var _, Expr value, var _)) {
        Optional<Long> number = ConstantValue.of(value);
        if (number.isEmpty()) {
          open.put(block, value);
        } else if ((number.get() != 0) != truth) {
          return;
        }
      }
      good.add(block);
    });
    if (set.size() > 1) {
      toBlocks(f, good::contains);
    }
    open.forEach((block, value) -> want(f, block, value, truth));
  }

  /// Wishes that what a function of the driver answers be true or false, where some of its returns
  /// say the one and some the other.
  private void answer(Instruction step, boolean truth) {
    if (!(step instanceof Instruction.Invoke(var _, String target, var _, var _))
        || !functions.containsKey(target)) {
      return;
    }
    Function f = functions.get(target);
    Map<Block, Expr> returns = new LinkedHashMap<>();
    for (Block b : f.blocks()) {
      if (b.end() instanceof Terminator.Return(Optional<Expr> value)) {
        value.ifPresent(v -> returns.put(b, v));
      }
    }
    Set<Block> good = new HashSet<>();
    returns.forEach((b, value) -> {
      Optional<Long> number = ConstantValue.of(value);
      if (number.isEmpty() || (number.get() != 0) == truth) {
        good.add(b);
      }
      if (number.isEmpty() && followed.add(target + " " + b.label() + truth)) {
        want(f, b, value, truth);
      }
    });
    if (!good.isEmpty() && good.size() < returns.size()) {
      toBlocks(f, good::contains);
    }
  }

  private void toBlocks(Function f, Predicate<Block> goal) {
    Map<String, Block> blocks = new HashMap<>();
    f.blocks().forEach(b -> blocks.put(b.label(), b));
    Set<String> good = reaching(f, goal);
    for (Block b : f.blocks()) {
      if (!good.contains(b.label()) || (goal.test(b) && b.end().labels().isEmpty())) {
        continue;
      }
      switch (b.end()) {
        case Terminator.Branch(Expr condition, String then, String otherwise) -> {
          boolean yes = good.contains(then);
          boolean no = good.contains(otherwise);
          if (yes != no) {
            want(f, b, condition, yes);
          }
        }
        case Terminator.Switch(Expr value, var cases, String otherwise) -> {
          if (!good.contains(otherwise)) {
            cases.stream()
                .filter(c -> good.contains(c.label()))
                .findFirst()
                .ifPresent(c -> wishes.value(f.name(), value, c.first()));
          }
        }
        case Terminator.Goto _,
            Terminator.Return _,
            Terminator.Panic _,
            Terminator.NotModelled _ -> {}
      }
    }
  }

  /// Labels of the blocks from which a goal can be reached.
  private static Set<String> reaching(Function f, Predicate<Block> goal) {
    Map<String, List<String>> before = new HashMap<>();
    Deque<String> work = new ArrayDeque<>();
    for (Block b : f.blocks()) {
      for (String next : b.end().labels()) {
        before.computeIfAbsent(next, _ -> new ArrayList<>()).add(b.label());
      }
      if (goal.test(b)) {
        work.add(b.label());
      }
    }
    Set<String> reached = new HashSet<>();
    while (!work.isEmpty()) {
      String label = work.pop();
      if (reached.add(label)) {
        work.addAll(before.getOrDefault(label, List.of()));
      }
    }
    return reached;
  }
}
