// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdiet.analyzer.extract.Flow.Cell;
import org.sgdiet.runtime.program.BinaryOp;
import org.sgdiet.runtime.program.Block;
import org.sgdiet.runtime.program.Expr;
import org.sgdiet.runtime.program.Function;
import org.sgdiet.runtime.program.InputValue;
import org.sgdiet.runtime.program.Instruction;
import org.sgdiet.runtime.program.Operation;

/// Which parameters and fields of a program must hold a list, a count, a buffer and so on: followed
/// from the arguments of the DMA operations back to where the values come from.
final class InputRoles {

  private static final long PAGE_BYTES = 4096;
  private static final Set<Operation> SAME_MEMORY =
      Set.of(Operation.VIRT_TO_PHYS, Operation.VIRT_TO_PAGE, Operation.PAGE_TO_PHYS);

  private final Flow flow;
  private final Map<Cell, Role> roles = new LinkedHashMap<>();
  private final Map<Cell, String> slots = new LinkedHashMap<>();
  private final Set<String> embeddedLists = new HashSet<>();
  private final Set<Visit> seen = new HashSet<>();
  private final Map<Cell, Flow.Source> sameMemory = new HashMap<>();
  private final Set<Cell> mapped = new HashSet<>();
  private String slot = "data";
  private boolean mapping;

  private record Visit(Cell cell, Role role, boolean mapping) {}

  InputRoles(Flow flow, Collection<Function> functions) {
    this.flow = flow;
    functions.forEach(this::addresses);
    for (Function f : functions) {
      for (Block block : f.blocks()) {
        for (Instruction step : block.steps()) {
          if (step instanceof Instruction.Call(var _, var operation, var args, var _)) {
            mapping = operation.failure() == Operation.Failure.MAPPING;
            call(f.name(), Role.ofArguments(operation), args);
            if (operation == Operation.DMA_MAP_PHYR) {
              range();
            }
          }
        }
      }
    }
  }

  /// Notes which results are only another address of an argument.
  private void addresses(Function f) {
    for (Block block : f.blocks()) {
      for (Instruction step : block.steps()) {
        if (step instanceof Instruction.Call(Optional<String> result, var operation, var args, _)
            && SAME_MEMORY.contains(operation)) {
          result.ifPresent(r ->
              sameMemory.put(
                  new Cell.LocalCell(f.name(), r), new Flow.Source(args.getFirst(), f.name())));
        }
      }
    }
  }

  /// The two fields of a `struct phyr` that is mapped.
  private void range() {
    Cell start = new Cell.FieldCell("phyr", "start");
    slot =
        flow.sources(start).stream()
            .flatMap(s -> origin(s.value(), s.function(), new HashSet<>()).stream())
            .findFirst()
            .map(InputRoles::name)
            .orElse("data");
    cell(start, Role.PHYS);
    cell(new Cell.FieldCell("phyr", "len"), Role.BYTES);
  }

  private void call(String function, List<Role> wanted, List<Expr> args) {
    slot =
        wanted.stream().anyMatch(InputRoles::hasSlot) ? slotName(function, wanted, args) : "data";
    for (int i = 0; i < Math.min(wanted.size(), args.size()); i++) {
      if (wanted.get(i) != Role.NONE) {
        follow(args.get(i), function, wanted.get(i));
      }
    }
  }

  private static boolean hasSlot(Role role) {
    return switch (role) {
      case LIST, TABLE, BUFFER, PAGE, PAGES, PHYS -> true;
      case NONE, DEVICE, LIST_ENTRIES, BYTES, PAGE_COUNT, PAGE_OFFSET, DIRECTION, FACTOR -> false;
    };
  }

  private String slotName(String function, List<Role> wanted, List<Expr> args) {
    for (int i = 0; i < Math.min(wanted.size(), args.size()); i++) {
      if (hasSlot(wanted.get(i))) {
        Optional<Cell> origin = origin(args.get(i), function, new HashSet<>());
        if (origin.isPresent()) {
          return name(origin.get());
        }
      }
    }
    return "data";
  }

  private static String name(Cell cell) {
    return switch (cell) {
      case Cell.LocalCell(String _, String local) -> local;
      case Cell.FieldCell(String _, String field) -> field;
      case Cell.ResultCell(String function) -> function;
    };
  }

  /// The last cell on the way back from a value.
  private Optional<Cell> origin(Expr value, String function, Set<Cell> visited) {
    List<Cell> read = new ArrayList<>();
    Flow.read(value, function, read::add);
    if (read.isEmpty() || !visited.add(read.getFirst())) {
      return read.stream().findFirst();
    }
    List<Flow.Source> sources = new ArrayList<>(flow.sources(read.getFirst()));
    Optional.ofNullable(sameMemory.get(read.getFirst())).ifPresent(sources::add);
    for (Flow.Source source : sources) {
      Optional<Cell> before = origin(source.value(), source.function(), visited);
      if (before.isPresent()) {
        return before;
      }
    }
    return read.stream().findFirst();
  }

