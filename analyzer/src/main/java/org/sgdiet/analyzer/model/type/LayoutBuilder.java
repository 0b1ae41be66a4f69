// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.model.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.analyzer.syntax.TypeSyntax.TagKind;

/// Places the members of one struct or union as GCC does on x86-64: natural alignment or what is
/// written on a member, none when packed, bit-fields packed into units of their declared type.
final class LayoutBuilder {

  private final FileModel names;
  private final boolean union;
  private final boolean packed;
  private final List<Layout.Member> members = new ArrayList<>();
  private long end;
  private long size;
  private long align = 1;
  private boolean exact = true;
  private long bitPosition = -1;

  LayoutBuilder(FileModel names, Item.Struct struct) {
    this.names = names;
    this.union = struct.kind() == TagKind.UNION;
    this.packed = struct.packed();
  }

  Layout build(List<Item.Field> fields) {
    for (Item.Field field : fields) {
      CType type = names.type(field.type());
      if (field.bits().isPresent()) {
        bitField(field, type);
      } else {
        bitPosition = -1;
        ordinary(field, type);
      }
    }
    long total = Math.max(size, end);
    return new Layout(members, roundedUp(total, align), align, exact);
  }

  private void ordinary(Item.Field field, CType type) {
    FileModel.Extent extent = names.extent(type);
    exact &= extent.exact();
    long natural = packed ? 1 : extent.alignBytes();
    long offset = place(extent.sizeBytes(), Math.max(natural, field.alignBytes().orElse(1)));
    if (field.name().isPresent()) {
      members.add(new Layout.Member(field.name().get(), type, offset, OptionalInt.empty(), 0));
      return;
    }
    Optional<Layout> inner = anonymous(field.type()) ? names.layout(type) : Optional.empty();
    inner.ifPresent(layout -> {
      for (Layout.Member m : layout.members()) {
        members.add(
            new Layout.Member(
                m.name(), m.type(), offset + m.offsetBytes(), m.bits(), m.bitOffset()));
      }
    });
  }

  private static boolean anonymous(TypeSyntax type) {
    return type instanceof TypeSyntax.Inline || type instanceof TypeSyntax.Tagged;
  }

  private void bitField(Item.Field field, CType type) {
    int unitBits = (int) names.extent(type).sizeBytes() * 8;
    OptionalLong width = field.bits().map(names::constantValue).orElse(OptionalLong.empty());
    if (width.isEmpty() || unitBits == 0) {
      exact = false;
      return;
    }
    int bits = (int) width.getAsLong();
    if (union) {
      bitPosition = 0;
    } else if (bitPosition < 0) {
      bitPosition = end * 8;
    }
    boolean crosses = bitPosition / unitBits != (bitPosition + Math.max(bits, 1) - 1) / unitBits;
    if (bits == 0 || (crosses && !packed)) {
      bitPosition = roundedUp(bitPosition, unitBits);
    }
    if (bits == 0) {
      end = bitPosition / 8;
      return;
    }
    long unit = bitPosition / unitBits * (unitBits / 8);
    if (!packed) {
      align = Math.max(align, unitBits / 8);
    }
    int first = (int) (bitPosition - unit * 8);
    if (first + bits > unitBits) {
      exact = false;
    }
    field
        .name()
        .ifPresent(
            name -> members.add(new Layout.Member(name, type, unit, OptionalInt.of(bits), first)));
    bitPosition += bits;
    end = Math.max(end, (bitPosition + 7) / 8);
    size = Math.max(size, end);
  }

  private long place(long bytes, long alignment) {
    align = Math.max(align, alignment);
    if (union) {
      size = Math.max(size, bytes);
      return 0;
    }
    long offset = roundedUp(end, alignment);
    end = offset + bytes;
    return offset;
  }

  private static long roundedUp(long value, long unit) {
    return (value + unit - 1) / unit * unit;
  }
}
