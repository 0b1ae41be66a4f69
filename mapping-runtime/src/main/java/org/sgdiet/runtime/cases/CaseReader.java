// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.cases;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdiet.runtime.cases.MappingCase.Element;
import org.sgdiet.runtime.path.Direction;

/// Reads a case from the fields of one JSON object, whoever parsed it.
public final class CaseReader {
  /// What became of one object.
  public sealed interface Read {}

  /// The object is a case.
  public record Good(MappingCase mappingCase) implements Read {}

  /// The object is none: which field, and what was expected there.
  public record Bad(String field, String expected) implements Read {}

  private static final List<Long> DEFAULT_POOLS = List.of(0x240_0000L, 0x1_0240_0000L);
  private static final BigInteger U32 = BigInteger.ONE.shiftLeft(32);
  private static final BigInteger U64 = BigInteger.ONE.shiftLeft(64);

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Bad bad;

    Refused(String field, String expected) {
      super(field);
      bad = new Bad(field, expected);
    }
  }

  private final Map<String, ?> fields;

  private CaseReader(Map<String, ?> fields) {
    this.fields = fields;
  }

  /// Reads the fields `id`, `el` and, where they are given, the device's limits; others are
  /// ignored.
  public static Read read(Map<String, ?> fields) {
    try {
      return new Good(new CaseReader(fields).mappingCase());
    } catch (Refused refused) {
      return refused.bad;
    }
  }

  private MappingCase mappingCase() throws Refused {
    List<Long> pools = pools();
    long dir = number("dir", 0, BigInteger.valueOf(3), "0, 1 or 2");
    long bits = number("mask_bits", 64, BigInteger.valueOf(65), "a number of bits from 1 to 64");
    if (bits == 0) {
      throw new Refused("mask_bits", "a number of bits from 1 to 64");
    }
    String boundaryForm = "a power of two less one, of 64 bits";
    long boundary = number("bmask", 0xffff_ffffL, U64, boundaryForm);
    if ((boundary & (boundary + 1)) != 0) {
      throw new Refused("bmask", boundaryForm);
    }
    return new MappingCase(
        number("id", -1, U32, "a case number"),
        (int) number("max_seg", 65536, U32, "an unsigned 32-bit number of bytes"),
        boundary,
        (int) bits,
        (int) number("min_align", 0, U32, "an unsigned 32-bit mask"),
        number("untrusted", 0, BigInteger.TWO, "0 or 1") == 1,
        Direction.of((int) dir),
        number("attrs", 0, U64, "unsigned 64-bit DMA_ATTR bits"),
        pools,
        elements(pools.size()));
  }

  private List<Long> pools() throws Refused {
    if (!(fields.get("pools") instanceof List<?> list)) {
      if (fields.containsKey("pools")) {
        throw new Refused("pools", "a list of physical addresses");
      }
      return DEFAULT_POOLS;
    }
    List<Long> pools = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      pools.add(unsigned(list.get(i), U64).orElseThrow(refused("pools", "physical addresses")));
    }
    return pools;
  }

  private List<Element> elements(int pools) throws Refused {
    String form = "a list of [pool, page, offset, length]";
    if (!(fields.get("el") instanceof List<?> list)) {
      throw new Refused("el", form);
    }
    List<Element> elements = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      String field = "el[" + i + "]";
      if (!(list.get(i) instanceof List<?> parts) || parts.size() != 4) {
        throw new Refused(field, "[pool, page, offset, length]");
      }
      elements.add(
          new Element(
              (int) part(parts, 0, field, BigInteger.valueOf(pools), "a pool below " + pools),
              part(parts, 1, field, U32, "a page index"),
              (int) part(parts, 2, field, U32, "an unsigned 32-bit offset"),
              (int) part(parts, 3, field, U32, "an unsigned 32-bit length")));
    }
    return elements;
  }

  private static long part(List<?> parts, int at, String field, BigInteger limit, String form)
      throws Refused {
    return unsigned(parts.get(at), limit).orElseThrow(refused(field + "[" + at + "]", form));
  }

  /// A field as an unsigned number below `limit`; `otherwise` where it may be absent, -1 where not.
  private long number(String field, long otherwise, BigInteger limit, String form) throws Refused {
    if (!fields.containsKey(field) && otherwise >= 0) {
      return otherwise;
    }
    return unsigned(fields.get(field), limit).orElseThrow(refused(field, form));
  }

  private static java.util.function.Supplier<Refused> refused(String field, String form) {
    return () -> new Refused(field, form);
  }

  private static Optional<Long> unsigned(
      @org.jspecify.annotations.Nullable Object value, BigInteger limit) {
    BigInteger number =
        switch (value) {
          case Integer i -> BigInteger.valueOf(i);
          case Long l -> BigInteger.valueOf(l);
          case BigInteger b -> b;
          case null -> BigInteger.valueOf(-1);
          default -> BigInteger.valueOf(-1);
        };
    return number.signum() >= 0 && number.compareTo(limit) < 0
        ? Optional.of(number.longValue())
        : Optional.empty();
  }
}
