// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import org.sgdiet.analyzer.model.type.Arithmetic;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.Literals;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Type;

/// Kernel macros that only calculate: minmax.h, align.h, math.h, bitfield.h, bits.h, byteorder,
/// container_of.h, overflow.h (Linux 7.3).
final class MacroCalls {

  private final Frame frame;

  MacroCalls(Frame frame) {
    this.frame = frame;
  }

  /// The value of a call, when the macro is one of these.
  Optional<Value> lower(String name, List<Expr> args) {
    return switch (args.size()) {
      case 1 -> one(name, args.getFirst()).or(() -> ByteOrder.of(frame, name, args));
      case 2 -> two(name, args.getFirst(), args.get(1)).or(() -> ByteOrder.of(frame, name, args));
      case 3 -> three(name, args);
      default -> Optional.empty();
    };
  }

  private Optional<Value> one(String name, Expr x) {
    return switch (name) {
      case "likely",
          "unlikely",
          "__builtin_expect",
          "data_race",
          "READ_ONCE",
          "smp_load_acquire",
          "rcu_dereference",
          "rcu_dereference_raw",
          "rcu_access_pointer",
          "ACCESS_ONCE",
          "array_index_nospec",
          "kasan_reset_tag" ->
          Optional.of(value(x));
      case "no_free_ptr", "retain_and_null_ptr" -> Optional.of(taken(x));
      case "lower_32_bits" -> Optional.of(cast(value(x), CType.Int.UNSIGNED_INT));
      case "upper_32_bits" -> Optional.of(shifted(x, 32, CType.Int.UNSIGNED_INT));
      case "lower_16_bits" -> Optional.of(cast(value(x), u16()));
      case "upper_16_bits" -> Optional.of(shifted(x, 16, u16()));
      case "BIT", "BIT_ULL" ->
          Optional.of(
              constantOf(name, List.of(x))
                  .orElseGet(() ->
                      new Value(
                          Ir.binary(BinaryOp.SHIFT_LEFT, Ir.u64(1), value(x).ir()),
                          CType.Int.UNSIGNED_LONG)));
      case "PAGE_ALIGN" -> Optional.of(aligned(value(x), Ir.u64(4096)));
      case "offset_in_page" ->
          Optional.of(
              new Value(
                  Ir.and(Ir.cast(Type.Int.U64, value(x).ir()), Ir.u64(4095)),
                  CType.Int.UNSIGNED_LONG));
      case "abs" -> Optional.of(absolute(value(x)));
      case "ARRAY_SIZE", "DMA_BIT_MASK" -> constantOf(name, List.of(x));
      case "IS_ENABLED", "IS_REACHABLE", "IS_BUILTIN", "IS_MODULE" ->
          Optional.of(truth(x instanceof Expr.Name(String id, var _) && ENABLED.contains(id)));
      default -> Optional.empty();
    };
  }

  /// Options that hold on every kernel this tool models.
  private static final List<String> ENABLED =
      List.of("CONFIG_64BIT", "CONFIG_MMU", "CONFIG_HAS_DMA", "CONFIG_ARCH_DMA_ADDR_T_64BIT");

