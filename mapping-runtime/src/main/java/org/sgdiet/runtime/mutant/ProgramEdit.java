// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.mutant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Spot;
import org.sgdiet.runtime.program.Terminator;

/// Copies of a program with one thing changed: everything is offered in order, and the n-th that a
/// change accepts is taken.
final class ProgramEdit {

  /// A changed program and where the change stands.
  record Edited(Program program, Position at, Spot spot) {}

  /// Replaces an instruction by others, or declines.
  interface StepChange extends Function<Instruction, Optional<List<Instruction>>> {}

  /// Replaces an expression, or declines.
  interface ExprChange extends Function<Expr, Optional<Expr>> {}

  /// Replaces the end of a block, or declines.
  interface EndChange
      extends BiFunction<org.sgdiet.runtime.program.Function, Block, Optional<Terminator>> {}

  private final Program program;
  private int left;
  private Optional<Position> changedAt = Optional.empty();
  private Spot here = new Spot("", "");
  private Spot changedIn = here;

  private ProgramEdit(Program program, int n) {
    this.program = program;
    this.left = n;
  }

  /// All programs in which `change` changed one instruction.
  static List<Edited> steps(Program program, StepChange change) {
    return all(
        program,
        edit -> edit.rebuild((_, block) -> edit.block(block, edit.once(change), b -> b.end())));
  }

  /// All programs in which `change` changed one expression.
  static List<Edited> exprs(Program program, ExprChange change) {
    return all(program, edit -> edit.rebuild((_, block) -> edit.exprs(block, change)));
  }

  /// All programs in which `change` changed the end of one block.
  static List<Edited> ends(Program program, EndChange change) {
    return all(
        program,
        edit ->
            edit.rebuild((function, block) -> {
              Optional<Terminator> end = change.apply(function, block);
              return end.isPresent() && edit.takes(block.at())
                  ? new Block(block.label(), block.steps(), end.get(), block.at())
                  : block;
            }));
  }

  private static List<Edited> all(Program program, Function<ProgramEdit, Program> apply) {
    var all = new ArrayList<Edited>();
    while (true) {
      var edit = new ProgramEdit(program, all.size());
      Program changed = apply.apply(edit);
      if (edit.changedAt.isEmpty()) {
        return all;
      }
      all.add(new Edited(changed, edit.changedAt.get(), edit.changedIn));
    }
  }

  /// Whether this is the place to change; counts the places.
  private boolean takes(Position at) {
    if (left-- == 0) {
      changedAt = Optional.of(at);
      changedIn = here;
      return true;
    }
    return false;
  }

  private Program rebuild(BiFunction<org.sgdiet.runtime.program.Function, Block, Block> blocks) {
    var functions =
        program.functions().stream()
            .map(f ->
                new org.sgdiet.runtime.program.Function(
                    f.name(),
                    f.parameters(),
                    f.locals(),
                    f.result(),
                    f.blocks().stream().map(b -> rebuilt(f, b, blocks)).toList(),
                    f.at()))
            .toList();
    return new Program(
        program.name(),
        program.files(),
        program.layouts(),
        program.globals(),
        program.bindings(),
        functions,
        program.script(),
        program.limits(),
        program.listsMapped(),
        program.undoneByCallers());
  }

  private Block rebuilt(
      org.sgdiet.runtime.program.Function f,
      Block block,
      BiFunction<org.sgdiet.runtime.program.Function, Block, Block> change) {
    here = new Spot(f.name(), block.label());
    return change.apply(f, block);
  }

  private StepChange once(StepChange change) {
    return step -> {
      Optional<List<Instruction>> changed = change.apply(step);
      return changed.isPresent() && takes(step.at()) ? changed : Optional.empty();
    };
  }

  private Block block(Block block, StepChange change, Function<Block, Terminator> end) {
    var steps = new ArrayList<Instruction>();
    for (Instruction step : block.steps()) {
      steps.addAll(change.apply(step).orElse(List.of(step)));
    }
    return new Block(block.label(), steps, end.apply(block), block.at());
  }

  private Block exprs(Block block, ExprChange change) {
    var steps = new ArrayList<Instruction>();
    for (Instruction step : block.steps()) {
      UnaryOperator<Expr> here = e -> offer(e, change, step.at());
      steps.add(ExprMap.step(step, here));
    }
    UnaryOperator<Expr> atEnd = e -> offer(e, change, block.at());
    return new Block(block.label(), steps, ExprMap.end(block.end(), atEnd), block.at());
  }

  private Expr offer(Expr expr, ExprChange change, Position at) {
    Optional<Expr> changed = change.apply(expr);
    return changed.isPresent() && takes(at) ? changed.get() : expr;
  }
}
