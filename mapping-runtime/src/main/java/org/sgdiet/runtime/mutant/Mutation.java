// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.mutant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Position;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Spot;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;

/// The kinds of mistakes, each with the way to make it.
public enum Mutation {
  /// An unmap is forgotten.
  DROP_UNMAP {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.steps(
          program, s -> isCall(s, UNMAPS) ? Optional.of(List.of()) : Optional.empty());
    }
  },
  /// An unmap is done twice.
  UNMAP_TWICE {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.steps(
          program, s -> isCall(s, UNMAPS) ? Optional.of(List.of(s, s)) : Optional.empty());
    }
  },
  /// A list is unmapped or synced with the count that a merging IOMMU returned.
  UNMAP_WITH_MAPPED_COUNT {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.steps(
          program,
          s ->
              isCall(s, COUNTED) && !isOneEntry(s)
                  ? changedArg(s, 2, Mutation::mergedCount)
                  : NO_STEP);
    }
  },
  /// A buffer is unmapped with another length.
  UNMAP_WITH_OTHER_LENGTH {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.steps(
          program,
          s ->
              isCall(s, SIZED)
                  ? changedArg(s, 2, e -> new Expr.Binary(BinaryOp.ADD, e, number(64)))
                  : NO_STEP);
    }
  },
  /// The direction of an unmap or sync is another one.
  OTHER_DIRECTION {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.steps(
          program,
          s ->
              isCall(s, DIRECTED)
                  ? changedArg(s, directionArg(s), Mutation::otherDirection)
                  : NO_STEP);
    }
  },
  /// An unmap names another device.
  OTHER_DEVICE {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.steps(
          program,
          s ->
              isCall(s, DIRECTED)
                  ? changedArg(s, 0, e -> new Expr.ElementAddress(e, number(1), 8))
                  : NO_STEP);
    }
  },
  /// A sync is forgotten.
  DROP_SYNC {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.steps(
          program, s -> isCall(s, SYNCS) ? Optional.of(List.of()) : Optional.empty());
    }
  },
  /// `sg->length` where `sg_dma_len()` is meant.
  INPUT_LENGTH {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.exprs(
          program, e -> listField(e, "dma_length").map(base -> load(base, "length", Type.Int.U32)));
    }
  },
  /// An address loses its upper half.
  TRUNCATED_ADDRESS {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.exprs(
              program,
              e ->
                  listField(e, "dma_address")
                      .map(_ -> new Expr.Cast(Type.Int.U64, new Expr.Cast(Type.Int.U32, e))))
          .stream()
          .filter(edited -> !NarrowPlaces.areEqual(program, edited.program()))
          .toList();
    }
  },
  /// The outputs are walked with the number of inputs.
  WALK_WITH_INPUT_COUNT {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      var all = new ArrayList<ProgramEdit.Edited>();
      for (Instruction.Call map : calls(program, Set.of(Operation.DMA_MAP_SG))) {
        map.result().ifPresent(count -> all.addAll(comparedWithInput(program, map, count)));
      }
      return all;
    }
  },
  /// A loop takes one round more.
  OFF_BY_ONE {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      return ProgramEdit.ends(program, BranchMistakes::oneMore);
    }
  },
  /// The result of a mapping is not tested.
  UNCHECKED_ERROR {
    @Override
    List<ProgramEdit.Edited> apply(Program program) {
      var all =
          new ArrayList<>(
              ProgramEdit.ends(program, (f, b) -> BranchMistakes.untested(f, b, RESULTS, true)));
      all.addAll(
          ProgramEdit.ends(program, (f, b) -> BranchMistakes.untested(f, b, RESULTS, false)));
      return all;
    }
  };

  private static final Optional<List<Instruction>> NO_STEP = Optional.empty();

  private static final Set<Operation> UNMAPS =
      Set.of(
          Operation.DMA_UNMAP_SG,
          Operation.DMA_UNMAP_SG_ATTRS,
          Operation.DMA_UNMAP_SGTABLE,
          Operation.DMA_UNMAP_SINGLE,
          Operation.DMA_UNMAP_SINGLE_ATTRS,
          Operation.DMA_UNMAP_PAGE,
          Operation.DMA_UNMAP_PAGE_ATTRS,
          Operation.DMA_UNMAP_PHYS,
          Operation.DMA_UNMAP_RESOURCE,
          Operation.SCSI_DMA_UNMAP,
          Operation.DMA_IOVA_DESTROY,
          Operation.DMA_UNMAP_VEC,
          Operation.DMA_UNMAP_VECS,
          Operation.DMA_BATCH_UNMAP);

  private static final Set<Operation> COUNTED =
      Set.of(
          Operation.DMA_UNMAP_SG,
          Operation.DMA_UNMAP_SG_ATTRS,
          Operation.DMA_SYNC_SG_FOR_CPU,
          Operation.DMA_SYNC_SG_FOR_DEVICE);

  private static final Set<Operation> SIZED =
      Set.of(
          Operation.DMA_UNMAP_SINGLE,
          Operation.DMA_UNMAP_SINGLE_ATTRS,
          Operation.DMA_UNMAP_PAGE,
          Operation.DMA_UNMAP_PAGE_ATTRS,
          Operation.DMA_UNMAP_PHYS);

  private static final Set<Operation> DIRECTED =
      Set.of(
          Operation.DMA_UNMAP_SG,
          Operation.DMA_UNMAP_SG_ATTRS,
          Operation.DMA_UNMAP_SGTABLE,
          Operation.DMA_UNMAP_SINGLE,
          Operation.DMA_UNMAP_SINGLE_ATTRS,
          Operation.DMA_UNMAP_PAGE,
          Operation.DMA_UNMAP_PAGE_ATTRS,
          Operation.DMA_UNMAP_PHYS,
          Operation.DMA_SYNC_SG_FOR_CPU,
          Operation.DMA_SYNC_SG_FOR_DEVICE,
          Operation.DMA_SYNC_SINGLE_FOR_CPU,
          Operation.DMA_SYNC_SINGLE_FOR_DEVICE);

  private static final Set<Operation> SYNCS =
      Set.of(
          Operation.DMA_SYNC_SG_FOR_CPU,
          Operation.DMA_SYNC_SG_FOR_DEVICE,
          Operation.DMA_SYNC_SGTABLE_FOR_CPU,
          Operation.DMA_SYNC_SGTABLE_FOR_DEVICE,
          Operation.DMA_SYNC_SINGLE_FOR_CPU,
          Operation.DMA_SYNC_SINGLE_FOR_DEVICE);

  private static final Set<Operation> RESULTS =
      Set.of(
          Operation.DMA_MAP_SG,
          Operation.DMA_MAP_SG_ATTRS,
          Operation.DMA_MAP_SGTABLE,
          Operation.DMA_MAPPING_ERROR,
          Operation.SCSI_DMA_MAP,
          Operation.DMA_MAP_PHYR,
          Operation.DMA_MAP_SGL_TO_VECS,
          Operation.DMA_VECS_MAP_SGL,
          Operation.DMA_VECS_MAP_SGTABLE,
          Operation.SCSI_DMA_MAP_VECS);

  /// The mutants of this kind; a program without such a place has none.
  public List<Mutant> mutants(Program program) {
    return apply(program).stream()
        .map(e -> new Mutant(this, e.program(), e.at(), e.spot()))
        .toList();
  }

  abstract List<ProgramEdit.Edited> apply(Program program);

  /// Kebab-case name.
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Expr number(long value) {
    return new Expr.Const(Type.Int.S32, value);
  }

  private static boolean isCall(Instruction step, Set<Operation> operations) {
    return step instanceof Instruction.Call c && operations.contains(c.operation());
  }

  private static Optional<List<Instruction>> changedArg(
      Instruction step, int index, java.util.function.UnaryOperator<Expr> change) {
    Instruction.Call call = (Instruction.Call) step;
    var args = new ArrayList<>(call.args());
    args.set(index, change.apply(args.get(index)));
    return Optional.of(
        List.of(new Instruction.Call(call.result(), call.operation(), args, call.at())));
  }

  private static Expr mergedCount(Expr count) {
    return new Expr.Binary(BinaryOp.MIN, count, number(1));
  }

  private static int directionArg(Instruction step) {
    return ((Instruction.Call) step).operation() == Operation.DMA_UNMAP_SGTABLE ? 2 : 3;
  }

  /// To the device becomes from the device, everything else to the device.
  private static Expr otherDirection(Expr direction) {
    Expr same = new Expr.Binary(BinaryOp.EQUAL, direction, number(1));
    return new Expr.Binary(BinaryOp.ADD, same, number(1));
  }

  private static Optional<Expr> listField(Expr expr, String field) {
    return expr instanceof Expr.Load(Expr.FieldAddress(Expr base, String layout, String name), _)
            && layout.equals("scatterlist")
            && name.equals(field)
        ? Optional.of(base)
        : Optional.empty();
  }

  private static Expr load(Expr base, String field, Type type) {
    return new Expr.Load(new Expr.FieldAddress(base, "scatterlist", field), type);
  }

  private static List<Instruction.Call> calls(Program program, Set<Operation> operations) {
    var all = new ArrayList<Instruction.Call>();
    for (Function function : program.functions()) {
      for (Block block : function.blocks()) {
        for (Instruction step : block.steps()) {
          if (step instanceof Instruction.Call c && operations.contains(c.operation())) {
            all.add(c);
          }
        }
      }
    }
    return all;
  }

  private static List<ProgramEdit.Edited> comparedWithInput(
      Program program, Instruction.Call map, String count) {
    Expr input = map.args().get(2);
    return ProgramEdit.ends(
        program,
        (_, b) ->
            b.end()
                        instanceof
                        Terminator.Branch(
                            Expr.Binary(BinaryOp op, Expr left, Expr.Local(String name)),
                            String then,
                            String otherwise)
                    && op == BinaryOp.LESS
                    && name.equals(count)
                ? Optional.of(
                    new Terminator.Branch(new Expr.Binary(op, left, input), then, otherwise))
                : Optional.empty());
  }

  /// Whether the count is one whatever was mapped.
  private static boolean isOneEntry(Instruction step) {
    return ((Instruction.Call) step).args().get(2) instanceof Expr.Const(var _, long count)
        && count == 1;
  }

  /// One program with one mistake.
  ///
  /// @param at where it was made
  /// @param spot the block that it was made in
  public record Mutant(Mutation mutation, Program program, Position at, Spot spot) {}
}