  private void follow(Expr value, String function, Role role) {
    switch (value) {
      case Expr.Local(String name) -> cell(new Cell.LocalCell(function, name), role);
      case Expr.Load(Expr address, var _) ->
          Flow.addressed(address, function).ifPresent(cell -> cell(cell, role));
      case Expr.LoadBits(var _, String layout, String field) ->
          cell(new Cell.FieldCell(layout, field), role);
      case Expr.Cast(var _, Expr operand) -> follow(operand, function, role);
      case Expr.Swap(int _, var _, var _, Expr operand) -> follow(operand, function, role);
      case Expr.ElementAddress(Expr base, Expr _, long _) -> follow(base, function, role);
      case Expr.FieldAddress(Expr _, String layout, String field) -> {
        if (role == Role.LIST) {
          embeddedLists.add(layout + "." + field);
        }
      }
      case Expr.Binary(BinaryOp op, Expr left, Expr right) ->
          binary(op, left, right, function, role);
      case Expr.Const _,
          Expr.LocalAddress _,
          Expr.GlobalAddress _,
          Expr.FunctionAddress _,
          Expr.ContainerOf _,
          Expr.PointerDifference _,
          Expr.Unary _ -> {}
    }
  }

  private void binary(BinaryOp op, Expr left, Expr right, String function, Role role) {
    switch (op) {
      case MIN, MAX -> {
        follow(left, function, role);
        follow(right, function, role);
      }
      case MULTIPLY -> {
        if (left instanceof Expr.Const(var _, long c)) {
          follow(right, function, scaled(role, c));
        } else if (right instanceof Expr.Const(var _, long c)) {
          follow(left, function, scaled(role, c));
        } else {
          follow(left, function, role);
          follow(right, function, Role.FACTOR);
        }
      }
      case SHIFT_LEFT ->
          follow(
              left,
              function,
              right instanceof Expr.Const(var _, long c) ? scaled(role, 1L << c) : role);
      case ADD -> {
        follow(left, function, role);
        if (role == Role.PHYS) {
          follow(right, function, Role.PAGE_OFFSET);
        }
      }
      case SUBTRACT, AND, DIVIDE, SHIFT_RIGHT, REMAINDER -> follow(left, function, role);
      case OR, XOR, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {}
    }
  }

  private static Role scaled(Role role, long factor) {
    if (role != Role.BYTES || factor == 1) {
      return role;
    }
    return factor >= PAGE_BYTES ? Role.PAGE_COUNT : Role.FACTOR;
  }

  private void cell(Cell cell, Role role) {
    if (!seen.add(new Visit(cell, role, mapping))) {
      return;
    }
    if (mapping) {
      mapped.add(cell);
    }
    roles.putIfAbsent(cell, role);
    slots.putIfAbsent(cell, slot);
    for (Flow.Source source : flow.sources(cell)) {
      follow(source.value(), source.function(), role);
    }
    for (Cell copy : flow.copies(cell)) {
      cell(copy, role);
    }
  }

  /// What `cell` must hold.
  Role role(Cell cell) {
    return isSum(cell) ? Role.NONE : roles.getOrDefault(cell, Role.NONE);
  }

  /// Whether a field counts what was mapped, for whoever unmaps: it begins with nothing.
  private boolean isSum(Cell cell) {
    return cell instanceof Cell.FieldCell
        && !mapped.contains(cell)
        && flow.sources(cell).stream()
            .anyMatch(s ->
                s.value() instanceof Expr.Binary(BinaryOp op, Expr left, Expr _)
                    && op == BinaryOp.ADD
                    && left instanceof Expr.Load(Expr address, var _)
                    && Flow.addressed(address, s.function()).equals(Optional.of(cell)));
  }

  /// The input that `cell` belongs to.
  String slot(Cell cell) {
    return slots.getOrDefault(cell, "data");
  }

  /// As above for a list; two lists that one structure holds are two, though one variable walks
  /// them.
  String listSlot(Cell cell) {
    String own = slot(cell);
    return cell instanceof Cell.FieldCell(String layout, String field)
            && fields().stream()
                .anyMatch(other ->
                    other.layout().equals(layout)
                        && !other.field().equals(field)
                        && role(other) == Role.LIST
                        && slot(other).equals(own))
        ? field
        : own;
  }

  /// All fields with a role.
  List<Cell.FieldCell> fields() {
    return roles.keySet().stream()
        .filter(Cell.FieldCell.class::isInstance)
        .map(Cell.FieldCell.class::cast)
        .toList();
  }

  /// `layout.field` of lists that lie inside a structure.
  Set<String> embeddedLists() {
    return embeddedLists;
  }

  /// What an input of a role is made of; empty for one without a role.
  Optional<InputValue> input(Cell cell) {
    String name = slot(cell);
    return switch (role(cell)) {
      case NONE -> Optional.empty();
      case DEVICE -> Optional.of(new InputValue.Device());
      case LIST -> Optional.of(new InputValue.ListHead(listSlot(cell)));
      case LIST_ENTRIES -> Optional.of(new InputValue.ListEntries(name));
      case TABLE -> Optional.of(new InputValue.Table(name));
      case BUFFER -> Optional.of(new InputValue.Buffer(name));
      case BYTES -> Optional.of(new InputValue.Bytes(name));
      case PAGE -> Optional.of(new InputValue.Page(name));
      case PAGES -> Optional.of(new InputValue.Pages(name));
      case PAGE_COUNT -> Optional.of(new InputValue.PageCount(name));
      case PAGE_OFFSET -> Optional.of(new InputValue.PageOffset(name));
      case PHYS -> Optional.of(new InputValue.PhysAddress(name));
      case DIRECTION -> Optional.of(new InputValue.Direction());
      case FACTOR -> Optional.of(new InputValue.Fixed(1));
    };
  }
}