  private Optional<Value> two(String name, Expr x, Expr y) {
    return switch (name) {
      case "min", "umin" -> Optional.of(merged(BinaryOp.MIN, value(x), value(y)));
      case "max", "umax" -> Optional.of(merged(BinaryOp.MAX, value(x), value(y)));
      case "min_not_zero" -> Optional.of(minNotZero(value(x), value(y)));
      case "ALIGN", "round_up", "PTR_ALIGN" -> Optional.of(aligned(value(x), value(y).ir()));
      case "ALIGN_DOWN", "round_down" -> Optional.of(alignedDown(value(x), value(y).ir()));
      case "roundup" -> Optional.of(roundedUp(value(x), value(y)));
      case "rounddown" -> {
        Value v = value(x);
        yield Optional.of(
            v.as(Arithmetic.promoted(v.type())).type() instanceof CType.Int i
                ? new Value(
                    Ir.subtract(v.ir(), Ir.binary(BinaryOp.REMAINDER, v.ir(), value(y).ir())), i)
                : v);
      }
      case "DIV_ROUND_UP", "DIV_ROUND_UP_ULL" -> Optional.of(dividedUp(value(x), value(y)));
      case "DIV_ROUND_CLOSEST" -> {
        Value a = value(x);
        Value b = value(y);
        yield Optional.of(
            new Value(
                Ir.binary(
                    BinaryOp.DIVIDE,
                    Ir.add(a.ir(), Ir.binary(BinaryOp.DIVIDE, b.ir(), Ir.s32(2))),
                    b.ir()),
                Arithmetic.common(a.type(), b.type())));
      }
      case "IS_ALIGNED" -> {
        Value a = value(x);
        yield Optional.of(
            new Value(
                Ir.isZero(
                    Ir.and(a.ir(), Ir.cast(Type.Int.U64, Ir.subtract(value(y).ir(), Ir.s32(1))))),
                CType.Int.INT));
      }
      case "array_size", "size_mul" ->
          Optional.of(
              new Value(
                  Ir.multiply(Ir.cast(Type.Int.U64, value(x).ir()), value(y).ir()),
                  CType.Int.UNSIGNED_LONG));
      case "size_add" ->
          Optional.of(
              new Value(
                  Ir.add(Ir.cast(Type.Int.U64, value(x).ir()), value(y).ir()),
                  CType.Int.UNSIGNED_LONG));
      case "do_div" -> Optional.empty();
      case "div_u64", "div64_u64" ->
          Optional.of(
              new Value(
                  Ir.binary(BinaryOp.DIVIDE, Ir.cast(Type.Int.U64, value(x).ir()), value(y).ir()),
                  CType.Int.UNSIGNED_LONG));
      case "FIELD_PREP", "FIELD_PREP_CONST" -> Optional.of(prepared(x, y));
      case "FIELD_GET" -> Optional.of(extracted(x, y));
      case "GENMASK", "GENMASK_ULL", "GENMASK_U32", "offsetof", "sizeof_field" ->
          constantOf(name, List.of(x, y));
      case "test_bit" -> Optional.of(testBit(value(x), value(y)));
      default -> Optional.empty();
    };
  }

  private Optional<Value> three(String name, List<Expr> args) {
    return switch (name) {
      case "min_t" -> Optional.of(typed(BinaryOp.MIN, args));
      case "max_t" -> Optional.of(typed(BinaryOp.MAX, args));
      case "min3" ->
          Optional.of(
              merged(
                  BinaryOp.MIN,
                  merged(BinaryOp.MIN, value(args.getFirst()), value(args.get(1))),
                  value(args.get(2))));
      case "clamp", "clamp_val" ->
          Optional.of(
              merged(
                  BinaryOp.MIN,
                  merged(BinaryOp.MAX, value(args.getFirst()), value(args.get(1))),
                  value(args.get(2))));
      case "container_of", "container_of_const", "list_entry", "hlist_entry", "rb_entry" ->
          Optional.of(containerOf(value(args.getFirst()), args.get(1), args.get(2)));
      case "list_first_entry" -> Optional.of(listEntry(args, "next"));
      case "list_last_entry" -> Optional.of(listEntry(args, "prev"));
      case "struct_size", "struct_size_t" -> Optional.of(structSize(args));
      case "flex_array_size" -> Optional.of(flexSize(args));
      default -> Optional.empty();
    };
  }

  private Value value(Expr e) {
    return frame.exprs.value(e);
  }

  private static CType.Int u16() {
    return new CType.Int(16, false, org.sgdiet.analyzer.model.type.Endian.NATIVE);
  }

  /// A pointer that is taken out of its variable, so that no cleanup of it finds anything.
  private Value taken(Expr pointer) {
    Place place = frame.places.of(pointer);
    Value taken = frame.kept(frame.load(place));
    frame.store(place, new Value(Ir.nullPointer(), place.type()));
    return taken;
  }

  private Value cast(Value v, CType type) {
    return new Value(Ir.cast(frame.type(type), v.ir()), type);
  }

  private Value shifted(Expr x, int bits, CType type) {
    return cast(
        new Value(
            Ir.binary(BinaryOp.SHIFT_RIGHT, Ir.cast(Type.Int.U64, value(x).ir()), Ir.s32(bits)),
            CType.Int.UNSIGNED_LONG),
        type);
  }

  private static Value truth(boolean value) {
    return new Value(Ir.s32(value ? 1 : 0), CType.Int.INT);
  }

