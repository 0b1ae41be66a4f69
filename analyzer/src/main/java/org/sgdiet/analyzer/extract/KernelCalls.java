// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Terminator;
import org.sgdiet.runtime.program.Type;

/// Kernel functions with an effect that the machine performs: the DMA API itself, lists, memory,
/// socket buffers, registers, and what a driver waits for.
final class KernelCalls {

  private final Frame frame;

  KernelCalls(Frame frame) {
    this.frame = frame;
  }

  /// Lowers a call, when the function is one of these. A function without result gives an `int` 0.
  Optional<Value> lower(Expr.Call call, String name, Optional<CType> expected) {
    List<Expr> args = call.args();
    Optional<Operation> operation = Operation.named(name).or(() -> errorPointer(name));
    if (operation.isPresent() && operation.get().arity() == args.size() && !special(name)) {
      return Optional.of(operation(call, operation.get(), expected));
    }
    return mapping(call, name)
        .or(() -> memory(call, name, expected))
        .or(() -> registers(name, args))
        .or(() -> new LinkedLists(frame).lower(name, args))
        .or(() -> new SocketBuffers(frame).lower(name, args))
        .or(() -> new PointerAccessors(frame).lower(name, args))
        .or(() -> new Folios(frame).lower(name, args))
        .or(() -> control(name, args, expected));
  }

  /// The helpers of include/linux/err.h, which are no macros and spelled as if they were.
  private static Optional<Operation> errorPointer(String name) {
    return switch (name) {
      case "ERR_PTR" -> Optional.of(Operation.ERR_PTR);
      case "PTR_ERR" -> Optional.of(Operation.PTR_ERR);
      case "IS_ERR" -> Optional.of(Operation.IS_ERR);
      case "IS_ERR_OR_NULL" -> Optional.of(Operation.IS_ERR_OR_NULL);
      default -> Optional.empty();
    };
  }

  /// Names of operations whose kernel function has other arguments.
  private static boolean special(String name) {
    return switch (name) {
      case "free_pages", "dma_alloc_coherent", "memcpy", "memset" -> true;
      default -> false;
    };
  }

  private Value operation(Expr.Call call, Operation operation, Optional<CType> expected) {
    List<org.sgdiet.runtime.program.Expr> args = new ArrayList<>();
    for (Expr arg : call.args()) {
      args.add(frame.exprs.value(arg).ir());
    }
    CType type = frame.names.typeOf(call, frame.scope);
    if (type instanceof CType.VoidType) {
      frame.emit(new Instruction.Call(Optional.empty(), operation, args, frame.at()));
      return nothing();
    }
    if (type instanceof CType.Opaque || type.equals(CType.Pointer.VOID)) {
      type = expected.filter(t -> frame.type(t).isScalar()).orElse(type);
    }
    return frame.call(operation, scalar(type), args);
  }

  private static CType scalar(CType type) {
    return type instanceof CType.Opaque ? CType.Int.UNSIGNED_LONG : type.decayed();
  }

  static Value nothing() {
    return new Value(Ir.s32(0), CType.Int.INT);
  }

  private org.sgdiet.runtime.program.Expr arg(List<Expr> args, int index) {
    if (index >= args.size()) {
      throw new NotLowered("call with too few arguments");
    }
    return frame.exprs.value(args.get(index)).ir();
  }

