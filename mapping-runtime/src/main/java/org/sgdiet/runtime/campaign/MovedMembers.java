// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.runtime.campaign;

import java.util.List;
import java.util.Optional;
import org.sgdiet.runtime.machine.Descriptor;
import org.sgdiet.runtime.machine.Descriptor.Range;
import org.sgdiet.runtime.program.Layout;
import org.sgdiet.runtime.program.Program;
import org.sgdiet.runtime.program.Type;

/// A rewrite that adds a member to a structure moves those behind it: memory inside of one member
/// is the same memory wherever the member lies.
///
/// @param before the version whose offsets are used
/// @param after the version whose ranges are given
record MovedMembers(Program before, Program after) {

  /// The descriptors of the version after, with the offsets that their members had before.
  List<Descriptor> asBefore(List<Descriptor> descriptors) {
    return descriptors.stream()
        .map(d ->
            new Descriptor(
                d.at(),
                d.sink(),
                d.address(),
                d.bytes(),
                d.addressEncoded(),
                d.lengthEncoded(),
                d.mapping(),
                d.segment(),
                d.memory().stream().map(this::asBefore).toList()))
        .toList();
  }

  private Range asBefore(Range range) {
    Optional<Layout> now = layout(after, range.object());
    Optional<Layout> then = layout(before, range.object());
    if (now.isEmpty() || then.isEmpty() || now.equals(then)) {
      return range;
    }
    for (Layout.Field field : now.get().fields()) {
      long inside = range.offset() - field.offsetBytes();
      boolean holds = inside >= 0 && inside + range.bytes() <= after.sizeOf(field.type());
      Optional<Layout.Field> old = then.get().field(field.name());
      if (holds && old.filter(o -> o.type().equals(field.type())).isPresent()) {
        return new Range(range.object(), old.get().offsetBytes() + inside, range.bytes());
      }
    }
    return range;
  }

  private static Optional<Layout> layout(Program program, String object) {
    return program.globals().stream()
        .filter(g -> g.name().equals(object))
        .findFirst()
        .flatMap(g ->
            g.type() instanceof Type.Struct(String name) ? program.layout(name) : Optional.empty());
  }
}