  private Optional<Value> constantOf(String name, List<Expr> args) {
    return frame
        .names
        .constant(
            new Expr.Call(
                new Expr.Name(name, args.getFirst().span()), args, args.getFirst().span()),
            frame.scope)
        .map(frame.exprs::of);
  }

  private static Value merged(BinaryOp op, Value a, Value b) {
    CType type =
        a.type() instanceof CType.Pointer ? a.type() : Arithmetic.common(a.type(), b.type());
    return new Value(Ir.binary(op, a.ir(), b.ir()), type);
  }

  private Value minNotZero(Value first, Value second) {
    Value a = frame.kept(first);
    Value b = frame.kept(second);
    String result = frame.temporary(Arithmetic.common(a.type(), b.type()));
    frame.branches.choose(
        Ir.isZero(a.ir()),
        () -> frame.assign(result, b.ir()),
        () ->
            frame.branches.choose(
                Ir.isZero(b.ir()),
                () -> frame.assign(result, a.ir()),
                () -> frame.assign(result, Ir.binary(BinaryOp.MIN, a.ir(), b.ir()))));
    return new Value(Ir.local(result), Arithmetic.common(a.type(), b.type()));
  }

  private Value typed(BinaryOp op, List<Expr> args) {
    CType type = frame.names.typeOf(args.getFirst(), frame.scope);
    return new Value(
        Ir.binary(op, cast(value(args.get(1)), type).ir(), cast(value(args.get(2)), type).ir()),
        type);
  }

  private Value absolute(Value v) {
    Value kept = frame.kept(v);
    return new Value(
        Ir.binary(BinaryOp.MAX, kept.ir(), Ir.negate(kept.ir())), Arithmetic.promoted(v.type()));
  }

  /// `ALIGN(x, a)` has the type of `x`; a pointer is aligned as a number.
  private Value aligned(Value x, org.sgdiet.runtime.program.Expr a) {
    Type type = frame.type(x.type());
    var mask = Ir.subtract(Ir.cast(Type.Int.U64, a), Ir.s32(1));
    var number = Ir.cast(Type.Int.U64, x.ir());
    var up = Ir.and(Ir.add(number, mask), Ir.complement(mask));
    if (x.type() instanceof CType.Pointer) {
      return new Value(Ir.element(x.ir(), Ir.subtract(up, number), 1), x.type());
    }
    return new Value(Ir.cast(type, up), x.type());
  }

  private Value alignedDown(Value x, org.sgdiet.runtime.program.Expr a) {
    var mask = Ir.subtract(Ir.cast(Type.Int.U64, a), Ir.s32(1));
    var number = Ir.cast(Type.Int.U64, x.ir());
    if (x.type() instanceof CType.Pointer) {
      return new Value(Ir.element(x.ir(), Ir.negate(Ir.and(number, mask)), 1), x.type());
    }
    return new Value(Ir.cast(frame.type(x.type()), Ir.and(number, Ir.complement(mask))), x.type());
  }

  private static Value dividedUp(Value a, Value b) {
    return new Value(
        Ir.binary(BinaryOp.DIVIDE, Ir.subtract(Ir.add(a.ir(), b.ir()), Ir.s32(1)), b.ir()),
        Arithmetic.common(a.type(), b.type()));
  }

  private static Value roundedUp(Value a, Value b) {
    Value units = dividedUp(a, b);
    return new Value(Ir.multiply(units.ir(), b.ir()), units.type());
  }

  private Value prepared(Expr mask, Expr value) {
    Literals.Constant m = mask(mask);
    var shifted =
        Ir.binary(
            BinaryOp.SHIFT_LEFT,
            Ir.cast(frame.type(m.type()), value(value).ir()),
            Ir.s32(Long.numberOfTrailingZeros(m.value())));
    return new Value(Ir.and(shifted, Ir.constant(frame.type(m.type()), m.value())), m.type());
  }

  private Value extracted(Expr mask, Expr value) {
    Literals.Constant m = mask(mask);
    return new Value(
        Ir.binary(
            BinaryOp.SHIFT_RIGHT,
            Ir.and(value(value).ir(), Ir.constant(frame.type(m.type()), m.value())),
            Ir.s32(Long.numberOfTrailingZeros(m.value()))),
        m.type());
  }