  private Optional<Value> mapping(Expr.Call call, String name) {
    List<Expr> args = call.args();
    return switch (name) {
      case "ib_dma_map_sg" -> renamed(call, Operation.DMA_MAP_SG, CType.Int.INT);
      case "ib_dma_unmap_sg" -> renamed(call, Operation.DMA_UNMAP_SG, CType.Int.INT);
      case "ib_dma_map_sgtable_attrs" -> renamed(call, Operation.DMA_MAP_SGTABLE, CType.Int.INT);
      case "ib_dma_unmap_sgtable_attrs" ->
          renamed(call, Operation.DMA_UNMAP_SGTABLE, CType.Int.INT);
      case "ib_dma_map_single" -> renamed(call, Operation.DMA_MAP_SINGLE, CType.Int.UNSIGNED_LONG);
      case "ib_dma_unmap_single" -> renamed(call, Operation.DMA_UNMAP_SINGLE, CType.Int.INT);
      case "ib_dma_map_page" -> renamed(call, Operation.DMA_MAP_PAGE, CType.Int.UNSIGNED_LONG);
      case "ib_dma_unmap_page" -> renamed(call, Operation.DMA_UNMAP_PAGE, CType.Int.INT);
      case "ib_dma_mapping_error" -> renamed(call, Operation.DMA_MAPPING_ERROR, CType.Int.INT);
      case "dma_sync_sg_for_device", "dma_sync_sg_for_cpu" -> Optional.empty();
      case "sg_dma_len" ->
          Optional.of(
              frame.load(
                  frame.places.outputSide(frame.exprs.value(args.getFirst()), "dma_length")));
      case "sg_dma_address" ->
          Optional.of(
              frame.load(
                  frame.places.outputSide(frame.exprs.value(args.getFirst()), "dma_address")));
      case "dma_submit_error" ->
          Optional.of(new Value(Ir.binary(BinaryOp.LESS, arg(args, 0), Ir.s32(0)), CType.Int.INT));
      case "blk_rq_integrity_dma_map_iter_start" ->
          renamed(call, Operation.BLK_RQ_DMA_MAP_ITER_START, new CType.Bool());
      case "blk_rq_integrity_dma_map_iter_next" ->
          renamed(call, Operation.BLK_RQ_DMA_MAP_ITER_NEXT, new CType.Bool());
      case "blk_rq_integrity_dma_unmap" ->
          renamed(call, Operation.BLK_RQ_DMA_UNMAP, new CType.Bool());
      case "req_bvec", "rq_integrity_vec" -> Optional.of(firstPiece(args));
      case "mmc_get_dma_dir" -> renamed(call, Operation.MMC_GET_DMA_DIR, CType.Int.UNSIGNED_INT);
      default -> Optional.empty();
    };
  }

  private Value firstPiece(List<Expr> args) {
    CType type = new CType.Tagged(TypeSyntax.TagKind.STRUCT, "bio_vec");
    Value vector = new Value(frame.object(type), type);
    frame.run(Operation.REQ_BVEC, arg(args, 0), vector.ir());
    return vector;
  }

  private Optional<Value> renamed(Expr.Call call, Operation operation, CType result) {
    List<org.sgdiet.runtime.program.Expr> args = new ArrayList<>();
    for (Expr e : call.args()) {
      args.add(frame.exprs.value(e).ir());
    }
    if (args.size() != operation.arity()) {
      return Optional.empty();
    }
    return Optional.of(frame.call(operation, result, args));
  }

  private Optional<Value> memory(Expr.Call call, String name, Optional<CType> expected) {
    List<Expr> args = call.args();
    return new Allocations(frame)
        .lower(call, name, expected)
        .or(() ->
            switch (name) {
              case "memcpy", "memmove", "__builtin_memcpy" -> {
                Value to = frame.exprs.value(args.getFirst());
                frame.run(Operation.MEMCPY, to.ir(), arg(args, 1), arg(args, 2));
                yield Optional.of(to);
              }
              case "memset" -> {
                Value to = frame.exprs.value(args.getFirst());
                frame.run(Operation.MEMSET, to.ir(), arg(args, 1), arg(args, 2));
                yield Optional.of(to);
              }
              case "clflush_cache_range",
                  "drm_clflush_virt_range",
                  "dma_cache_wback",
                  "dma_cache_wback_inv" -> {
                Value at = frame.exprs.value(args.getFirst());
                frame.run(Operation.FLUSH_CACHE, Ir.cast(Type.Pointer.VOID, at.ir()), arg(args, 1));
                yield Optional.of(nothing());
              }
              case "memzero_explicit" -> {
                frame.run(Operation.MEMSET, arg(args, 0), Ir.s32(0), arg(args, 1));
                yield Optional.of(nothing());
              }
              case "WRITE_ONCE", "smp_store_release", "smp_store_mb", "rcu_assign_pointer" -> {
                Place place = frame.places.of(args.getFirst());
                frame.store(place, frame.exprs.value(args.get(1), Optional.of(place.type())));
                yield Optional.of(nothing());
              }
              case "swap" -> {
                Place a = frame.places.of(args.getFirst());
                Place b = frame.places.of(args.get(1));
                Value old = frame.kept(frame.load(a));
                frame.store(a, frame.load(b));
                frame.store(b, old);
                yield Optional.of(nothing());
              }
              case "xchg" -> {
                Place place = frame.places.target(frame.exprs.value(args.getFirst()));
                Value old = frame.kept(frame.load(place));
                frame.store(place, frame.exprs.value(args.get(1)));
                yield Optional.of(old);
              }
              default -> Optional.empty();
            });
  }

