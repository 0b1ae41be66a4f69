// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Scope;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.Stmt;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;

/// Lowers loops by macro: the list iterators of include/linux/scatterlist.h and scsi_cmnd.h, the
/// entry iterators of list.h, and macros of the driver that stand for a `for`.
final class LoopLowering {

  private static final int VEC_BYTES = 16;

  private final Frame frame;
  private final StatementLowering statements;

  LoopLowering(Frame frame, StatementLowering statements) {
    this.frame = frame;
    this.statements = statements;
  }

  void lower(Stmt.Each each) {
    List<Expr> args = each.args();
    switch (each.macro()) {
      case "for_each_sg" -> {
        require(each, 4);
        Value list = frame.exprs.value(args.getFirst());
        entries(list, args.get(1), Optional.of(args.get(2)), args.get(3), each.body());
      }
      case "scsi_for_each_sg" -> {
        require(each, 4);
        Value command = frame.exprs.value(args.getFirst());
        Value list =
            frame.call(
                Operation.SCSI_SGLIST, PlaceLowering.scatterlistPointer(), List.of(command.ir()));
        entries(list, args.get(1), Optional.of(args.get(2)), args.get(3), each.body());
      }
      case "for_each_dma_vec" -> {
        require(each, 4);
        var bound = args.get(2);
        steps(
            frame.exprs.value(args.getFirst()),
            args.get(1),
            () -> frame.exprs.value(bound).ir(),
            args.get(3),
            each.body(),
            vec -> new Value(Ir.element(vec.ir(), Ir.s32(1), VEC_BYTES), vec.type()));
      }
      case "for_each_sgtable_sg" -> table(each, "orig_nents");
      case "for_each_sgtable_dma_sg" -> table(each, "nents");
      case "list_for_each_entry", "list_for_each_entry_rcu" ->
          linked(args.getFirst(), args.get(1), args.get(2), Optional.empty(), each.body());
      case "list_for_each_entry_safe" ->
          linked(args.getFirst(), args.get(2), args.get(3), Optional.of(args.get(1)), each.body());
      default -> byMacro(each);
    }
  }

  private static void require(Stmt.Each each, int count) {
    if (each.args().size() != count) {
      throw new NotLowered(each.macro() + " with " + each.args().size() + " arguments");
    }
  }

  private void table(Stmt.Each each, String count) {
    require(each, 3);
    List<Expr> args = each.args();
    Value table = frame.kept(frame.exprs.value(args.getFirst()));
    Value list =
        new Value(
            Ir.load(Ir.field(table.ir(), "sg_table", "sgl"), new Type.Pointer("scatterlist")),
            PlaceLowering.scatterlistPointer());
    var bound = Ir.load(Ir.field(table.ir(), "sg_table", count), Type.Int.U32);
    steps(list, args.get(1), () -> bound, args.get(2), each.body(), this::nextEntry);
  }

  private void entries(Value list, Expr entry, Optional<Expr> bound, Expr index, Stmt body) {
    steps(
        list,
        entry,
        () -> frame.exprs.value(bound.orElseThrow()).ir(),
        index,
        body,
        this::nextEntry);
  }

  private Value nextEntry(Value sg) {
    return frame.call(Operation.SG_NEXT, sg.type(), List.of(sg.ir()));
  }