  private Literals.Constant mask(Expr mask) {
    return frame
        .names
        .constant(mask, frame.scope)
        .filter(c -> c.value() != 0)
        .orElseThrow(() -> new NotLowered("field mask that is not a known constant"));
  }

  private Value testBit(Value bit, Value words) {
    Value nr = frame.kept(bit);
    var word =
        Ir.load(
            Ir.element(words.ir(), Ir.binary(BinaryOp.DIVIDE, nr.ir(), Ir.s32(64)), 8),
            Type.Int.U64);
    return new Value(
        Ir.cast(
            Type.Int.S32,
            Ir.and(Ir.binary(BinaryOp.SHIFT_RIGHT, word, Ir.and(nr.ir(), Ir.s32(63))), Ir.u64(1))),
        CType.Int.INT);
  }

  /// `container_of(member, type, a.b)`: out of `b`, then out of `a`.
  private Value containerOf(Value member, Expr type, Expr path) {
    return containerOf(member, frame.names.typeOf(type, frame.scope), path);
  }

  Value containerOf(Value member, CType struct, Expr path) {
    return new Value(outOf(member.ir(), struct, path), new CType.Pointer(struct));
  }

  private org.sgdiet.runtime.program.Expr outOf(
      org.sgdiet.runtime.program.Expr member, CType struct, Expr path) {
    return switch (path) {
      case Expr.Name(String field, var _) -> {
        frame.member(struct, field);
        yield new org.sgdiet.runtime.program.Expr.ContainerOf(
            member, frame.draft.layouts().name(struct), field);
      }
      case Expr.Member(Expr outer, var _, String field, var _, var _) -> {
        CType inner = pathType(struct, outer);
        frame.member(inner, field);
        yield outOf(
            new org.sgdiet.runtime.program.Expr.ContainerOf(
                member, frame.draft.layouts().name(inner), field),
            struct,
            outer);
      }
      case Expr.Index(Expr outer, Expr index, var _) -> {
        if (!(pathType(struct, outer) instanceof CType.Array(CType element, var _))) {
          throw new NotLowered("container_of an element of what is no array");
        }
        yield outOf(
            Ir.element(
                member, Ir.negate(Ir.cast(Type.Int.S64, value(index).ir())), frame.stride(element)),
            struct,
            outer);
      }
      default -> throw new NotLowered("container_of with an unusual member");
    };
  }

  private CType pathType(CType struct, Expr path) {
    return switch (path) {
      case Expr.Name(String field, var _) -> frame.member(struct, field).type();
      case Expr.Member(Expr outer, var _, String field, var _, var _) ->
          frame.member(pathType(struct, outer), field).type();
      default -> throw new NotLowered("container_of with an unusual member");
    };
  }

  private Value listEntry(List<Expr> args, String link) {
    Value head = value(args.getFirst());
    var next = Ir.load(listField(head, link), new Type.Pointer("list_head"));
    return containerOf(new Value(next, head.type()), args.get(1), args.get(2));
  }

  private org.sgdiet.runtime.program.Expr listField(Value head, String link) {
    if (!(head.type().decayed() instanceof CType.Pointer(CType struct))) {
      throw new NotLowered("list head that is no pointer");
    }
    frame.member(struct, link);
    return Ir.field(head.ir(), frame.draft.layouts().name(struct), link);
  }

  private Value structSize(List<Expr> args) {
    CType type = frame.names.typeOf(args.getFirst(), frame.scope);
    CType struct = type.decayed() instanceof CType.Pointer(CType target) ? target : type;
    return new Value(
        Ir.add(Ir.u64(frame.size(struct)), flexBytes(struct, args)), CType.Int.UNSIGNED_LONG);
  }

  private Value flexSize(List<Expr> args) {
    CType type = frame.names.typeOf(args.getFirst(), frame.scope);
    CType struct = type.decayed() instanceof CType.Pointer(CType target) ? target : type;
    return new Value(flexBytes(struct, args), CType.Int.UNSIGNED_LONG);
  }

  private org.sgdiet.runtime.program.Expr flexBytes(CType struct, List<Expr> args) {
    CType member = pathType(struct, args.get(1));
    long stride =
        member instanceof CType.Array(CType element, var _)
            ? frame.stride(element)
            : frame.stride(member);
    return Ir.multiply(Ir.cast(Type.Int.U64, value(args.get(2)).ir()), Ir.u64(stride));
  }
}