  private Optional<Value> registers(String name, List<Expr> args) {
    return switch (name) {
      case "writel",
          "writel_relaxed",
          "iowrite32",
          "iowrite32be",
          "__raw_writel",
          "outl",
          "out_be32",
          "out_le32" ->
          write(name, args, Type.Int.U32);
      case "writeq",
          "writeq_relaxed",
          "lo_hi_writeq",
          "hi_lo_writeq",
          "iowrite64",
          "__raw_writeq" ->
          write(name, args, Type.Int.U64);
      case "writew", "writew_relaxed", "iowrite16", "outw", "__raw_writew" ->
          write(name, args, Type.Int.U16);
      case "writeb", "writeb_relaxed", "iowrite8", "outb", "__raw_writeb" ->
          write(name, args, Type.Int.U8);
      case "regmap_write" -> {
        frame.run(
            Operation.REGISTER_WRITE,
            Ir.element(arg(args, 0), arg(args, 1), 1),
            Ir.cast(Type.Int.U32, arg(args, 2)));
        yield Optional.of(nothing());
      }
      case "readl",
          "readl_relaxed",
          "ioread32",
          "ioread32be",
          "__raw_readl",
          "inl",
          "in_be32",
          "in_le32" ->
          read(args, CType.Int.UNSIGNED_INT);
      case "readq", "readq_relaxed", "lo_hi_readq", "__raw_readq" ->
          read(args, CType.Int.UNSIGNED_LONG);
      case "readw", "readw_relaxed", "ioread16", "inw", "__raw_readw" ->
          read(args, new CType.Int(16, false, org.sgdiet.analyzer.model.type.Endian.NATIVE));
      case "readb", "readb_relaxed", "ioread8", "inb", "__raw_readb" ->
          read(args, new CType.Int(8, false, org.sgdiet.analyzer.model.type.Endian.NATIVE));
      default -> Optional.empty();
    };
  }

  private Optional<Value> write(String name, List<Expr> args, Type width) {
    boolean addressFirst = name.startsWith("out_");
    var value = Ir.cast(width, arg(args, addressFirst ? 1 : 0));
    frame.run(Operation.REGISTER_WRITE, register(args.get(addressFirst ? 0 : 1)), value);
    return Optional.of(nothing());
  }

  private Optional<Value> read(List<Expr> args, CType type) {
    return Optional.of(
        frame.call(Operation.REGISTER_READ, type, List.of(register(args.getFirst()), Ir.u32(0))));
  }

  private org.sgdiet.runtime.program.Expr register(Expr address) {
    Value v = frame.exprs.value(address);
    return v.type() instanceof CType.Pointer ? v.ir() : Ir.cast(Type.Pointer.VOID, v.ir());
  }

