// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.syntax.Expr;
import org.sgdiet.runtime.program.Endian;

/// `cpu_to_le32()` and its family (include/linux/byteorder/generic.h), `put_unaligned_le32()` and
/// its family (include/linux/unaligned.h), `swab32()`.
final class ByteOrder {

  private static final Pattern TO = Pattern.compile("(?:__)?cpu_to_(le|be)(16|32|64)");
  private static final Pattern FROM = Pattern.compile("(?:__)?(le|be)(16|32|64)_to_cpu(p?)");
  private static final Pattern NETWORK = Pattern.compile("(?:__)?(hton|ntoh)([sl])");
  private static final Pattern SWAB = Pattern.compile("(?:__)?swab(16|32|64)");
  private static final Pattern GET = Pattern.compile("get_unaligned_(le|be)(16|32|64)");
  private static final Pattern PUT = Pattern.compile("put_unaligned_(le|be)(16|32|64)");
  private static final Pattern ADD = Pattern.compile("(le|be)(16|32|64)_add_cpu");

  private ByteOrder() {}

  static Optional<Value> of(Frame frame, String name, List<Expr> args) {
    Matcher to = TO.matcher(name);
    if (to.matches() && args.size() == 1) {
      return Optional.of(tagged(frame, args, bits(to), endian(to)));
    }
    Matcher from = FROM.matcher(name);
    if (from.matches() && args.size() == 1) {
      Value v = frame.exprs.value(args.getFirst());
      if (!from.group(3).isEmpty()) {
        v = frame.load(new Place.InMemory(v.ir(), type(bits(from), endian(from))));
      }
      return Optional.of(plain(v, bits(from), endian(from)));
    }
    Matcher network = NETWORK.matcher(name);
    if (network.matches() && args.size() == 1) {
      int bits = network.group(2).equals("s") ? 16 : 32;
      return Optional.of(
          network.group(1).equals("hton")
              ? tagged(frame, args, bits, Endian.BIG)
              : plain(frame.exprs.value(args.getFirst()), bits, Endian.BIG));
    }
    Matcher swab = SWAB.matcher(name);
    if (swab.matches() && args.size() == 1) {
      int bits = Integer.parseInt(swab.group(1));
      Value swapped = tagged(frame, args, bits, Endian.BIG);
      CType plain = new CType.Int(bits, false, org.sgdiet.analyzer.model.type.Endian.NATIVE);
      return Optional.of(new Value(Ir.cast(frame.type(plain), swapped.ir()), plain));
    }
    return unaligned(frame, name, args);
  }

  private static Optional<Value> unaligned(Frame frame, String name, List<Expr> args) {
    Matcher get = GET.matcher(name);
    if (get.matches() && args.size() == 1) {
      Value v = frame.exprs.value(args.getFirst());
      Value loaded = frame.load(new Place.InMemory(v.ir(), type(bits(get), endian(get))));
      return Optional.of(plain(loaded, bits(get), endian(get)));
    }
    Matcher put = PUT.matcher(name);
    if (put.matches() && args.size() == 2) {
      Value v = tagged(frame, args, bits(put), endian(put));
      Value at = frame.exprs.value(args.get(1));
      frame.store(new Place.InMemory(at.ir(), v.type()), v);
      return Optional.of(v);
    }
    Matcher add = ADD.matcher(name);
    if (add.matches() && args.size() == 2) {
      Place place =
          new Place.InMemory(frame.exprs.value(args.getFirst()).ir(), type(bits(add), endian(add)));
      Value old = plain(frame.load(place), bits(add), endian(add));
      var sum = Ir.add(old.ir(), frame.exprs.value(args.get(1)).ir());
      frame.store(place, new Value(Ir.swap(bits(add), Endian.CPU, endian(add), sum), place.type()));
      return Optional.of(old);
    }
    if (name.equals("put_unaligned") && args.size() == 2) {
      Value v = frame.exprs.value(args.getFirst());
      frame.store(frame.places.target(frame.exprs.value(args.get(1))), v);
      return Optional.of(v);
    }
    if (name.equals("get_unaligned") && args.size() == 1) {
      return Optional.of(frame.load(frame.places.target(frame.exprs.value(args.getFirst()))));
    }
    return Optional.empty();
  }

  private static Value tagged(Frame frame, List<Expr> args, int bits, Endian endian) {
    Value v = frame.exprs.value(args.getFirst());
    return new Value(Ir.swap(bits, Endian.CPU, endian, v.ir()), type(bits, endian));
  }

  private static Value plain(Value v, int bits, Endian endian) {
    return new Value(
        Ir.swap(bits, endian, Endian.CPU, v.ir()),
        new CType.Int(bits, false, org.sgdiet.analyzer.model.type.Endian.NATIVE));
  }

  private static CType.Int type(int bits, Endian endian) {
    return new CType.Int(
        bits,
        false,
        endian == Endian.LITTLE
            ? org.sgdiet.analyzer.model.type.Endian.LITTLE
            : org.sgdiet.analyzer.model.type.Endian.BIG);
  }

  private static int bits(Matcher m) {
    return Integer.parseInt(m.group(2));
  }

  private static Endian endian(Matcher m) {
    return m.group(1).equals("le") ? Endian.LITTLE : Endian.BIG;
  }
}
