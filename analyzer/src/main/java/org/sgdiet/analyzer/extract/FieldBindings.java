// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.extract.Flow.Cell;
import org.sgdiet.analyzer.model.type.CType;
import org.sgdiet.analyzer.model.type.FileModel;
import org.sgdiet.analyzer.model.type.Layout.Member;
import org.sgdiet.runtime.program.Binding;
import org.sgdiet.runtime.program.InputValue;

/// What the fields of the structures of a program hold when a run begins: what a role, a framework
/// or an earlier run asks for, and pointers to the one object of a structure.
final class FieldBindings {

  /// Structures of which a run makes as many as it needs.
  private static final Set<String> OF_THE_RUN = Set.of("device", "page");

  private final Draft draft;
  private final FileModel names;
  private final InputRoles roles;
  private final Containers containers;
  private final Wishes wishes;
  private final Map<String, Binding> bindings = new LinkedHashMap<>();

  FieldBindings(
      Draft draft, FileModel names, InputRoles roles, Containers containers, Wishes wishes) {
    this.draft = draft;
    this.names = names;
    this.roles = roles;
    this.containers = containers;
    this.wishes = wishes;
  }

  /// All of them, one a field.
  List<Binding> all() {
    Map<String, CType> ofOneObject = new LinkedHashMap<>(draft.layouts().meetingPoints());
    ofOneObject.putAll(draft.layouts().holdersOf(roles.embeddedLists()));
    ofOneObject.forEach((name, type) -> {
      if (!OF_THE_RUN.contains(name)) {
        String _ =
            draft.layouts().typeOf(name).isPresent()
                ? draft.singleton(type, names)
                : draft.unopened(name);
      }
    });
    for (Cell.FieldCell cell : roles.fields()) {
      if (!Ir.isKernelLayout(cell.layout())) {
        shown(cell)
            .or(() -> FrameworkFields.setUp(cell.layout(), cell.field()))
            .or(() -> small(cell))
            .or(() -> roles.input(cell))
            .ifPresent(value -> bind(cell.layout(), cell.field(), value));
      }
    }
    for (var layout : draft.layouts().layouts()) {
      for (Member m : draft.layouts().touched(layout.name())) {
        FrameworkFields.value(layout.name(), m.name())
            .ifPresent(value -> bind(layout.name(), m.name(), value));
        wished(layout.name(), m).ifPresent(value -> bind(layout.name(), m.name(), value));
        pointer(layout.name(), m).ifPresent(value -> bind(layout.name(), m.name(), value));
      }
    }
    return List.copyOf(bindings.values());
  }

  /// The length in a field of a byte, which holds none of a page.
  private Optional<InputValue> small(Cell.FieldCell cell) {
    boolean narrow =
        roles.role(cell) == Role.BYTES
            && draft.layouts().touched(cell.layout()).stream()
                .anyMatch(m -> m.name().equals(cell.field()) && isNarrow(m));
    return Optional.<InputValue>of(new InputValue.Fixed(Outcomes.SOME_BYTES)).filter(_ -> narrow);
  }

  private static boolean isNarrow(Member m) {
    return m.type() instanceof CType.Int i && m.bits().orElse(i.bits()) <= Byte.SIZE;
  }

  /// What a run showed a field to need, where that may be more than its role says.
  private Optional<InputValue> shown(Cell cell) {
    return switch (roles.role(cell)) {
      case LIST_ENTRIES, BYTES, PAGE_COUNT, PAGE_OFFSET, FACTOR, BUFFER, DIRECTION, NONE ->
          wishes
              .shownFor(cell)
              .filter(v -> roles.role(cell) != Role.BUFFER || v == 0)
              .map(v -> new InputValue.Fixed(held(cell, v)));
      case DEVICE, LIST, TABLE, PAGE, PAGES, PHYS -> Optional.empty();
    };
  }

  private Optional<InputValue> wished(String layout, Member m) {
    if (Ir.isKernelLayout(layout)) {
      return Optional.empty();
    }
    boolean pointer = m.type() instanceof CType.Pointer;
    return wishes
        .of(new Cell.FieldCell(layout, m.name()))
        .filter(v -> pointer ? v == 0 : m.type().isInteger() && v != 0)
        .map(v -> new InputValue.Fixed(held(m, v)));
  }

  private long held(Cell cell, long wanted) {
    return cell instanceof Cell.FieldCell(String layout, String field)
        ? draft.layouts().touched(layout).stream()
            .filter(m -> m.name().equals(field))
            .findFirst()
            .map(m -> held(m, wanted))
            .orElse(wanted)
        : wanted;
  }

  /// The number that is wanted, or the most that a member holds.
  private static long held(Member m, long wanted) {
    if (!(m.type() instanceof CType.Int i) || i.bits() >= Integer.SIZE || wanted < 0) {
      return wanted;
    }
    int bits = m.bits().orElse(i.bits()) - (i.signed() ? 1 : 0);
    return Math.min(wanted, (1L << bits) - 1);
  }

  private void bind(String layout, String field, InputValue value) {
    bindings.putIfAbsent(layout + "." + field, new Binding(layout, field, value));
  }

  /// A pointer to a structure of which there is one object leads to that object.
  private Optional<InputValue> pointer(String layout, Member m) {
    if (!(m.type() instanceof CType.Pointer(CType target))) {
      return Optional.empty();
    }
    String name = draft.layouts().name(target);
    if (name.isEmpty()) {
      name = containers.pointee(new Cell.FieldCell(layout, m.name())).orElse("");
    }
    return !name.equals(layout) && draft.hasSingleton(name)
        ? Optional.of(new InputValue.GlobalObject("the_" + name))
        : Optional.empty();
  }
}