  private Optional<Value> control(String name, List<Expr> args, Optional<CType> expected) {
    return switch (name) {
      case "BUG_ON" -> {
        String panic = frame.blocks.newLabel();
        String on = frame.blocks.newLabel();
        frame.branches.branch(args.getFirst(), panic, on);
        frame.blocks.start(panic, frame.at());
        frame.blocks.end(new Terminator.Panic("BUG_ON"), frame.at());
        frame.blocks.start(on, frame.at());
        yield Optional.of(nothing());
      }
      case "KUNIT_ASSERT_NOT_NULL" -> asserted(arg(args, 1));
      case "KUNIT_ASSERT_EQ" -> asserted(Ir.binary(BinaryOp.EQUAL, arg(args, 1), arg(args, 2)));
      case "KUNIT_ASSERT_NOT_ERR_OR_NULL" ->
          asserted(
              Ir.isZero(
                  frame.call(Operation.IS_ERR_OR_NULL, CType.Int.INT, List.of(arg(args, 1))).ir()));
      case "BUG", "panic" -> {
        frame.blocks.end(new Terminator.Panic(name), frame.at());
        yield Optional.of(nothing());
      }
      case "WARN_ON", "WARN_ON_ONCE", "WARN", "WARN_ONCE", "dev_WARN_ONCE", "VM_WARN_ON" -> {
        Expr condition = args.get(name.startsWith("dev_") ? 1 : 0);
        Value v = frame.exprs.value(condition);
        yield Optional.of(new Value(Ir.isZero(Ir.isZero(v.ir())), CType.Int.INT));
      }
      case "wait_for_completion", "wait_for_completion_io", "tasklet_kill", "synchronize_irq" -> {
        frame.run(Operation.DEVICE_RUNS);
        yield Optional.of(nothing());
      }
      case "wait_for_completion_timeout",
          "wait_for_completion_interruptible_timeout",
          "wait_for_completion_killable_timeout",
          "wait_event_timeout",
          "wait_event_interruptible_timeout" -> {
        frame.run(Operation.DEVICE_RUNS);
        yield Optional.of(frame.calls.opaque(name, List.of(), CType.Int.LONG, List.of(1L, 0L)));
      }
      case "wait_for_completion_interruptible",
          "wait_for_completion_killable",
          "wait_event_interruptible" -> {
        frame.run(Operation.DEVICE_RUNS);
        yield Optional.of(frame.calls.opaque(name, List.of(), CType.Int.INT, List.of(0L, -512L)));
      }
      case "ERR_CAST" -> Optional.of(frame.exprs.value(args.getFirst(), expected));
      case "PTR_ERR_OR_ZERO" -> Optional.of(errorOrZero(args));
      case "atomic_read", "atomic64_read" -> Optional.of(frame.load(counter(args.getFirst())));
      case "atomic_set", "atomic64_set" -> {
        frame.store(counter(args.getFirst()), frame.exprs.value(args.get(1)));
        yield Optional.of(nothing());
      }
      case "atomic_inc", "atomic64_inc" -> Optional.of(counted(args.getFirst(), Ir.s32(1)));
      case "atomic_dec", "atomic64_dec" -> Optional.of(counted(args.getFirst(), Ir.s32(-1)));
      case "atomic_add" -> Optional.of(counted(args.get(1), arg(args, 0)));
      case "atomic_inc_return" -> Optional.of(counted(args.getFirst(), Ir.s32(1)));
      case "atomic_dec_return" -> Optional.of(counted(args.getFirst(), Ir.s32(-1)));
      case "atomic_dec_and_test" ->
          Optional.of(
              new Value(Ir.isZero(counted(args.getFirst(), Ir.s32(-1)).ir()), CType.Int.INT));
      case "set_bit", "__set_bit", "clear_bit", "__clear_bit" -> Optional.of(bit(name, args));
      case "test_and_set_bit",
          "test_and_clear_bit",
          "__test_and_set_bit",
          "__test_and_clear_bit" -> {
        Value old = frame.kept(new MacroCalls(frame).lower("test_bit", args).orElseThrow());
        bit(name.replace("test_and_", ""), args);
        yield Optional.of(old);
      }
      default -> Optional.empty();
    };
  }

  /// A test ends where its assertion fails; the rest of it undoes nothing.
  private Optional<Value> asserted(org.sgdiet.runtime.program.Expr condition) {
    frame.branches.choose(
        condition,
        () -> {},
        () -> frame.blocks.end(new Terminator.NotModelled("the test ends here"), frame.at()));
    return Optional.of(nothing());
  }

  private Value errorOrZero(List<Expr> args) {
    Value pointer = frame.kept(frame.exprs.value(args.getFirst()));
    Value bad = frame.call(Operation.IS_ERR, CType.Int.INT, List.of(pointer.ir()));
    String result = frame.temporary(CType.Int.INT);
    frame.branches.choose(
        bad.ir(),
        () ->
            frame.assign(
                result, frame.call(Operation.PTR_ERR, CType.Int.LONG, List.of(pointer.ir())).ir()),
        () -> frame.assign(result, Ir.s32(0)));
    return new Value(Ir.local(result), CType.Int.INT);
  }

  private Place counter(Expr atomic) {
    Value v = frame.exprs.value(atomic);
    Place place = frame.places.target(v);
    return frame.places.field(frame.address(place), place.type(), "counter");
  }

  private Value counted(Expr atomic, org.sgdiet.runtime.program.Expr by) {
    Place place = counter(atomic);
    frame.store(place, new Value(Ir.add(frame.load(place).ir(), by), place.type()));
    return frame.load(place);
  }

  private Value bit(String name, List<Expr> args) {
    Value nr = frame.kept(frame.exprs.value(args.getFirst()));
    Value words = frame.kept(frame.exprs.value(args.get(1)));
    var address = Ir.element(words.ir(), Ir.binary(BinaryOp.DIVIDE, nr.ir(), Ir.s32(64)), 8);
    Place place = new Place.InMemory(address, CType.Int.UNSIGNED_LONG);
    var mask = Ir.binary(BinaryOp.SHIFT_LEFT, Ir.u64(1), Ir.and(nr.ir(), Ir.s32(63)));
    var old = frame.load(place).ir();
    var changed =
        name.contains("clear")
            ? Ir.and(old, Ir.complement(mask))
            : Ir.binary(BinaryOp.OR, old, mask);
    frame.store(place, new Value(changed, CType.Int.UNSIGNED_LONG));
    return nothing();
  }
}
