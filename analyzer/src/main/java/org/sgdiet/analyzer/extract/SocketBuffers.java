// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Operation;
import org.sgdiet.runtime.program.Type;

/// Socket buffers (include/linux/skbuff.h and netdevice.h, Linux 7.3): where their data lies and
/// how long it is. One that the driver allocates has the room that it asked for.
final class SocketBuffers {

  private static final CType SKB = new CType.Tagged(TagKind.STRUCT, "sk_buff");
  private static final CType POINTER = new CType.Pointer(SKB);

  /// `NET_SKB_PAD`: room in front of the data.
  private static final long HEAD_ROOM = 64;

  /// Allocations are rounded up to cache lines.
  private static final long LINE = 64;

  /// `struct skb_shared_info`, which lies behind the room for data.
  private static final long SHARED_INFO = 320;

  private final Frame frame;

  SocketBuffers(Frame frame) {
    this.frame = frame;
  }

  Optional<Value> lower(String name, List<Expr> args) {
    if (frame.names.member(SKB, "data").isEmpty()) {
      return Optional.empty();
    }
    return switch (name) {
      case "netdev_alloc_skb",
          "__netdev_alloc_skb",
          "netdev_alloc_skb_ip_align",
          "__netdev_alloc_skb_ip_align",
          "napi_alloc_skb" ->
          allocated(args, 1);
      case "dev_alloc_skb", "__dev_alloc_skb", "alloc_skb" -> allocated(args, 0);
      case "skb_headlen" -> Optional.of(linear(skb(args)));
      case "skb_put", "__skb_put" -> Optional.of(put(skb(args), number(args, 1)));
      case "skb_reserve" -> {
        Place data = field(skb(args), "data");
        frame.store(data, moved(frame.load(data), number(args, 1)));
        yield Optional.of(KernelCalls.nothing());
      }
      case "skb_tail_pointer" -> Optional.of(tail(skb(args)));
      case "skb_shinfo" -> sharedInfo(args);
      case "skb_to_sgvec", "skb_to_sgvec_nomark" -> Optional.of(toList(name, args));
      case "skb_frag_phys" -> Optional.of(fragment(args));
      case "skb_end_pointer" -> hasEnd() ? Optional.of(end(skb(args))) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// What lies in the buffer itself: all but the fragments.
  private Value linear(org.sgdiet.runtime.program.Expr skb) {
    Value all = frame.load(field(skb, "len"));
    Value elsewhere = frame.load(field(skb, "data_len"));
    return new Value(Ir.binary(BinaryOp.SUBTRACT, all.ir(), elsewhere.ir()), all.type());
  }

  private Value tail(org.sgdiet.runtime.program.Expr skb) {
    return moved(frame.load(field(skb, "data")), linear(skb).ir());
  }

  private boolean hasEnd() {
    return frame.names.member(SKB, "head").isPresent()
        && frame.names.member(SKB, "end").isPresent();
  }

  /// The end of the room for data; of a buffer from outside nobody knows how far it is.
  private Value end(org.sgdiet.runtime.program.Expr skb) {
    return moved(frame.load(field(skb, "head")), frame.load(field(skb, "end")).ir());
  }

  /// What lies behind the room for data is an object of its own here.
  private Optional<Value> sharedInfo(List<Expr> args) {
    CType info = new CType.Tagged(TagKind.STRUCT, "skb_shared_info");
    return Optional.of(
        frame.calls.opaque(
            "skb_end_pointer", List.of(skb(args)), new CType.Pointer(info), List.of(1L)));
  }

  private Value put(org.sgdiet.runtime.program.Expr skb, org.sgdiet.runtime.program.Expr bytes) {
    Value end = frame.kept(tail(skb));
    Place length = field(skb, "len");
    frame.store(length, new Value(Ir.add(frame.load(length).ir(), bytes), length.type()));
    return new Value(end.ir(), CType.Pointer.VOID);
  }

  /// The list of a buffer that lies in one piece.
  private Value toList(String name, List<Expr> args) {
    var data = frame.load(field(skb(args), "data"));
    var sg = number(args, 1);
    frame.run(Operation.SG_SET_BUF, sg, Ir.element(data.ir(), number(args, 2), 1), number(args, 3));
    if (name.equals("skb_to_sgvec")) {
      frame.run(Operation.SG_MARK_END, sg);
    }
    return new Value(Ir.s32(1), CType.Int.INT);
  }

  /// Where a fragment lies: in a page of its own.
  private Value fragment(List<Expr> args) {
    CType page = new CType.Pointer(new CType.Tagged(TagKind.STRUCT, "page"));
    Value of = frame.calls.opaque("skb_frag_page", List.of(skb(args)), page, List.of(1L));
    return frame.call(Operation.PAGE_TO_PHYS, CType.Int.UNSIGNED_LONG, List.of(of.ir()));
  }

  private static Value moved(Value pointer, org.sgdiet.runtime.program.Expr bytes) {
    return new Value(Ir.element(pointer.ir(), bytes, 1), pointer.type());
  }

  /// The structure and behind it its buffer, in one allocation, as both come or fail together.
  private Optional<Value> allocated(List<Expr> args, int size) {
    if (args.size() <= size) {
      return Optional.empty();
    }
    long head = roundedUp(frame.size(SKB)) + HEAD_ROOM;
    var room = Ir.cast(Type.Int.U64, number(args, size));
    var bytes = Ir.add(room, Ir.u64(head + LINE + SHARED_INFO));
    Value skb = frame.call(Operation.ALLOCATE, POINTER, List.of(bytes));
    frame.branches.choose(
        skb.ir(),
        () -> {
          for (String length : List.of("len", "data_len")) {
            Place place = field(skb.ir(), length);
            frame.store(place, new Value(Ir.s32(0), place.type()));
          }
          Place data = field(skb.ir(), "data");
          frame.store(data, new Value(Ir.element(skb.ir(), Ir.u64(head), 1), data.type()));
          if (hasEnd()) {
            Place start = field(skb.ir(), "head");
            frame.store(
                start, new Value(Ir.element(skb.ir(), Ir.u64(head - HEAD_ROOM), 1), start.type()));
            Place end = field(skb.ir(), "end");
            frame.store(end, new Value(Ir.add(room, Ir.u64(HEAD_ROOM)), end.type()));
          }
        },
        () -> {});
    return Optional.of(skb);
  }

  private static long roundedUp(long bytes) {
    return (bytes + LINE - 1) / LINE * LINE;
  }

  private Place field(org.sgdiet.runtime.program.Expr skb, String name) {
    return frame.places.field(skb, SKB, name);
  }

  private org.sgdiet.runtime.program.Expr skb(List<Expr> args) {
    if (args.isEmpty()) {
      throw new NotLowered("call with too few arguments");
    }
    return frame.kept(frame.exprs.value(args.getFirst())).ir();
  }

  private org.sgdiet.runtime.program.Expr number(List<Expr> args, int index) {
    if (index >= args.size()) {
      throw new NotLowered("call with too few arguments");
    }
    return frame.kept(frame.exprs.value(args.get(index))).ir();
  }
}