  /// `for (i = 0, at = list; i < bound; i++, at = next(at)) body`, the bound read anew each time.
  private void steps(
      Value list,
      Expr entry,
      java.util.function.Supplier<org.sgdiet.runtime.program.Expr> bound,
      Expr index,
      Stmt body,
      UnaryOperator<Value> next) {
    Place i = frame.places.of(index);
    frame.store(i, new Value(Ir.s32(0), CType.Int.INT));
    Place at = frame.places.of(entry);
    frame.store(at, list);
    String head = frame.blocks.newLabel();
    String inside = frame.blocks.newLabel();
    String step = frame.blocks.newLabel();
    String end = frame.blocks.newLabel();
    frame.blocks.start(head, frame.at());
    frame.blocks.end(
        new Terminator.Branch(
            Ir.binary(BinaryOp.LESS, frame.load(i).ir(), bound.get()), inside, end),
        frame.at());
    frame.blocks.start(inside, frame.at());
    statements.inLoop(end, step, () -> statements.lower(body));
    frame.blocks.start(step, frame.at());
    frame.store(i, new Value(Ir.add(frame.load(i).ir(), Ir.s32(1)), i.type()));
    frame.store(at, next.apply(frame.load(at)));
    frame.blocks.jump(head, frame.at());
    frame.blocks.start(end, frame.at());
  }

  /// `list_for_each_entry(entry, head, member)`.
  private void linked(Expr entry, Expr head, Expr member, Optional<Expr> next, Stmt body) {
    Value list = frame.kept(frame.exprs.value(head));
    Place at = frame.places.of(entry);
    frame.store(at, follow(frame.load(at).as(at.type()), Optional.of(list), member));
    String test = frame.blocks.newLabel();
    String inside = frame.blocks.newLabel();
    String step = frame.blocks.newLabel();
    String end = frame.blocks.newLabel();
    frame.blocks.start(test, frame.at());
    frame.blocks.end(
        new Terminator.Branch(Ir.equal(link(frame.load(at), member), list.ir()), end, inside),
        frame.at());
    frame.blocks.start(inside, frame.at());
    next.ifPresent(
        n -> frame.store(frame.places.of(n), follow(frame.load(at), Optional.empty(), member)));
    statements.inLoop(end, step, () -> statements.lower(body));
    frame.blocks.start(step, frame.at());
    frame.store(
        at,
        next.map(n -> frame.load(frame.places.of(n)))
            .orElseGet(() -> follow(frame.load(at), Optional.empty(), member)));
    frame.blocks.jump(test, frame.at());
    frame.blocks.start(end, frame.at());
  }

  /// `&entry->member`.
  private org.sgdiet.runtime.program.Expr link(Value entry, Expr member) {
    return frame.address(linkPlace(entry, member));
  }

  private Place linkPlace(Value entry, Expr member) {
    return switch (member) {
      case Expr.Name(String field, var _) ->
          frame.places.field(entry.ir(), struct(entry.type()), field);
      case Expr.Member(Expr outer, var _, String field, var _, var _) -> {
        Place base = linkPlace(entry, outer);
        yield frame.places.field(frame.address(base), base.type(), field);
      }
      default -> throw new NotLowered("list member that is no name");
    };
  }

  private static CType struct(CType pointer) {
    if (pointer.decayed() instanceof CType.Pointer(CType target)) {
      return target;
    }
    throw new NotLowered("list entry that is no pointer");
  }

  /// The entry after `entry`, or the first of `list`.
  private Value follow(Value entry, Optional<Value> list, Expr member) {
    CType head =
        new CType.Tagged(org.sgdiet.analyzer.syntax.TypeSyntax.TagKind.STRUCT, "list_head");
    frame.member(head, "next");
    var from = list.map(Value::ir).orElseGet(() -> link(entry, member));
    var next = Ir.load(Ir.field(from, "list_head", "next"), new Type.Pointer("list_head"));
    return frame.calls.containerOf(
        new Value(next, new CType.Pointer(head)), struct(entry.type()), member);
  }

  /// A macro whose text is the head of a `for`.
  private void byMacro(Stmt.Each each) {
    Optional<Stmt.For> loop = frame.names.expandLoop(each.macro(), each.args(), each.body());
    if (loop.isEmpty()) {
      throw new NotLowered("loop " + each.macro());
    }
    Scope outer = frame.scope;
    frame.expanding(
        each.macro(),
        () -> {
          statements.lower(loop.get());
          return 0;
        });
    frame.scope = outer;
  }
}
